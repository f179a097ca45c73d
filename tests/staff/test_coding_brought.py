"""A coder takes the project out, codes it in another program, and brings the codings back: what fits the
texts, the consent and the codebook of now stands as if it were coded here; of the rest each line says why.
"""

from __future__ import annotations

from html import unescape

import pytest
from tests.cli.running import run
from tests.staff.at_the_desk import SAID
from tests.staff.coding_walk import ANALYST, STEWARD, A, B, CodingWalk
from tests.staff.test_coding import WORDS
from tests.staff.test_coding_exports import taken

from kapea.core.studies.brought_codings import MOST_BROUGHT, BroughtFault
from kapea.studies.models import CodedSegment, StudySeat

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BRING = "coding/bring"
PLACES = ("session", "start", "end", "code")


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


def rows(walk: CodingWalk, role) -> list[tuple]:
    mine = CodedSegment.objects.filter(coder=walk.account(role), taken_back=False)
    return sorted(mine.values_list(*PLACES))


def coded_elsewhere(walk: CodingWalk, role, tmp_path) -> list[str]:
    """The project with the codings of the corpus, read by the command; nothing of them stands here."""
    walk.code_corpus(role)
    path = tmp_path / "project.qdpx"
    path.write_bytes(taken(walk, role, ANALYST))
    CodedSegment.objects.all().delete()
    run("study", "codings", path, "-o", tmp_path / "codings.txt", code=0)
    return (tmp_path / "codings.txt").read_text(encoding="utf-8").splitlines()


def brought(walk: CodingWalk, lines: list[str], role=A, status: int = 200) -> str:
    return unescape(walk.post(role, BRING, status, lines="\n".join(lines)).content.decode())


def counts(taken: int, here: int, left: int) -> str:
    told = SAID["coding-bring-taken"], SAID["coding-bring-known"], SAID["coding-bring-left"]
    return f"{told[0]} <b>{taken}</b> · {told[1]} {here} · {told[2]} {left}"


def test_what_was_coded_elsewhere_stands_as_if_it_were_coded_here_once_however_often_it_is_sent(
    walk, tmp_path
):
    walk.code_corpus(A)
    as_coded = rows(walk, A)
    CodedSegment.objects.all().delete()
    lines = coded_elsewhere(walk, A, tmp_path)
    shown = {each[0] for each in as_coded}
    assert len(lines) <= len(as_coded), "what consent does not cover was not taken out"
    assert counts(len(lines), 0, 0) in brought(walk, lines)
    assert set(rows(walk, A)) <= set(as_coded)
    assert {each[0] for each in rows(walk, A)} <= shown
    assert counts(0, len(lines), 0) in brought(walk, lines * 2)
    assert len(rows(walk, A)) == len(lines)
    assert sorted(CodedSegment.objects.values_list("number", flat=True)) == list(range(1, len(lines) + 1))


def test_no_word_of_a_text_is_in_a_line(walk, tmp_path):
    lines = coded_elsewhere(walk, A, tmp_path)
    assert lines
    for line in lines:
        session, mark, places, code = line.split(" ")
        assert len(line) < 60
        assert WORDS.split()[0].lower() not in line.lower()
        assert set(mark) <= set("0123456789abcdef./")
        assert (session[0], places.count("-")) == ("s", 1)
        assert code.isascii()


def test_each_line_that_is_left_out_says_why_and_comes_back(walk, tmp_path):
    lines = coded_elsewhere(walk, A, tmp_path)
    session, mark, places, code = lines[0].split(" ")
    wrong = {
        BroughtFault.UNREADABLE: "C1: my words",
        BroughtFault.NOT_HERE: f"s99 {mark} {places} {code}",
        BroughtFault.OTHER_TEXT: f"{session} {'0' * 12}.1/1 {places} {code}",
        BroughtFault.PLACE: f"{session} {mark} 0-99999 {code}",
        BroughtFault.CODE: f"{session} {mark} {places} NEW-NOWHERE",
    }
    page = brought(walk, [lines[0], *wrong.values()])
    assert counts(1, 0, len(wrong)) in page
    for why, line in wrong.items():
        said = SAID[f"coding-brought-{why.value.replace('_', '-')}"]
        assert f"<code>{line}</code>: {said}" in page
        assert line in page.split('name="lines"')[1]
    assert lines[0] not in page.split('name="lines"')[1], "what was taken need not be sent again"


def test_words_of_whoever_withdrew_since_are_not_coded(walk, tmp_path):
    lines = coded_elsewhere(walk, A, tmp_path)
    StudySeat.objects.update(withdrawn_on=walk.cast.at.date())
    assert lines[-1] in brought(walk, lines, A, 409), "the texts are cut in this very moment"
    assert counts(0, 0, len(lines)) in brought(walk, lines)
    assert rows(walk, A) == []


def test_only_a_coder_brings_codings_and_nobody_who_said_that_they_are_done(walk, tmp_path):
    lines = coded_elsewhere(walk, A, tmp_path)
    assert SAID["coding-bring-coders"] in walk.get(ANALYST, BRING)
    brought(walk, lines, ANALYST, 409)
    walk.post(STEWARD, BRING, 404, lines=lines[0])
    walk.post(A, "coding/done", done="yes")
    assert lines[0] in brought(walk, lines, A, 409), "nothing that was pasted is lost"
    walk.post(A, "coding/done", done="no")
    brought(walk, [lines[0]] * (MOST_BROUGHT + 1), A, 409)
    assert CodedSegment.objects.count() == 0
    brought(walk, lines, B)
    assert rows(walk, A) == []
