"""A study with one session whose words are written, and a browser for everybody who works on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.test import Client
from tests.core.studies.coded_demo import planted, raw_file, told_of
from tests.core.studies.demo_consents import WORDS
from tests.core.studies.demo_consents import row as answer
from tests.core.studies.demo_consents import seat as seat_of
from tests.staff.cast import PASSPHRASE, Cast, Person, make_person, member_of_person, signed_in
from tests.staff.study_rows import made_up_study

from kapea.core.staff.roles import Role
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import GateOpening
from kapea.studies.models import Study, StudyGrant, StudySeat, StudySession
from kapea.studies.queries import book_of, document_of
from kapea.studies.session_rows import (
    ConsentTerms,
    SeatTold,
    add_scope_answers,
    add_seat,
    json_of_value,
)
from kapea.studies.session_texts import locked_study
from kapea.studies.text_work import TextWork
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.staff_keys import private_by_passphrase

R = StudyRole
WORKERS = (R.TRANSCRIBER, R.CHECKER, R.DEIDENTIFIER_1, R.DEIDENTIFIER_2, R.CODER_A, R.ANALYST, R.DATA_STEWARD,
           R.SAFEGUARDING_LEAD, R.WITNESS)  # fmt: skip
HERE = "/staff/studies/"


@dataclass
class TextsHeld:
    """`numbers`: each session by the id of its transcript in the invented corpus."""

    cast: Cast
    study: Study
    people: dict[StudyRole, Person] = field(default_factory=dict)
    keys: dict[StudyRole, PrivateHalf] = field(default_factory=dict)
    clients: dict[StudyRole, Client] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def work(self, role: StudyRole, told: str = "T1", later: timedelta = timedelta(0)) -> TextWork:
        person = self.people[role]

        if role not in self.keys:
            self.keys[role] = private_by_passphrase(person.user.id, PASSPHRASE)
        private = self.keys[role]
        code, at = f"s{self.numbers[told]}", self.cast.at + later
        study = Study.objects.get(id=self.study.id)
        return TextWork(private, member_of_person(person), study, code, at, lambda: locked_study(study))

    def client(self, role: StudyRole) -> Client:
        if role not in self.clients:
            self.clients[role] = signed_in(self.people[role], self.cast.at)
        return self.clients[role]

    def address(self, path: str, told: str = "T1") -> str:
        return f"{HERE}{self.study.id}/sessions/{self.numbers[told]}/{path}"

    def page(self, role: StudyRole, path: str, status: int = 200, told: str = "T1") -> str:
        answer = self.client(role).get(self.address(path, told))
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def post(self, role: StudyRole, path: str, status: int = 302, told: str = "T1", **said):
        answer = self.client(role).post(self.address(path, told), said)
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-3000:])
        return answer

    def withdraw(self, label: str, told: str = "T1") -> None:
        seat = seat_of_label(f"s{self.numbers[told]}", label)
        assert StudySeat.objects.filter(seat=seat).update(withdrawn_on=date(2026, 11, 1)) == 1


def texts_held(
    cast: Cast, *, told: tuple[str, ...] = ("T1",), roles=WORKERS, translated: bool = False
) -> TextsHeld:
    """A study past its fieldwork, with the sessions of some invented transcripts and everybody's yes."""
    study = made_up_study(cast.organisation, [], cast.at, seated=False)
    held = TextsHeld(cast, study)
    for role in roles:
        _add(held, role)
    openings = [GateOpening(gate, ("u",), cast.at) for gate in list(StudyGate)[:5]]
    sessions = []
    for number, id in enumerate(told, 1):
        held.numbers[id] = number
        sessions.append(_session(held, number, id, translated))
        openings.append(GateOpening(StudyGate.SESSION, ("u",), cast.at, f"s{number}"))
    book = book_of(study)
    study.document = document_of(replace(book, standing=replace(book.standing, openings=tuple(openings))))
    study.consent_terms = json_of_value(ConsentTerms(frozenset({WORDS})))
    study.save()
    return held


def _add(held: TextsHeld, role: StudyRole) -> None:
    person = make_person(held.cast.organisation, Role.RESEARCHER, held.cast.at)
    held.people[role] = person
    StudyGrant.objects.create(
        study=held.study, user=person.user, role=role.value, given_by="op", given_at=held.cast.at
    )


def _session(held: TextsHeld, number: int, told: str, translated: bool) -> StudySession:
    code = f"s{number}"
    session = ResearchSession(
        id=code,
        site="12",
        country="KH",
        band=ResearchAgeBand.ADULT,
        tool="guide-12-14",
        translated=translated,
        state=SessionState.CLOSED,
    )
    row = StudySession.objects.create(
        study=held.study, number=number, document=json_of_value(session), checks={}
    )
    for label, who in told_of(told)["speakers"].items():
        if label != "M":
            _seat(row, code, label, who)
    return row


def _seat(row: StudySession, code: str, label: str, who) -> None:
    id, age = seat_of_label(code, label), ResearchAgeBand.ADULT
    seat = seat_of(id, session=code, stratum="")
    person = StudyPerson(
        seat=id,
        role=who["role"].replace(" ", "-"),
        age=age,
        gender=who.get("gender", ""),
        place_type="town",
        stratum="",
        by=ReachedBy.NGO,
    )
    made = add_seat(row, SeatTold(seat, SeatedPerson(id, SeatKind.CARER, age), person))
    add_scope_answers(made, [answer(id, scope, "yes") for scope in ResearchScope])


def file_of(told: str) -> str:
    """What a transcriber types."""
    return raw_file(told).decode()


def plants_of(told: str) -> list[dict]:
    """What is planted there."""
    return planted(told)
