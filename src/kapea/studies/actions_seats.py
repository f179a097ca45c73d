"""Seats of a session: somebody is seated as a number, answers, or takes everything back. Each is in the
trail, which names the session and never the seat. The caller holds a transaction and has locked the study.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kapea.core.studies.consent_scopes import HowScopeAsked, ResearchScope, ScopeAnswer, ScopeParty
from kapea.core.studies.research_consent import ConsentRegister, ConsentSeat
from kapea.core.studies.research_withdrawal import WithdrawalPlan, WithdrawalStage, withdrawal_plan
from kapea.core.studies.seat_changes import (
    MOST_TURNS,
    ScopeSaid,
    next_seat,
    scope_rows,
    seating_refusal,
)
from kapea.core.studies.seating import ApartBecause, KeptApart, SeatedPerson
from kapea.core.studies.session_preparing import flag_apart
from kapea.core.studies.study_people import StudyPerson
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.withdrawal_dates import said_no, session_dates, taken_back
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.studies.actions_sessions import change_session, of_session
from kapea.studies.held_things import carry_out, holding_of
from kapea.studies.models import Study, StudySeat, StudySession
from kapea.studies.queries import book_of
from kapea.studies.session_rows import (
    SeatTold,
    add_scope_answers,
    add_seat,
    consent_of,
    consent_terms,
    seat_told,
)
from kapea.studies.trail_names import StudyDeed


@dataclass(frozen=True, slots=True)
class ScopesAsked:
    """What was said when scopes were asked: in which way, and after which words."""

    said: tuple[ScopeSaid, ...]
    how: HowScopeAsked
    words: str


def seat_somebody(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    told: SeatTold,
    apart_from: Collection[tuple[str, ApartBecause]],
    words: str,
    *,
    at: datetime,
) -> str | StudyRefused:
    """Seats them under the next number, which it returns, whatever number they come with. `apart_from`: seats
    with whom they must not sit: then they are not seated here. Raises StaleTurn.
    """
    known = session.seats.values_list("seat", flat=True)
    id = next_seat(session.code, told.seated.kind, known)
    seated = _numbered(told, id)
    apart = [KeptApart(frozenset({id, other}), because) for other, because in apart_from]

    def sits(study: StudyStanding) -> StudyStanding | StudyRefused:
        if refused := _not_theirs(study, by, StudyAct.ASK_CONSENT, "seat"):
            return refused
        if words not in consent_terms(row).words:
            return StudyRefused("seat", StudyRefusal.WORDS_NOT_HELD)
        return seating_refusal(study, session.code, seated.seated, apart, at) or study

    refused = change_session(by, row, session, turn, StudyDeed.SEAT, of_session(session, sits), at=at)
    if refused is None:
        add_seat(session, seated)
    return refused or id


def _numbered(told: SeatTold, id: str) -> SeatTold:
    consent: ConsentSeat = replace(told.consent, id=id)
    seated: SeatedPerson = replace(told.seated, seat=id)
    person: StudyPerson = replace(told.person, seat=id)
    return SeatTold(consent, seated, person)


def flag_pair(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    pair: frozenset[str],
    because: ApartBecause,
    *,
    at: datetime,
) -> StudyRefused | None:
    """Two who sit there must not sit together: the session waits until one goes. Raises StaleTurn."""

    def flagged(study: StudyStanding) -> StudyStanding | StudyRefused:
        return flag_apart(study, session.code, pair, because, by=by.user)

    return change_session(by, row, session, turn, StudyDeed.APART, of_session(session, flagged), at=at)


def answer_scopes(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    seat: StudySeat,
    asked: ScopesAsked,
    *,
    at: datetime,
) -> WithdrawalPlan | StudyRefused | None:
    """Writes down what was said, over all that stood there. Where something no longer covers, what goes with
    it goes at once, and the plan says what to tell them; None: nothing went. Raises StaleTurn.
    """

    def answered(study: StudyStanding) -> StudyStanding | StudyRefused:
        if refused := _not_theirs(study, by, StudyAct.ASK_CONSENT, "consent.answer"):
            return refused
        is_yes = any(each.answer is ScopeAnswer.YES for each in asked.said)
        if not asked.said or seat.withdrawn_on is not None:
            return StudyRefused("consent.answer", StudyRefusal.NOTHING_CHANGED)
        if is_yes and asked.words not in consent_terms(row).words:
            return StudyRefused("consent.answer", StudyRefusal.WORDS_NOT_HELD)
        return study

    deed, change = StudyDeed.ANSWER, of_session(session, answered)
    refused = change_session(by, row, session, turn, deed, change, at=at)
    if refused is not None:
        return refused
    no_part = ScopeAnswer.NO in {e.answer for e in asked.said if e.scope is ResearchScope.TAKE_PART}
    named = {ResearchScope.TAKE_PART} if no_part else set()
    return _answer(by, row, session, seat, asked, named, at)


def withdraw_scopes(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    seat: StudySeat,
    scopes: Collection[ResearchScope],
    party: ScopeParty,
    *,
    at: datetime,
) -> WithdrawalPlan | StudyRefused:
    """Takes back what somebody, or a guardian, no longer agrees to. Nobody is asked why, no gate and no stop
    stands before it. Once the list of names is destroyed nobody can be found: the plan says so, and nothing
    is done. Raises StaleTurn.
    """

    def withdrawn(study: StudyStanding) -> StudyStanding | StudyRefused:
        if refused := _not_theirs(study, by, StudyAct.WITHDRAW_CONSENT, "consent.withdraw"):
            return refused
        if not scopes or seat.withdrawn_on is not None:
            return StudyRefused("consent.withdraw", StudyRefusal.NOTHING_CHANGED)
        return study

    deed, change = StudyDeed.WITHDRAW, of_session(session, withdrawn)
    refused = change_session(by, row, session, turn, deed, change, at=at)
    if refused is not None:
        return refused
    asked = ScopesAsked(said_no(scopes, party), HowScopeAsked.SPOKEN, seat_words(row, seat))
    plan = _answer(by, row, session, seat, asked, scopes, at)
    if plan is None:
        raise ValueError("scopes: none is named; a withdrawal names at least one")
    return plan


def withhold_turns(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    seat: StudySeat,
    turns: Iterable[int],
    *,
    at: datetime,
) -> StudyRefused | None:
    """Turns, by their numbers, that somebody wants in no quote. Raises StaleTurn."""
    numbers = sorted(set(turns))

    def withheld(study: StudyStanding) -> StudyStanding | StudyRefused:
        if refused := _not_theirs(study, by, StudyAct.WITHDRAW_CONSENT, "consent.withhold"):
            return refused
        if seat.withdrawn_on is not None or not all(1 <= each <= MOST_TURNS for each in numbers):
            return StudyRefused("consent.withhold", StudyRefusal.NO_SUCH_STEP)
        return study

    refused = change_session(by, row, session, turn, StudyDeed.WITHHOLD, of_session(session, withheld), at=at)
    if refused is None:
        StudySeat.objects.filter(id=seat.id).update(withheld=numbers)
    return refused


def seat_words(row: Study, seat: StudySeat) -> str:
    """The words that somebody was read last; where nobody was asked anything, the first that hold."""
    answers = [each.document["words"] for each in seat.answers.order_by("-id")[:1]]
    return str((answers or sorted(consent_terms(row).words) or ["no-words"])[0])


def _answer(
    by: Member,
    row: Study,
    session: StudySession,
    seat: StudySeat,
    asked: ScopesAsked,
    named: Collection[ResearchScope],
    at: datetime,
) -> WithdrawalPlan | None:
    study, before = book_of(row).standing, consent_of(row)
    dates = session_dates(study, session.code)
    rows = scope_rows(
        seat_told(seat).consent,
        asked.said,
        before.rows,
        how=asked.how,
        by=by.user,
        words=asked.words,
        new_id=new_id,
    )
    now: ConsentRegister = replace(before, rows=(*before.rows, *rows))
    gone = taken_back(before, now, seat.seat, named, study.day(at))
    if gone is None:
        add_scope_answers(seat, rows)
        return None
    holding = holding_of(row, session, seat.seat)
    plan = withdrawal_plan(gone, dates, at, holding)
    if plan.stage is not WithdrawalStage.KEY_LIST_DESTROYED:
        if not plan.tombstones:
            add_scope_answers(seat, rows)
        carry_out(row, session, holding, plan)
    return plan


def _not_theirs(study: StudyStanding, by: Member, act: StudyAct, what: str) -> StudyRefused | None:
    may = study.team.roles(by.user) & STUDY_ACTS[act].roles
    return None if may else StudyRefused(what, StudyRefusal.NOT_YOURS)
