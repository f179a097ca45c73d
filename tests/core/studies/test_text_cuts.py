"""Turns go out of a reading, a release and its log together, and what is left points at the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.coded_demo import FIRST, SECOND, draft, raw_transcript, release, sessions

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import (
    ReaderSeat,
    ReadingRefused,
    mark_added,
    reader_seated,
    reading_finished,
)
from kapea.core.studies.reading_decisions import (
    decision_taken_back,
    kept_as_is,
    marked_words,
    open_passages,
    reading_begun,
    seat_for,
    tag_given,
)
from kapea.core.studies.replacements import UnfitReplacement, replaced_text
from kapea.core.studies.side_by_side import SideBySide, TranslationNote
from kapea.core.studies.study_gates import shut_before
from kapea.core.studies.study_standing import GateOpening, StudyStanding
from kapea.core.studies.text_cuts import (
    MovesToRelease,
    draft_without_turns,
    raw_text_of,
    release_without_turns,
    written_pair_without,
)
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.text_gates import gates_for_session, shut_text_gate
from kapea.core.studies.transcript import without_turns
from kapea.core.studies.transcript_text import UnfitTranscript
from kapea.core.studies.written_texts import (
    WrittenPair,
    is_heard_enough,
    notes_text,
    read_notes,
    rewritten,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)
cuts = st.tuples(st.sampled_from(sessions()), st.sets(st.integers(1, 14), max_size=6))


@settings(max_examples=40)
@given(cuts)
def test_a_cut_reading_releases_what_is_left_of_its_release(cut):
    session, numbers = cut
    left = draft_without_turns(draft(session), numbers)
    text, _ = replaced_text(left.raw, left.replacements)
    released = release_without_turns(release(session), numbers)
    assert released.transcript.text == text
    assert raw_text_of(released) == left.raw
    assert without_turns(raw_transcript(session), numbers)[0].text == left.raw


@settings(max_examples=40)
@given(cuts)
def test_every_mark_and_every_row_of_the_log_is_left_with_its_words_or_gone_with_them(cut):
    session, numbers = cut
    before, left = draft(session), draft_without_turns(draft(session), numbers)
    words = [each.span.within(before.raw) for each in sorted(before.replacements)]
    kept = [each.span.within(left.raw) for each in sorted(left.replacements)]
    assert kept == [
        each.span.within(before.raw)
        for each in sorted(before.replacements)
        if before.reading.transcript.turn_of(each.span).number not in numbers
    ]
    assert set(kept) <= set(words)
    assert len(left.reading.marks) == 2 * len(kept)
    for row in release_without_turns(release(session), numbers).log:
        assert row.raw.within(left.raw) == row.old
    assert all(who in {FIRST, SECOND} and digest != left.digest for who, digest in left.signed) or not (
        numbers & {turn.number for turn in before.reading.transcript.turns}
    )


def test_marks_move_from_one_release_to_the_next_by_way_of_the_raw_text():
    old = release("T1")
    moves = MovesToRelease(old, old)
    spans = [TextSpan(at, at + 5) for at in range(0, 60, 7)]
    assert [moves.moved(span) for span in spans] == spans


def test_a_pair_is_cut_in_both_languages_with_its_notes():
    source = raw_transcript("T5")
    pair = SideBySide(
        source,
        replace(source, language="km"),
        (TranslationNote(2, source.turns[1].words[:5], source.turns[1].words[:5], "more"),),
    )
    cut = written_pair_without(WrittenPair(pair, 1, "u"), {2}).pair
    assert 2 not in {turn.number for turn in (*cut.source.turns, *cut.translation.turns)}
    assert cut.notes == ()


def test_notes_are_read_back_as_they_are_written_and_a_bad_line_is_named():
    notes = (TranslationNote(2, "ចិត្ត", "heart", "mind and heart are one"),)
    assert read_notes(notes_text(notes)) == notes
    for line in ("2 | only", "x | a | b | c", "2 | a | | c"):
        with pytest.raises(UnfitTranscript) as refused:
            read_notes(f"2 | a | b | c\n{line}")
        assert (refused.value.why, refused.value.at) == ("note-line", 2)


def test_a_tenth_is_listened_to_and_a_new_version_is_checked_by_nobody():
    heard = {(60, 6), (60, 60), (9, 1)}
    for minutes, listened in heard | {(60, 5), (60, 61), (0, 0), (60, 0)}:
        assert is_heard_enough(minutes, listened) == ((minutes, listened) in heard)
    first = rewritten(None, raw_transcript("T1"), "u1")
    again = rewritten(replace(first, checked_by="u2"), raw_transcript("T1"), "u1")
    assert (again.version, again.checked_by) == (2, "")


def test_a_gate_of_one_session_shuts_for_it_alone():
    study = StudyStanding(
        zone="UTC",
        openings=tuple(GateOpening(StudyGate.TRANSCRIPT, ("u",), NOW, code) for code in ("s1", "s2")),
    )
    shut = shut_text_gate(study, StudyGate.TRANSCRIPT, "s1", NOW)
    assert gates_for_session(shut, "s1") == frozenset()
    assert gates_for_session(shut, "s2") == {StudyGate.TRANSCRIPT}
    for code, waits in (("s1", True), ("s2", False)):
        assert (StudyGate.TRANSCRIPT in shut_before(shut, StudyGate.DEIDENTIFIED, NOW, code)) is waits


# --- deciding -----------------------------------------------------------------------------------


def begun():
    reading = reading_begun(raw_transcript("T2"), "KH").reading
    for seat, who in ((ReaderSeat.FIRST, FIRST), (ReaderSeat.SECOND, SECOND)):
        reading = reading_finished(reader_seated(reading, seat, who), who)
    return replace(reading_begun(raw_transcript("T2"), "KH"), reading=reading)


def test_a_tag_stands_in_place_of_the_same_words_everywhere_and_is_taken_back_everywhere():
    passage = next(each for each in open_passages(begun()) if begun().raw.count(each.words) == 1)
    tagged = tag_given(begun(), passage.span, "[somebody]", FIRST, "who")
    assert passage.span not in {each.span for each in open_passages(tagged)}
    with pytest.raises(UnfitReplacement):
        tag_given(tagged, passage.span, "[again]", FIRST, "who")
    with pytest.raises(UnfitReplacement):
        kept_as_is(tagged, passage.span, FIRST, "a reason")
    assert decision_taken_back(tagged, passage.span) == begun()


def test_what_stays_has_a_reason_and_no_tag_tells_what_it_hides():
    passage = open_passages(begun())[0]
    with pytest.raises(UnfitReplacement, match="reason"):
        kept_as_is(begun(), passage.span, FIRST, " ")
    with pytest.raises(UnfitReplacement, match="tag"):
        tag_given(begun(), passage.span, f"[{passage.words}]", FIRST, "who")


def test_words_are_marked_each_time_they_stand_in_a_turn_and_nowhere_else():
    reading = begun().reading
    turn = reading.transcript.turns[1]
    word = turn.words.split()[0]
    spans = marked_words(reading, turn.number, f" {word} ")
    assert [span.within(reading.transcript.text) for span in spans] == [word] * turn.words.count(word)
    for number, words in ((turn.number, "not there"), (turn.number, " "), (999, word)):
        with pytest.raises(ReadingRefused):
            marked_words(reading, number, words)


def test_a_seat_is_free_while_nobody_reads_in_it_and_a_further_one_where_too_much_was_missed():
    empty = reading_begun(raw_transcript("T2"), "KH").reading
    assert seat_for(empty, ReaderSeat.FIRST, {FIRST}) is ReaderSeat.FIRST
    seated = reader_seated(empty, ReaderSeat.FIRST, FIRST)
    with pytest.raises(ReadingRefused):
        seat_for(seated, ReaderSeat.FIRST, {FIRST, "other"})
    assert seat_for(seated, ReaderSeat.FIRST, {"other"}) is ReaderSeat.FIRST, "whoever sat there is gone"
    with pytest.raises(ReadingRefused):
        seat_for(begun().reading, ReaderSeat.FIRST, {"other"})


def test_the_kind_of_a_passage_is_what_people_said_it_is():
    made = begun()
    passage = open_passages(made)[0]
    assert passage.kind is not IdentifierKind.RARE_DETAIL
    told = mark_added(made.reading, FIRST, passage.span, IdentifierKind.RARE_DETAIL)
    assert open_passages(replace(made, reading=told))[0].kind is IdentifierKind.RARE_DETAIL
