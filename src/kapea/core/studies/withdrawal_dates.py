"""How far a study is with the words of one session, as it stands, and what somebody takes back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kapea.core.studies.consent_scopes import ResearchScope, ScopeAnswer, ScopeParty
from kapea.core.studies.gate_table import GateItem, StudyGate
from kapea.core.studies.research_consent import ConsentRegister, scopes_lost
from kapea.core.studies.research_withdrawal import SessionDates, WithdrawnScopes
from kapea.core.studies.seat_changes import ScopeSaid
from kapea.core.studies.study_standing import StudyStanding


def session_dates(study: StudyStanding, session: str) -> SessionDates:
    """When it ended, was released without names, and lost its list of names: by what happened, not by what
    was planned.
    """
    found, released = study.sessions[session], study.opening(StudyGate.DEIDENTIFIED, session)
    told = [each for each in study.items if each.item is GateItem.KEY_LIST_DESTROYED]
    return SessionDates(
        ended=found.ended_at,
        deidentified=released.at if released else None,
        key_destroyed=told[-1].at if told and told[-1].holds else None,
    )


def said_no(scopes: Collection[ResearchScope], party: ScopeParty) -> tuple[ScopeSaid, ...]:
    """A no to each of some scopes. To take part no more takes every yes of theirs back."""
    asked = ResearchScope if ResearchScope.TAKE_PART in scopes else scopes
    return tuple(ScopeSaid(scope, party, ScopeAnswer.NO) for scope in ResearchScope if scope in asked)


def taken_back(
    before: ConsentRegister,
    now: ConsentRegister,
    seat: str,
    named: Collection[ResearchScope],
    on: date,
) -> WithdrawnScopes | None:
    """What goes with some answers: each scope that covered the seat and does not any more, and each that
    whoever withdraws named. To take part no more takes everything, whether it ever covered. None: nothing.
    """
    scopes = scopes_lost(before, now, seat) | set(named)
    if ResearchScope.TAKE_PART in scopes:
        scopes = frozenset(ResearchScope)
    return WithdrawnScopes(seat=seat, scopes=frozenset(scopes), on=on) if scopes else None
