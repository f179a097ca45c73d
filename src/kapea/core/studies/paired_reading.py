"""Two people read all of a transcript for what identifies, each as if nobody else did.

Nobody sees another's marks, or those of machines, before they finished: who sees marks looks where the marks
are. How much the first overlooked is then known, and shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from kapea.core.studies.identifier_kinds import IdentifierKind, ProposedIdentifier
from kapea.core.studies.text_edits import TextSpan, joined_spans
from kapea.core.studies.transcript import SessionTranscript

MOST_MISSED_PERCENT = 5
"""Above, somebody else reads it all once more. Programme default."""


class ReaderSeat(Enum):
    """Each is one reading of the whole. `FURTHER` is opened when the first missed too much."""

    FIRST = "first"
    SECOND = "second"
    FURTHER = "further"


class ReadingRefused(ValueError):
    """Something that would let one person read twice, or see what they may not; the message says what to
    do.
    """


@dataclass(frozen=True, slots=True)
class ReaderMark:
    """What a reader found. `after_finishing`: found when comparing, so it does not count for them. Who takes
    over a seat begins anew: marks of whoever left it stay, and are decided, but nobody's reading rests on
    them.
    """

    span: TextSpan
    kind: IdentifierKind
    seat: ReaderSeat
    account: str
    after_finishing: bool = False


@dataclass(frozen=True, slots=True)
class PairedReading:
    """`held`: everybody who ever had a seat, the last of them has it now. Accounts are opaque ids."""

    transcript: SessionTranscript
    machine: tuple[ProposedIdentifier, ...]
    held: Mapping[ReaderSeat, tuple[str, ...]]
    marks: frozenset[ReaderMark] = frozenset()
    finished: frozenset[ReaderSeat] = frozenset()

    def seat_of(self, account: str) -> ReaderSeat | None:
        """Where somebody reads now; None where they do not."""
        return next((seat for seat, who in self.held.items() if who[-1:] == (account,)), None)


@dataclass(frozen=True, slots=True)
class MarksShown:
    """What one account may see now. Until they finish, their own alone."""

    own: tuple[ReaderMark, ...] = ()
    machine: tuple[ProposedIdentifier, ...] = ()
    others: tuple[ReaderMark, ...] = ()


@dataclass(frozen=True, slots=True)
class MissRate:
    """`missed`: what the second found and the first had not marked whole; `found`: what either of them
    found.
    """

    missed: int
    found: int

    @property
    def too_high(self) -> bool:
        """Whether somebody else has to read it."""
        return 100 * self.missed > MOST_MISSED_PERCENT * self.found


def reader_seated(reading: PairedReading, seat: ReaderSeat, account: str) -> PairedReading:
    """Somebody takes a seat, or takes it over. ReadingRefused for who ever had another, whatever their role
    is now, and for a seat whose reading is finished.
    """
    if any(account in who for other, who in reading.held.items() if other is not seat):
        raise ReadingRefused("reader: they read this transcript in another seat; ask somebody who has not")
    if seat in reading.finished:
        raise ReadingRefused("seat: its reading is finished; it cannot be given to another")
    if seat is ReaderSeat.FURTHER and not miss_rate(reading).too_high:
        raise ReadingRefused("seat: a further reader comes when two have finished and too much was missed")
    return replace(reading, held={**reading.held, seat: (*reading.held.get(seat, ()), account)})


def mark_added(reading: PairedReading, account: str, span: TextSpan, kind: IdentifierKind) -> PairedReading:
    """Somebody marks what identifies. Once they finished, it is counted as found by comparing."""
    seat = _required_seat(reading, account)
    span.within(reading.transcript.text)
    mark = ReaderMark(span, kind, seat, account, seat in reading.finished)
    return replace(reading, marks=reading.marks | {mark})


def mark_taken_back(reading: PairedReading, account: str, mark: ReaderMark) -> PairedReading:
    """A reader takes back a mark of their own. ReadingRefused after finishing: then it is decided, not
    erased.
    """
    if _required_seat(reading, account) in reading.finished or mark.account != account:
        raise ReadingRefused(
            "mark: only one's own, and only before finishing; say later that it identifies nobody"
        )
    return replace(reading, marks=reading.marks - {mark})


def reading_finished(reading: PairedReading, account: str) -> PairedReading:
    """Somebody says that they read all of it. It cannot be taken back."""
    return replace(reading, finished=reading.finished | {_required_seat(reading, account)})


def _required_seat(reading: PairedReading, account: str) -> ReaderSeat:
    seat = reading.seat_of(account)
    if seat is None:
        raise ReadingRefused("reader: they have no seat in this reading; give them one first")
    return seat


def marks_shown(reading: PairedReading, account: str) -> MarksShown:
    """What an account sees: who has no seat, nothing; a reader who has not finished, their own marks alone;
    who finished, those of machines, and of all others who finished.
    """
    seat = reading.seat_of(account)
    if seat is None:
        return MarksShown()
    own = tuple(sorted((m for m in reading.marks if m.account == account), key=_place))
    if seat not in reading.finished:
        return MarksShown(own)
    others = (m for m in reading.marks if m.account != account and m.seat in reading.finished)
    return MarksShown(own, reading.machine, tuple(sorted(others, key=_place)))


def _place(mark: ReaderMark) -> tuple[TextSpan, str, str]:
    return mark.span, mark.kind.value, mark.account


def miss_rate(reading: PairedReading) -> MissRate:
    """How much the first overlooked. ReadingRefused before both finished: there is nothing to compare."""
    if not {ReaderSeat.FIRST, ReaderSeat.SECOND} <= reading.finished:
        raise ReadingRefused("reading: two have to finish first")
    by_first, by_second = _alone(reading, ReaderSeat.FIRST), _alone(reading, ReaderSeat.SECOND)
    runs = joined_spans((*by_first, *by_second))
    covered = joined_spans(by_first)
    missed = {run for run in runs for s in by_second if run.holds(s) and not any(c.holds(s) for c in covered)}
    return MissRate(len(missed), len(runs))


def _alone(reading: PairedReading, seat: ReaderSeat) -> Iterable[TextSpan]:
    reader = reading.held[seat][-1]
    return [mark.span for mark in reading.marks if mark.account == reader and not mark.after_finishing]
