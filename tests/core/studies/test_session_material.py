"""What is withdrawn or was disclosed is gone from everything at once, and the rest marks the same words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import codings, corpus, planted, raw_transcript, release

from kapea.core.studies.session_material import (
    AudioSpan,
    MarkedDisclosure,
    SessionMaterial,
    material_without_turns,
    without_disclosures,
)
from kapea.core.studies.side_by_side import SideBySide, TranslationNote
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionTranscript, SpokenTurn


def material(session="T1"):
    made = release(session)
    khmer = SessionTranscript(
        session, "km", made.transcript.speakers, tuple(_said(t) for t in made.transcript.turns)
    )
    notes = (TranslationNote(3, "ពាក្យ 3", "our class", "class is also room"),) if session == "T1" else ()
    return SessionMaterial(
        made.transcript,
        raw_transcript(session),
        SideBySide(khmer, made.transcript, notes),
        tuple(c for c in codings() if c.session == session),
        made.log,
    )


def _said(turn):
    return SpokenTurn(turn.number, turn.speaker, f"ពាក្យ {turn.number}")


def slices(made):
    return [coding.span.within(made.transcript.text) for coding in made.codings]


def test_the_withdrawal_of_the_demo():
    """C2 withdraws after de-identifying: 73 turns left, every segment still slices to its words."""
    step = corpus()["after_load_steps"][0]
    before, cut = material(), material_without_turns(material(), set(step["turns_removed"]))
    gone = {turn.number for turn in before.transcript.turns} - {t.number for t in cut.transcript.turns}
    assert gone == set(step["turns_removed"])
    turns = sum(len(raw_transcript(s["id"]).turns) for s in corpus()["transcripts"]) - len(gone)
    assert turns == step["turns_left"]
    words = {s["id"]: s["text"] for s in corpus()["coded_segments"]}
    assert len(words) == step["segments_left"]
    assert slices(cut) == slices(before)
    assert set(slices(cut)) <= set(words.values())
    assert [c.span for c in cut.codings] != [c.span for c in before.codings]
    removed = {p["surface"] for p in planted("T1") if p["id"] in step["planted_removed"]}
    assert {row.old for row in before.log} - {row.old for row in cut.log} == removed


def test_st_r20_a_passage_marked_disclosure_is_absent_from_everything():
    before = material()
    said = before.transcript.turns[4].words
    marked = MarkedDisclosure(frozenset({5, 6}), (AudioSpan(61_000, 95_500),))
    cut = without_disclosures(before, [marked, marked])
    assert said in repr(before)
    assert said not in repr(cut)
    assert "ពាក្យ 5" not in repr(cut)
    assert "Vuthy" not in repr(cut)
    assert cut.audio_to_destroy == (AudioSpan(61_000, 95_500),)
    held = [c for c in before.codings if c.span.start >= before.transcript.turn_spans()[7].start]
    assert len(held) == 2
    coded = before.transcript.turn_spans()
    left = [c for c in before.codings if not any(coded[n].holds(c.span) for n in (5, 6))]
    assert slices(cut) == [c.span.within(before.transcript.text) for c in left]


@settings(max_examples=100)
@given(st.sets(st.integers(1, 13)), st.sampled_from(["T1", "T2", "T6"]))
def test_st_r20_whatever_is_cut_nothing_of_it_stays(numbers, session):
    before = material(session)
    cut = material_without_turns(before, numbers)
    everything = repr(cut)
    for turn in (*before.transcript.turns, *before.raw.turns):
        assert (repr(turn.words) in everything) is (turn.number not in numbers)
    spans = before.transcript.turn_spans()
    kept = [c for c in before.codings if not any(spans[n].holds(c.span) for n in numbers & spans.keys())]
    assert slices(cut) == [c.span.within(before.transcript.text) for c in kept]
    for row in cut.log:
        assert row.raw.within(cut.raw.text) == row.old
        assert row.released.within(cut.transcript.text) == row.new


def test_a_segment_over_several_turns_keeps_the_words_that_are_left():
    before = material()
    spans = before.transcript.turn_spans()
    long = TextSpan(spans[2].start + 4, spans[4].end)
    coding = before.codings[0]
    made = material_without_turns(
        SessionMaterial(before.transcript, codings=(type(coding)("a", 1, "T1", long, "EXP-FEAR", 1),)), {3}
    )
    (words,) = slices(made)
    assert words == f"{before.transcript.turns[1].words}\n{before.transcript.turns[3].line}"


def test_once_the_raw_text_is_destroyed_its_log_goes_with_it():
    before = material()
    without_raw = SessionMaterial(before.transcript, None, None, before.codings, before.log)
    assert material_without_turns(without_raw, {1}).log == ()
