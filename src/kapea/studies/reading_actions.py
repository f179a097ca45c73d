"""Two people read a transcript for what identifies, and decide together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.name_after_release import draft_reopened
from kapea.core.studies.paired_reading import (
    PairedReading,
    ReaderSeat,
    ReadingRefused,
    mark_added,
    mark_taken_back,
    reader_seated,
    reading_finished,
)
from kapea.core.studies.reading_decisions import (
    both_finished,
    decision_taken_back,
    has_finished,
    kept_as_is,
    marked_words,
    pair_reading_begun,
    reading_begun,
    seat_for,
    tag_given,
)
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_release import (
    DeidentifiedDraft,
)
from kapea.core.studies.written_texts import WrittenPair, WrittenTranscript
from kapea.studies.found_names import forget_found_names, found_names
from kapea.studies.queries import book_of
from kapea.studies.session_texts import (
    OpenText,
    TextChanged,
    TextKind,
    save_text,
)
from kapea.studies.text_work import TextRefused, TextWork
from kapea.studies.trail_names import StudyDeed

SEAT_OF_ROLE = {
    StudyRole.DEIDENTIFIER_1: ReaderSeat.FIRST,
    StudyRole.DEIDENTIFIER_2: ReaderSeat.SECOND,
}
ACT_OF_ROLE = {
    StudyRole.DEIDENTIFIER_1: StudyAct.DEIDENTIFY_FIRST,
    StudyRole.DEIDENTIFIER_2: StudyAct.DEIDENTIFY_SECOND,
}
assert all(STUDY_ACTS[act].roles == {role} for role, act in ACT_OF_ROLE.items())


def sit_down(work: TextWork, role: StudyRole) -> None:
    """Somebody takes the seat of their role, or that of a further reader. The first to come begins the
    reading of the transcript as it was checked, with its translation where there is one. Raises
    ReadingRefused, TextRefused, GateRefused, TextChanged.
    """
    work.require(ACT_OF_ROLE[role])
    there = book_of(work.study).standing.team.holders(set(ACT_OF_ROLE))
    opened = work.found(TextKind.READING)
    draft = opened.value if opened else _begun(work)
    seat = seat_for(draft.reading, SEAT_OF_ROLE[role], there)
    seated = replace(draft, reading=reader_seated(draft.reading, seat, work.member.user))
    if opened is None:
        work.seal(TextKind.READING, seated, None, lambda row: work.tell(row, StudyDeed.READ, seat=seat.value))
    else:
        save_reading(work, seated, opened, StudyDeed.READ, seat=seat.value)


def _begun(work: TextWork) -> DeidentifiedDraft:
    raw: WrittenTranscript = work.open(TextKind.RAW).value
    found: OpenText[WrittenPair] | None = work.found(TextKind.PAIR)
    if not raw.checked_by or (found and not found.value.checked_by):
        raise TextRefused("not-checked")
    if found is None:
        return reading_begun(raw.transcript, work.study.country)
    if found.value.pair.source != raw.transcript:
        raise TextRefused("translate-again")
    return pair_reading_begun(found.value.pair, work.study.country)


def open_reading(work: TextWork) -> OpenText[DeidentifiedDraft]:
    """The reading as it stands, with names in it that were found after its release. Raises NoSuchText,
    CannotOpen.
    """
    opened: OpenText[DeidentifiedDraft] = work.open(TextKind.READING)
    names = found_names(work)
    if not names - opened.value.elsewhere:
        return opened
    draft = opened.value
    for surface in sorted(names):
        draft = draft_reopened(draft, surface)
    with work.locked() as row:
        save_text(row, work.session, TextKind.READING, draft, opened)
        forget_found_names(row, work.session)
    return work.open(TextKind.READING)


def seen_reading(work: TextWork, turn: int) -> OpenText[DeidentifiedDraft]:
    """The reading, where it is as somebody saw it. Raises TextChanged."""
    opened = open_reading(work)
    if opened.turn != turn:
        raise TextChanged(work.session)
    return opened


def save_reading(
    work: TextWork,
    draft: DeidentifiedDraft,
    opened: OpenText[DeidentifiedDraft],
    did: str = "",
    **detail: str,
) -> None:
    """Writes a reading under its key. Raises TextChanged."""
    with work.locked() as row:
        save_text(row, work.session, TextKind.READING, draft, opened)
        if did:
            work.tell(row, did, **detail)


def mark_words(work: TextWork, turn: int, words: str, kind: IdentifierKind) -> None:
    """Marks words of a turn, each time they stand in it. Another reader may mark at the same moment: neither
    sees that the other does, so nobody is told to look again.
    """

    def marked(reading: PairedReading) -> PairedReading:
        for span in marked_words(reading, turn, words):
            reading = mark_added(reading, work.member.user, span, kind)
        return reading

    _read_on(work, marked)


def take_mark_back(work: TextWork, span: TextSpan) -> None:
    """Takes one's own marks of these very words back."""

    def back(reading: PairedReading) -> PairedReading:
        mine = [m for m in reading.marks if m.span == span and m.account == work.member.user]
        for mark in mine:
            reading = mark_taken_back(reading, work.member.user, mark)
        return reading

    _read_on(work, back)


def finish_reading(work: TextWork) -> None:
    """Says that one has read all of it."""
    _read_on(work, lambda reading: reading_finished(reading, work.member.user), StudyDeed.FINISH)


MOST_TIMES = 5
"""Of readers who press in the same moment each is done after the other."""


def _read_on(work: TextWork, change: Callable[[PairedReading], PairedReading], did: str = "") -> None:
    for _ in range(MOST_TIMES):
        opened = open_reading(work)
        if opened.value.reading.seat_of(work.member.user) is None:
            raise ReadingRefused("reader: you have no seat in this reading; take one first")
        try:
            save_reading(work, replace(opened.value, reading=change(opened.value.reading)), opened, did)
        except TextChanged:
            continue
        return
    raise TextChanged(work.session)


# --- deciding -----------------------------------------------------------------------------------


def give_tag(work: TextWork, turn: int, span: TextSpan, tag: str, why: str) -> None:
    """A tag in place of what was marked. Raises UnfitReplacement, TextChanged, ReadingRefused."""
    _decide(work, turn, lambda draft: tag_given(draft, span, tag, work.member.user, why))


def keep_words(work: TextWork, turn: int, span: TextSpan, why: str) -> None:
    """What was marked stays, for a reason. Raises as `give_tag`."""
    _decide(work, turn, lambda draft: kept_as_is(draft, span, work.member.user, why))


def undo_decision(work: TextWork, turn: int, span: TextSpan) -> None:
    """What was decided is undecided again. Raises as `give_tag`."""
    _decide(work, turn, lambda draft: decision_taken_back(draft, span))


def _decide(work: TextWork, turn: int, change: Callable[[DeidentifiedDraft], DeidentifiedDraft]) -> None:
    opened = seen_reading(work, turn)
    require_decider(work, opened.value)
    save_reading(work, change(opened.value), opened)


def require_decider(work: TextWork, draft: DeidentifiedDraft) -> None:
    """Raises ReadingRefused for whoever has no seat, or before all finished who have to."""
    if not both_finished(draft.reading) or not has_finished(draft.reading, work.member.user):
        raise ReadingRefused("reading: both finish first, then they decide")
