"""All consent of a study as it stands now: seats, their answers, the committee's decisions, who withdrew.

A register is asked at the moment of every use and is never copied into what it allowed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kapea.core.studies.consent_scopes import (
    ResearchScope,
    ScopeAnswer,
    ScopeParty,
    ScopeRow,
    rows_once,
    standing_answer,
)
from kapea.core.studies.guardian_waivers import (
    CommitteeDecisions,
    ScopeOutcome,
    guardian_position,
    scope_outcome,
)
from kapea.core.studies.research_ages import ResearchAgeBand

QUESTIONS = 3
"""What we do today; how to stop; when somebody must be told. Each is asked openly."""


class NoConsentSeat(ValueError):
    """Nobody can be seated so; the message says what to do, and blames nobody."""


class CheckResult(Enum):
    """How one question of understanding went. What was answered is never written down."""

    RIGHT = "right"
    EXPLAINED = "explained"
    """Explained once more, and then right."""
    NOT = "not"


@dataclass(frozen=True, slots=True)
class UnderstandingCheck:
    """Three results, and nothing else: no words, no time, no name."""

    results: tuple[CheckResult, ...]

    @property
    def is_understood(self) -> bool:
        """3 of 3 (programme default)."""
        return len(self.results) == QUESTIONS and all(
            isinstance(each, CheckResult) and each is not CheckResult.NOT for each in self.results
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentSeat:
    """Somebody in a study, as a number. `safe_adult`: whether, where guardians are not asked, a safe adult
    who is independent of the study was there. `seated_on`: a waiver must have been in force on that day.
    Raises NoConsentSeat.
    """

    id: str
    session: str
    stratum: str
    age: ResearchAgeBand
    check: UnderstandingCheck
    seated_on: date
    safe_adult: bool = False

    def __post_init__(self) -> None:
        if not self.check.is_understood:
            raise NoConsentSeat("check: thank them and seat nobody; 3 of 3 is needed after explaining once")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRegister:
    """`rows`: every answer ever given; those of tombstoned seats are gone. `words`: ids of the texts whose
    answers still hold; a new tool or use has new words, and is asked anew. `withheld`: turns that a seat does
    not want quoted. `withdrawn`: seats of whom nothing may be used, also if something of them comes late.
    """

    seats: Mapping[str, ConsentSeat]
    rows: tuple[ScopeRow, ...]
    words: frozenset[str]
    committee: CommitteeDecisions = field(default_factory=CommitteeDecisions)
    withheld: Mapping[str, frozenset[int]] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()
    _sorted: Mapping[tuple[str, ResearchScope, ScopeParty], tuple[ScopeRow, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sorted", _by_question(rows_once(self.rows)))

    def answer(self, seat: ConsentSeat, scope: ResearchScope, party: ScopeParty) -> ScopeAnswer:
        """What stands of the answers of one party to one scope."""
        rows = self._sorted.get((seat.id, scope, party), ())
        return standing_answer(rows, age=seat.age, words=self.words)

    def outcome(self, seat_id: str, scope: ResearchScope) -> ScopeOutcome:
        """Whether a scope covers a seat at this moment, and if not, why. To take part comes before all else:
        whoever does not is covered for nothing.
        """
        seat = self.seats.get(seat_id)
        if seat_id in self.withdrawn:
            return ScopeOutcome.WITHDRAWN
        if seat is None:
            return ScopeOutcome.NO_SUCH_SEAT
        taking_part = self._outcome_of(seat, ResearchScope.TAKE_PART)
        return taking_part if taking_part is not ScopeOutcome.COVERED else self._outcome_of(seat, scope)

    def _outcome_of(self, seat: ConsentSeat, scope: ResearchScope) -> ScopeOutcome:
        waived = self.committee.waived_scopes(seat.stratum, seat.seated_on)
        if waived is not None and not seat.safe_adult:
            waived = frozenset()
        position = guardian_position(
            scope,
            self.answer(seat, scope, ScopeParty.GUARDIAN),
            age=seat.age,
            exempted=self.committee.exempted_ages,
            waived=waived,
        )
        return scope_outcome(self.answer(seat, scope, ScopeParty.PARTICIPANT), position)

    def covers(self, seat_id: str, scope: ResearchScope) -> bool:
        """Whether a scope covers a seat at this moment."""
        return self.outcome(seat_id, scope) is ScopeOutcome.COVERED

    def session_seats(self, session: str) -> tuple[str, ...]:
        """The seats of a session, by id, those that withdrew too while their row stands."""
        return tuple(sorted(id for id, seat in self.seats.items() if seat.session == session))

    def may_be_recorded(self, session: str) -> bool:
        """Whether sound may be taken: every seat says yes, and there is somebody."""
        seats = self.session_seats(session)
        return bool(seats) and all(self.covers(id, ResearchScope.AUDIO) for id in seats)


def _by_question(
    rows: Iterable[ScopeRow],
) -> dict[tuple[str, ResearchScope, ScopeParty], tuple[ScopeRow, ...]]:
    found: dict[tuple[str, ResearchScope, ScopeParty], list[ScopeRow]] = defaultdict(list)
    for row in rows:
        found[row.seat, row.scope, row.party].append(row)
    return {question: tuple(mine) for question, mine in found.items()}


def scopes_lost(before: ConsentRegister, now: ConsentRegister, seat_id: str) -> frozenset[ResearchScope]:
    """What covered a seat and does not any more, whoever took it back: the person, or a guardian while the
    child stays.
    """
    return frozenset(s for s in ResearchScope if before.covers(seat_id, s) and not now.covers(seat_id, s))
