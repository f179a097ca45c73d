"""The session that an address names, and the seat, for whoever has a role in its study; and how something is
done to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from kapea.access.rows import NotHere, acting
from kapea.core.pack.model import Release
from kapea.core.studies.research_sessions import ResearchSession, SessionChecks
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.people.member import Member
from kapea.studies.actions import StaleTurn
from kapea.studies.models import Study, StudySeat, StudySession
from kapea.web.field.found import (
    STALE,
    STUDIES,
    StudyFault,
    StudySeen,
    fault_of_refusal,
    lock_allowed,
    study_seen,
    turn_seen,
)
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session, as whoever asks stands in its study."""

    study: StudySeen
    row: StudySession

    @property
    def session(self) -> ResearchSession:
        """As it stands."""
        return self.study.book.standing.sessions[self.row.code]

    @property
    def checks(self) -> SessionChecks:
        """What was looked at before, and who sits there."""
        return self.study.book.standing.checks.get(self.row.code, SessionChecks())

    @property
    def address(self) -> str:
        """Of its page."""
        return session_address(self.study.row.id, self.row.number)


@dataclass(frozen=True, slots=True)
class SessionHeld:
    """A session whose study is locked, for somebody who may do this. `turn`: of the page they saw."""

    by: Member
    study: Study
    row: StudySession
    turn: int
    at: datetime

    def seat(self, label: str) -> StudySeat:
        """Whoever sits there. Raises NotHere."""
        return _seat_of(self.row, label)


def session_address(study: str, number: int) -> str:
    """The address of the page of a session."""
    return f"{STUDIES}{study}/sessions/{number}"


def session_seen(request: HttpRequest, id: str, number: int, act: StudyAct) -> SessionSeen:
    """The session for somebody whose role does that. Raises NotHere."""
    study = study_seen(request, id, act)
    return SessionSeen(study, session_row(study.row, number))


def seat_seen(seen: SessionSeen, label: str) -> StudySeat:
    """Whoever sits there in it, also if they withdrew. Raises NotHere."""
    return _seat_of(seen.row, label)


def act_in_session(
    request: HttpRequest,
    id: str,
    number: int,
    act: StudyAct,
    do: Callable[[SessionHeld], StudyRefused | None],
) -> StudyFault | None:
    """Does one thing in a transaction; why not, where it was not done. Raises NotHere."""
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            lock_allowed(row, member, act)
            session = session_row(row, number)
            return fault_of_refusal(do(SessionHeld(member, row, session, turn_seen(request), request_time())))
    except StaleTurn:
        return StudyFault(STALE)


def act_on_study_rows(
    request: HttpRequest, id: str, act: StudyAct, do: Callable[[Member, Study, int], StudyRefused | None]
) -> StudyFault | None:
    """As `act_in_session`, for what hangs on a whole study. Raises NotHere."""
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            lock_allowed(row, member, act)
            return fault_of_refusal(do(member, row, turn_seen(request)))
    except StaleTurn:
        return StudyFault(STALE)


def pack_lines(release: Release | None, instrument: str, section: str, language: str) -> dict[str, str]:
    """Words of a section of an instrument by name, in the order of the pack; none where the pack has none."""
    found = release.instruments.get(instrument) if release is not None else None
    if release is None or found is None:
        return {}
    return {name: release.text(id, language) for name, id in found.lines.get(section, {}).items()}


def session_row(row: Study, number: int) -> StudySession:
    """The session of that number. Raises NotHere."""
    found = StudySession.objects.filter(study=row, number=number).first()
    if found is None:
        raise NotHere
    return found


def _seat_of(session: StudySession, label: str) -> StudySeat:
    found = StudySeat.objects.filter(session=session, seat=seat_of_label(session.code, label)).first()
    if found is None:
        raise NotHere
    return found


@contextmanager
def acting_on_study(request: HttpRequest, id: str, act: StudyAct) -> Iterator[tuple[Member, Study]]:
    """A transaction in which somebody whose role does that acts on a study, locked. Raises NotHere."""
    member = acting_member(request)
    with acting(member, "studies.change", Study, id) as row:
        lock_allowed(row, member, act)
        yield member, row
