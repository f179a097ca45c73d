"""Studies as rows, without a walk to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import CheckResult, ConsentSeat, UnderstandingCheck
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.ids import new_id
from kapea.people.models import Organisation
from kapea.studies.models import Study, StudyGrant, StudySeat, StudySession
from kapea.studies.queries import document_of
from kapea.studies.session_rows import SeatTold, add_seat, json_of_value

BAND = ResearchAgeBand.FROM_12
UNDERSTOOD = UnderstandingCheck((CheckResult.RIGHT,) * 3)


def made_up_study(
    organisation: Organisation,
    people: Iterable[Any],
    at: datetime,
    roles: Iterable[StudyRole] = StudyRole,
    *,
    seated: bool = True,
) -> Study:
    """A study in which each of some people holds each of some roles: all of them, as nobody may. `seated`:
    somebody sits in a session of it.
    """
    row = Study.objects.create(
        organisation=organisation,
        code=f"S{new_id()[:9].upper()}",
        country="KH",
        document=document_of(StudyBook(StudyStanding(zone="Asia/Phnom_Penh"))),
        started_at=at,
    )
    held = [(each.user, role) for each in people for role in roles]
    StudyGrant.objects.bulk_create(
        StudyGrant(study=row, user=user, role=role.value, given_by=new_id(), given_at=at)
        for user, role in held
    )
    if seated:
        add_made_up_seat(row, add_made_up_session(row, at), at)
    return row


def add_made_up_session(row: Study, at: datetime, number: int = 1, **other: Any) -> StudySession:
    """A session that is planned."""
    session = ResearchSession(
        id=f"s{number}", site="12", country="KH", band=BAND, tool="guide-12-14", **other
    )
    return StudySession.objects.create(study=row, number=number, document=json_of_value(session), checks={})


def add_made_up_seat(row: Study, session: StudySession, at: datetime, number: int = 1) -> StudySeat:
    """Somebody who understood, and was asked nothing yet."""
    id = f"{session.code}-c{number}"
    consent = ConsentSeat(
        id=id, session=session.code, stratum="", age=BAND, check=UNDERSTOOD, seated_on=at.date()
    )
    person = StudyPerson(
        seat=id, role="child", age=BAND, gender="", place_type="", stratum="", by=ReachedBy.OTHERS
    )
    return add_seat(session, SeatTold(consent, SeatedPerson(id, SeatKind.CHILD, BAND), person))


def planned_session(study: Study, number: int = 1) -> StudySession:
    """A session that is planned: the one that is there, or a new one."""
    found = study.sessions.filter(number=number).first()
    return found or add_made_up_session(study, study.started_at, number)


def add_session_as(study: Study, session: ResearchSession) -> StudySession:
    """A session of a study, as it stands."""
    number, told = int(session.id.removeprefix("s")), json_of_value(session)
    return StudySession.objects.create(study=study, number=number, document=told, checks={})
