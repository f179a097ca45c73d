"""What is done to one session, each in the trail. The caller holds a transaction and has locked the study.

Whoever acts says which turn of the session they saw: what was changed meanwhile is never written over, and
two sessions that run at once do not stop each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from kapea.core.studies.distress import DistressFollowUp, DistressReason, DistressReport, stop_for_distress
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.seat_changes import may_ask_again, point_entries
from kapea.core.studies.session_changes import finish_session, plan_session, with_session
from kapea.core.studies.session_entries import AssentPoint, HandCard
from kapea.core.studies.session_preparing import IN_ROOM, next_session_code
from kapea.core.studies.study_book import BookChange, StudyBook, change_session_book
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.studies.actions import StaleTurn, change_study
from kapea.studies.models import Study, StudySession
from kapea.studies.session_rows import add_entries, json_of_value, session_entries_of
from kapea.studies.trail_names import StudyDeed


@dataclass(frozen=True, slots=True)
class SessionAftercare:
    """What follows where a session was stopped for distress. `asked_after`: days on which somebody did."""

    report: DistressReport
    follow_ups: tuple[DistressFollowUp, ...]
    asked_after: tuple[int, ...] = ()


def plan_new_session(
    by: Member, row: Study, turn: int, session: ResearchSession, *, at: datetime
) -> StudyRefused | None:
    """Writes down that there will be one, under the next code, whatever it comes with. Raises StaleTurn."""

    def planned(study: StudyStanding) -> StudyStanding | StudyRefused:
        return plan_session(study, replace(session, id=next_session_code(study)), by=by.user, at=at)

    def change(book: StudyBook) -> StudyBook | StudyRefused:
        return change_session_book(book, next_session_code(book.standing), planned)

    return change_study(by, row, turn, StudyDeed.PLAN, change, at=at)


def change_session(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    deed: StudyDeed,
    change: BookChange,
    *,
    at: datetime,
    **detail: str,
) -> StudyRefused | None:
    """Does one thing to a session; the refusal, where it was refused. Raises StaleTurn."""
    if turn != session.turn:
        raise StaleTurn
    refused = change_study(by, row, row.turn, deed, change, at=at, session=session.code, **detail)
    if refused is None:
        StudySession.objects.filter(id=session.id).update(turn=turn + 1)
        session.refresh_from_db()
    return refused


def of_session(
    session: StudySession, change: Callable[[StudyStanding], StudyStanding | StudyRefused]
) -> BookChange:
    """What is done to one session, as a change of the study's book."""
    return lambda book: change_session_book(book, session.code, change)


def close_session_rows(
    by: Member, row: Study, session: StudySession, turn: int, *, at: datetime
) -> StudyRefused | None:
    """Closes it, where everybody who sat there was asked again. Raises StaleTurn."""
    entries = session_entries_of(session)

    def closed(study: StudyStanding) -> StudyStanding | StudyRefused:
        if not study.team.roles(by.user) & IN_ROOM:
            return StudyRefused("session.close", StudyRefusal.NOT_YOURS)
        return finish_session(study, session.code, entries, (), at)

    return change_session(by, row, session, turn, StudyDeed.CLOSE, of_session(session, closed), at=at)


def stop_session_rows(
    by: Member, row: Study, session: StudySession, reason: DistressReason, *, at: datetime
) -> StudyRefused | None:
    """Ends it for all, whatever was changed meanwhile: one act of one person."""
    after: list[SessionAftercare] = []

    def stopped(study: StudyStanding) -> StudyStanding | StudyRefused:
        found = study.sessions[session.code]
        stop = stop_for_distress(found, reason, study.team, by=by.user, at=at, zone=study.zone)
        if isinstance(stop, StudyRefused):
            return stop
        after.append(SessionAftercare(stop.report, stop.follow_ups))
        return with_session(study, stop.session)

    deed, change = StudyDeed.END_FOR_ALL, of_session(session, stopped)
    refused = change_session(by, row, session, session.turn, deed, change, at=at)
    if refused is None:
        _keep_aftercare(session, after[0])
    return refused


def write_follow_up(
    by: Member, row: Study, session: StudySession, turn: int, day: int, *, at: datetime
) -> StudyRefused | None:
    """Somebody asked after those who wished it. How they are is not written down. Raises StaleTurn."""
    stands = aftercare_of(session)

    def asked(study: StudyStanding) -> StudyStanding | StudyRefused:
        due = {each.days_after for each in stands.follow_ups} if stands else set()
        if stands is None or day not in due - set(stands.asked_after):
            return StudyRefused("session.follow-up", StudyRefusal.NO_SUCH_STEP)
        return study

    refused = change_session(by, row, session, turn, StudyDeed.FOLLOW_UP, of_session(session, asked), at=at)
    if refused is None and stands is not None:
        _keep_aftercare(session, replace(stands, asked_after=(*stands.asked_after, day)))
    return refused


def ask_again_rows(
    by: Member,
    row: Study,
    session: StudySession,
    turn: int,
    point: AssentPoint | None,
    hands: Mapping[str, HandCard],
    left: Iterable[str],
    *,
    at: datetime,
) -> StudyRefused | None:
    """Cards at hand are entered, at a point or in between. Turns and cards of whoever turned red go at once.
    Raises StaleTurn.
    """
    known = session_entries_of(session)
    new = point_entries(known, point, hands, left, new_id)

    def asked(study: StudyStanding) -> StudyStanding | StudyRefused:
        if not study.team.roles(by.user) & IN_ROOM:
            return StudyRefused("session.ask-again", StudyRefusal.NOT_YOURS)
        here = {each.seat for each in study.checks[session.code].seated} if new else set()
        if not new or not {*hands, *left} <= here or not may_ask_again(study.sessions[session.code]):
            return StudyRefused("session.ask-again", StudyRefusal.NO_SUCH_STEP)
        return study

    refused = change_session(by, row, session, turn, StudyDeed.ASK_AGAIN, of_session(session, asked), at=at)
    if refused is None:
        add_entries(session, new, came_at=at)
    return refused


def aftercare_of(session: StudySession) -> SessionAftercare | None:
    """What follows a stop for distress; None where there was none."""
    return msgspec.convert(session.aftercare, SessionAftercare) if session.aftercare else None


def _keep_aftercare(session: StudySession, aftercare: SessionAftercare) -> None:
    session.aftercare = json_of_value(aftercare)
    session.save(update_fields=["aftercare"])
