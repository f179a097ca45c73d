"""Phrases in a language that no page is written in: what is read, and what each mistake is told."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import HEAD, files

from kapea.core.pack.build import Built, build
from kapea.core.pack.model import Phrase

VI = f"""
language: vi
name: Tiếng Việt
number: 1
call: [helpline, police]
ask: I need someone who speaks Vietnamese.
aloud: khnhom trov-ka
alarm: komar
{HEAD.strip()}
phrases:
  stop: {{says: dừng lại, grade: N}}
  free: {{says: miễn phí, grade: A, sources: [ONE]}}
  call: {{says: gọi, grade: B}}
"""
BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("language: vi", "language: mai", "P03", "language “mai” in a file named vi"),
    ("name: Tiếng Việt\n", "", "P02", "no `name`"),
    ("number: 1", "number: 99", "P03", "number: 99"),
    ("ask: I need someone who speaks Vietnamese.\n", "", "P02", "no `ask`"),
    ("[helpline, police]", "[helplin]", "P06", "“helplin” is no service that is shown"),
    ("[helpline, police]", "[hall]", "P06", "“hall” is no service that is shown"),
    ("stop: {says: dừng lại", "stopp: {says: dừng lại", "P03", "no place for a phrase “stopp”"),
    ("grade: B", "grade: C", "P03", "one of A, B, N"),
    ("grade: A, sources: [ONE]", "grade: A", "P02", "free was seen, and not where"),
    ("dừng lại, grade: N", "dừng lại, grade: N, sources: [ONE]", "P02", "stop is our own draft"),
    ("{says: gọi, grade: B}", "{grade: B}", "P02", "no `says`"),
    ("alarm: komar", "alrm: komar", "P04", "alrm"),
]


def made(vi: str = VI, **more: str) -> Built:
    """The small pack with phrases in Vietnamese, and in other languages by their codes."""
    own = {f"small/phrases/{name}.yaml": text.encode() for name, text in {"vi": vi, **more}.items()}
    return build({**files(), **own}, "small")


def test_a_file_is_read_with_the_services_it_names_and_phrases_by_their_grade():
    release = made().release
    assert release is not None
    book = release.phrasebooks["phrases-vi"]
    assert (book.language, book.name, book.number) == ("vi", "Tiếng Việt", 1)
    assert (book.call, book.aloud, book.alarm) == (("helpline", "police"), "khnhom trov-ka", "komar")
    assert book.phrases["free"] == Phrase("miễn phí", "A", ("ONE",))
    assert book.phrases["stop"] == Phrase("dừng lại", "N")


def test_the_sentence_to_say_is_a_text_that_translators_are_given():
    release = made().release
    assert release is not None
    assert (
        release.texts["en"][release.phrasebooks["phrases-vi"].ask] == "I need someone who speaks Vietnamese."
    )


def test_where_a_phrase_was_seen_counts_among_the_sources_of_the_file():
    release = made(VI.replace("grade: B}", "grade: B, sources: [TWO]}")).release
    assert release is not None
    assert release.upkeep["phrases-vi"].sources == ("ONE", "TWO")


@pytest.mark.parametrize(("before", "after", "code", "names"), BROKEN, ids=[b[3] for b in BROKEN])
def test_a_fault_is_named_with_its_place_and_mend(before, after, code, names):
    assert VI.count(before) == 1
    twin = made(VI.replace(before, after))
    found = [p for p in twin.problems if p.code == code and p.place.file == "small/phrases/vi.yaml"]
    assert not twin.ok
    assert any(names in str(p) and p.mend for p in found), [str(p) for p in twin.problems]


def test_people_who_live_near_are_not_named_although_they_have_a_number():
    near = files(("services/all.yaml", "    address: Your commune hall\n", '    phones: [{number: "119"}]\n'))
    said = VI.replace("[helpline, police]", "[helpline, hall]").encode()
    twin = build({**near, "small/phrases/vi.yaml": said}, "small")
    assert "“hall” is no service that is shown, far enough" in "".join(p.says for p in twin.problems)


def test_two_cannot_have_one_number_for_addresses_hold_it():
    twin = made(tl=VI.replace("language: vi", "language: tl"))
    assert "number 1 is that of" in "".join(p.says for p in twin.problems if p.code == "P07")


def test_a_language_of_the_pack_has_no_phrases_for_its_pages_are_translated():
    twin = made(km=VI.replace("language: vi", "language: km").replace("number: 1", "number: 2"))
    assert "km is a language of this pack already" in [p.says for p in twin.problems if p.code == "P07"]
