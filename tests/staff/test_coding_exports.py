"""Taking material out takes two people, holds what one may see oneself, and nothing that consent does not
cover at that moment; another program reads it with the same offsets. What is coded moves with its text.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from tests.core.studies.coded_demo import codings
from tests.core.studies.test_refi_qda import read_by_another
from tests.staff.coding_walk import ANALYST, STEWARD, A, B, CodingWalk, released_here
from tests.staff.test_coding import WORDS

from kapea.audit.models import Event
from kapea.core.studies.refi_reading import read_refi_project
from kapea.core.studies.text_edits import EditedText, TextEdit, TextSpan
from kapea.core.studies.transcript import without_turns
from kapea.core.studies.transcript_text import composed_text
from kapea.studies.coding_rows import move_coded_segments
from kapea.studies.models import CodedSegment, DecidedSegment, StudyExport

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KHMER = composed_text("ក្មេង\u200b🙂 និយាយ​ថា «មិន​អី» e\u0323\u0302")
NEPALI = composed_text("मेरो साथी👩🏽‍🎓 हाँस्यो। त्यसपछि फोन राख्यो")


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


def taken(walk: CodingWalk, by, confirms, kind: str = "qdpx") -> bytes:
    walk.post(by, "exports/ask", kind=kind)
    asked = StudyExport.objects.order_by("-asked_at").first().id
    walk.post(by, "exports/take", 409, export=asked)
    walk.post(confirms, "exports/confirm", export=asked)
    return walk.post(by, "exports/take", 200, export=asked).content


def test_one_asks_another_says_yes_within_a_day_and_only_who_asked_takes(walk):
    walk.post(ANALYST, "exports/ask", 409, kind="exe")
    walk.post(ANALYST, "exports/ask", kind="csv")
    asked = StudyExport.objects.get()
    walk.post(ANALYST, "exports/confirm", 409, export=asked.id)
    walk.post(A, "exports/confirm", 404, export=asked.id)
    walk.post(STEWARD, "exports/confirm", export=asked.id)
    walk.post(STEWARD, "exports/take", 409, export=asked.id)
    walk.post(ANALYST, "exports/take", 200, export=asked.id)
    late = walk.cast.at - timedelta(days=1, minutes=1)
    StudyExport.objects.update(confirmed_at=late)
    walk.post(ANALYST, "exports/take", 409, export=asked.id)
    StudyExport.objects.update(confirmed_at=None, asked_at=late)
    walk.post(STEWARD, "exports/confirm", 409, export=asked.id)
    did = Event.objects.filter(subject=f"study:{walk.id}", action__startswith="study.export")
    assert [e.action for e in did.order_by("number")] == [
        "study.export-ask", "study.export-confirm", "study.export-take",
    ]  # fmt: skip


def test_before_unblinding_an_export_of_a_coder_holds_only_their_own(walk):
    walk.code_corpus(A, B)
    project = read_refi_project(taken(walk, A, ANALYST)).project
    segments = [s for text in project.texts for s in text.segments]
    mine = [c for c in codings() if c.coder == A.value]
    assert project.coders == ("coder 1",)
    assert len(segments) == len(mine)
    project = read_refi_project(taken(walk, ANALYST, STEWARD)).project
    assert project.coders == ()
    assert not any(text.segments for text in project.texts)


def test_st_r38_after_it_all_23_are_in_it_and_slice_to_their_words(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    project = read_refi_project(taken(walk, ANALYST, STEWARD)).project
    found = {(s.code, s.coder, s.span.within(text.text)) for text in project.texts for s in text.segments}
    texts = {id: released_here(id).text for id in ("T1", "T2", "T3", "T4", "T5", "T6")}
    assert found == {
        (c.code, f"coder {1 + (c.coder == B.value)}", c.span.within(texts[c.session])) for c in codings()
    }
    assert sum(len(text.segments) for text in project.texts) == 23
    table = list(csv.DictReader(io.StringIO(taken(walk, ANALYST, STEWARD, "csv").decode())))
    assert len(table) == 12
    assert sum(int(n) for row in table for n in list(row.values())[2:]) == 23


def test_who_withdrew_meanwhile_is_not_in_the_file_and_places_still_fit(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    walk.row.sessions.get(number=1).seats.filter(seat="s1-c1").update(withdrawn_on=walk.cast.at.date())
    project = read_refi_project(taken(walk, ANALYST, STEWARD)).project
    [text] = [each for each in project.texts if each.name == "s1"]
    assert "C1:" not in text.text
    assert WORDS not in text.text
    before = released_here("T1").text
    said = {s.span.within(text.text) for s in text.segments}
    assert said == {c.span.within(before) for c in codings() if c.session == "T1"} - {
        c.span.within(before) for c in codings() if c.session == "T1" and WORDS in c.span.within(before)
    }


def test_st_r38_another_program_reads_khmer_and_nepali_at_the_same_places(walk, tmp_path):
    first = released_here("T1")
    turns = (replace(first.turns[1], words=KHMER), replace(first.turns[4], words=NEPALI))
    walk.row.sealed_texts.filter(session="s1").delete()
    walk.release(replace(first, turns=turns))
    for turn, words in ((turns[0], "និយាយ"), (turns[1], "साथी👩🏽‍🎓 हाँस्यो।")):
        walk.code(A, 1, turn.number, composed_text(words), "EXP-FEAR")
    project, texts = read_by_another(taken(walk, A, ANALYST), tmp_path)
    [source] = [each for each in project.sources.text_source if each.name == "s1"]
    found = {(s.start_position, s.end_position) for s in source.plain_text_selection}
    assert found == {(c.start, c.end) for c in CodedSegment.objects.all()}
    words = {"និយាយ", composed_text("साथी👩🏽‍🎓 हाँस्यो।")}
    assert {texts["s1"][start:end] for start, end in found} == words


def test_codings_and_decisions_move_with_a_text_that_is_cut_and_go_with_their_words(walk):
    walk.code_corpus(A, B)
    text = released_here("T1")
    DecidedSegment.objects.create(
        study_id=walk.id, session="s1", start=578, end=632, a=[], b=[], final=[], decided_by="x", record="r",
        reason=b"",
    )  # fmt: skip
    cut, moves = without_turns(text, {2})
    with transaction.atomic():
        gone = move_coded_segments(walk.row, "s1", moves)
    assert gone == sum(1 for c in codings() if c.session == "T1" and WORDS in c.span.within(text.text))
    before = {c.span.within(text.text) for c in codings() if c.session == "T1"}
    here = CodedSegment.objects.filter(session="s1")
    assert {cut.text[c.start : c.end] for c in here} == {w for w in before if WORDS not in w}
    decided = DecidedSegment.objects.get()
    assert cut.text[decided.start : decided.end] == text.text[578:632]
    assert set(here.values_list("revision", flat=True)) == {2}, "a page that is open is told"
    again = EditedText(cut.text, [TextEdit(TextSpan(0, 2), "MOD")])
    with transaction.atomic():
        assert move_coded_segments(walk.row, "s1", again) == 0
    assert {again.text[c.start : c.end] for c in here.all()} == {w for w in before if WORDS not in w}
