"""Somebody takes a seat as a number, answers one scope at a time, and is asked again as the session goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kapea.core.studies.consent_scopes import (
    HowScopeAsked,
    ResearchScope,
    ScopeAnswer,
    ScopeParty,
    ScopeRow,
)
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import CHILD_BANDS, ResearchAgeBand
from kapea.core.studies.research_consent import ConsentSeat
from kapea.core.studies.research_sessions import ResearchSession, SessionChecks, SessionState
from kapea.core.studies.sampling_frame import (
    CarerPlace,
    DisabilityStratum,
    FrameStratum,
    PlaceType,
    ProgrammeLink,
    SchoolLink,
)
from kapea.core.studies.seating import FAMILY, KeptApart, SeatedPerson, SeatKind, seat_person
from kapea.core.studies.session_entries import (
    AssentPoint,
    CardLaid,
    HandCard,
    HandShown,
    PointMarked,
    SeatLeft,
    SessionEntry,
    TurnMarked,
)
from kapea.core.studies.study_gates import is_gate_open
from kapea.core.studies.study_people import ReachedWhom
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding

MOST_TURNS = 999
ASKED_WHILE = frozenset({SessionState.RUNNING, SessionState.PAUSED, SessionState.ENDED, SessionState.STOPPED})
"""While people are asked again, or what they said is entered."""
GROUP_KIND: Mapping[ResearchAgeBand, frozenset[SeatKind]] = {
    **{band: frozenset({SeatKind.CHILD}) for band in CHILD_BANDS},
    ResearchAgeBand.ADULT: frozenset(SeatKind) - {SeatKind.CHILD},
}
"""As what somebody of an age can sit."""


@dataclass(frozen=True, slots=True)
class ScopeSaid:
    """One answer, as it was said, before it is a row."""

    scope: ResearchScope
    party: ScopeParty
    answer: ScopeAnswer


def seat_letter(kind: SeatKind) -> str:
    """By which letter of a label somebody is called: a child, a parent or carer, whoever is asked for what
    they do.
    """
    return "c" if kind is SeatKind.CHILD else "p" if kind in FAMILY else "k"


def next_seat(session: str, kind: SeatKind, known: Iterable[str]) -> str:
    """The number of whoever is seated next. `known`: every seat of the session, also of who withdrew: no
    number is given twice.
    """
    begins = f"{session}-{seat_letter(kind)}"
    used = [int(each.removeprefix(begins)) for each in known if each.startswith(begins)]
    return f"{begins}{max(used, default=0) + 1}"


def seating_refusal(
    study: StudyStanding, session: str, person: SeatedPerson, apart: Iterable[KeptApart], at: datetime
) -> StudyRefused | None:
    """None where somebody may be seated: before the session starts, while a committee allows it, beside
    nobody with whom they should not sit.
    """
    found, checks = study.sessions.get(session), study.checks.get(session, SessionChecks())
    if study.stop is not None:
        return StudyRefused("seat", StudyRefusal.STOPPED)
    if found is None or found.state is not SessionState.PLANNED or person.band is not found.band:
        return StudyRefused("seat", StudyRefusal.NO_SUCH_STEP)
    if not is_gate_open(study, StudyGate.ETHICS, at):
        return StudyRefused("seat", StudyRefusal.GATE_SHUT, (StudyGate.ETHICS.value,))
    together = seat_person(checks.seated, person, (*checks.apart, *apart))
    return together if isinstance(together, StudyRefused) else None


def reached_whom(stratum: FrameStratum | None) -> frozenset[ReachedWhom]:
    """What is said of somebody beside their stratum, out of the stratum alone: nobody is asked for it."""
    if stratum is None:
        return frozenset()
    kind = stratum.stratum
    is_so = {
        ReachedWhom.REMOTE: kind.place is PlaceType.REMOTE,
        ReachedWhom.URBAN: kind.place is PlaceType.CITY,
        ReachedWhom.OUT_OF_SCHOOL: kind.school is SchoolLink.OUT_OF_SCHOOL,
        ReachedWhom.CARERS_ABROAD: kind.carer is CarerPlace.ABROAD,
        ReachedWhom.DISABILITY: kind.disability is DisabilityStratum.WITH,
        ReachedWhom.OUTSIDE_PROGRAMMES: kind.programme is ProgrammeLink.NONE,
    }
    return frozenset(each for each, so in is_so.items() if so)


def scope_rows(
    seat: ConsentSeat,
    said: Iterable[ScopeSaid],
    known: Iterable[ScopeRow],
    *,
    how: HowScopeAsked,
    by: str,
    words: str,
    new_id: Callable[[], str],
) -> tuple[ScopeRow, ...]:
    """What was said as rows, each over all that stood there of its question. Who was not asked has no row."""
    stands = tuple(known)
    return tuple(
        ScopeRow(
            id=new_id(),
            seat=seat.id,
            scope=each.scope,
            party=each.party,
            answer=each.answer,
            how=how,
            asked_by=by,
            words=words,
            age=seat.age,
            over=frozenset(
                row.id
                for row in stands
                if (row.seat, row.scope, row.party) == (seat.id, each.scope, each.party)
            ),
        )
        for each in said
        if each.answer is not ScopeAnswer.NOT_ASKED
    )


def point_entries(
    known: Iterable[SessionEntry],
    point: AssentPoint | None,
    hands: Mapping[str, HandCard],
    left: Iterable[str],
    new_id: Callable[[], str],
) -> tuple[SessionEntry, ...]:
    """Everybody was asked again, or, without a point, somebody turned a card: after all other entries."""
    order = max((each.order for each in known), default=0) + 1
    marked = () if point is None else (PointMarked(new_id(), order, point),)
    shown = tuple(HandShown(new_id(), order + 1, seat, hand, point) for seat, hand in sorted(hands.items()))
    return (*marked, *shown, *(SeatLeft(new_id(), order + 1, seat) for seat in sorted(left)))


def removed_by_red(entries: Iterable[SessionEntry], gone_at: Mapping[str, int]) -> tuple[str, ...]:
    """Ids of turns and cards of whoever turned red or left, from that place on: they go at once."""
    return tuple(
        sorted(
            each.id
            for each in entries
            if isinstance(each, CardLaid | TurnMarked)
            and each.seat in gone_at
            and each.order >= gone_at[each.seat]
        )
    )


def may_ask_again(session: ResearchSession) -> bool:
    """Whether cards at hand are entered now."""
    return session.state in ASKED_WHILE
