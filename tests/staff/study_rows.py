"""Studies as rows, without a walk to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.ids import new_id
from kapea.people.models import Organisation
from kapea.studies.models import Study, StudyGrant
from kapea.studies.queries import document_of


def made_up_study(
    organisation: Organisation, people: Iterable[Any], at: datetime, roles: Iterable[StudyRole] = StudyRole
) -> Study:
    """A study in which each of some people holds each of some roles: all of them, as nobody may."""
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
    return row
