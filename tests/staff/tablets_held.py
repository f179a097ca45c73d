"""A study in the field, as rows: approved, with a session that runs, and a browser for each of its people."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import timedelta
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.test import Client
from tests.core.studies.made_studies import INVESTIGATOR as INVESTIGATES
from tests.core.studies.made_studies import PROTOCOL, approvals_for, begun_study, done, opened
from tests.staff.cast import Cast, Person, make_person, signed_in
from tests.staff.study_rows import add_made_up_seat, add_session_as, made_up_study

from kapea.core.staff.roles import Role
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_changes import edit_study
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.studies.models import Study, StudyGrant, StudySession, StudyTabletKey
from kapea.studies.queries import document_of
from kapea.studies.tablet_opening import place_of_seal
from kapea.vault.device_seals import seal_as_device

R = StudyRole
IN_FIELD = (R.INVESTIGATOR, R.DATA_STEWARD, R.SAFEGUARDING_LEAD, R.FIELD_LEAD, R.MODERATOR, R.CO_MODERATOR)
SEATS = ("s1-c1", "s1-c2", "s1-c3")


@dataclass
class InField:
    """The study, its session, and what its people do over HTTP."""

    cast: Cast
    row: Study
    session: StudySession
    people: dict[StudyRole, Person] = field(default_factory=dict)
    clients: dict[StudyRole, Client] = field(default_factory=dict)

    @property
    def here(self) -> str:
        return f"/staff/studies/{self.row.id}"

    @property
    def there(self) -> str:
        return f"{self.here}/sessions/1"

    def client(self, role: StudyRole) -> Client:
        if role not in self.clients:
            self.clients[role] = signed_in(self.people[role], self.cast.at)
        return self.clients[role]

    def key(self) -> StudyTabletKey:
        """The key for tablets; the field lead makes one where there is none."""
        if not StudyTabletKey.objects.filter(study=self.row, ended_at=None).exists():
            assert self.client(R.FIELD_LEAD).post(f"{self.here}/tablets/key").status_code == 302
        return StudyTabletKey.objects.get(study=self.row, ended_at=None)

    def order(self, seconds: float = 0) -> int:
        return int(self.cast.at.timestamp() * 10 + seconds * 10)

    def seal(self, at: float = 0, *, id: str = "", key: StudyTabletKey | None = None, **fields: Any):
        """An item as a tablet sends it."""
        id, key = id or token_hex(16), key or self.key()
        data = json.dumps({"order": self.order(at), **fields}).ljust(256).encode()
        place = place_of_seal(self.row.id, "s1")
        sealed = seal_as_device(bytes(key.public), data, place=place, item=id)
        return {
            "id": id,
            "key": key.id,
            "sealed": b64encode(sealed).decode(),
            "urgent": fields["kind"] == "stop",
        }

    def sync(self, tablet: str, *items, asks=(), role: StudyRole = R.MODERATOR):
        body = {"tablet": tablet, "items": list(items), "asks": list(asks)}
        return self.client(role).post(f"{self.there}/sync", body, content_type="application/json")

    def open(self, role: StudyRole = R.MODERATOR):
        return self.client(role).post(f"{self.there}/sealed/open")


def study_in_field(cast: Cast) -> InField:
    """Approved, and running for half an hour."""
    at = cast.at - timedelta(hours=1)
    with transaction.atomic():
        people = {role: make_person(cast.organisation, Role.RESEARCHER, cast.at) for role in IN_FIELD}
        row = made_up_study(cast.organisation, [], cast.at, seated=False)
        for role, person in people.items():
            StudyGrant.objects.create(
                study=row, user=person.user, role=role.value, given_by=person.user.id, given_at=at
            )
        standing = _approved(people, at)
        tool = standing.protocol.current.instruments["guide-12-14"]
        row.document = document_of(StudyBook(standing))
        row.started_at = cast.at - timedelta(days=30)
        row.save()
        session = add_session_as(
            row,
            ResearchSession(
                id="s1",
                site="kh-remote",
                country="KH",
                band=ResearchAgeBand.FROM_12,
                tool="guide-12-14",
                state=SessionState.RUNNING,
                used=tool,
                protocol_version=standing.protocol.current.number,
                started_at=cast.at - timedelta(minutes=30),
            ),
        )
        for number in range(1, len(SEATS) + 1):
            add_made_up_seat(row, session, cast.at, number)
    return InField(cast, row, session, people)


def _approved(people: dict[StudyRole, Person], at) -> StudyStanding:
    study = opened(begun_study(), StudyGate.IDEA, at)
    study = done(edit_study(study, PROTOCOL, by=INVESTIGATES))
    study = opened(study, StudyGate.PROTOCOL, at)
    days = (at.date() - timedelta(days=40), at.date() + timedelta(days=300))
    study = opened(replace(study, approvals=approvals_for(study, *days)), StudyGate.ETHICS, at)
    typed, confirmed = people[R.DATA_STEWARD].user.id, people[R.INVESTIGATOR].user.id
    approvals = tuple(replace(each, typed_by=typed, confirmed_by=confirmed) for each in study.approvals)
    return replace(study, approvals=approvals)
