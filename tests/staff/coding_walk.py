"""The coding of a study over HTTP: the invented corpus released as rows, and a browser for each role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from django.test import Client
from tests.core.studies.coded_demo import codings, release, sessions
from tests.core.studies.demo_consents import demo_register
from tests.staff.cast import Cast, Person, make_person, member_of_person, signed_in
from tests.staff.drawn_sessions import draw_alone
from tests.staff.study_rows import made_up_study

from kapea.core.staff.roles import Role
from kapea.core.studies.double_draw import CoderSide
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.transcript import SessionTranscript, SpeakerRole
from kapea.studies.models import CodedSegment, Study, StudyGrant, StudySession
from kapea.studies.released_texts import RELEASED
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_rows import ConsentTerms, SeatTold, add_scope_answers, add_seat, json_of_value
from kapea.studies.study_keys import StudyCustody, make_study_key

HERE = "/staff/studies/"
A, B, ADJUDICATOR = StudyRole.CODER_A, StudyRole.CODER_B, StudyRole.ADJUDICATOR
ANALYST, STEWARD = StudyRole.ANALYST, StudyRole.DATA_STEWARD
TEAM = (A, B, ADJUDICATOR, ANALYST, STEWARD)
FORM_WORD = re.compile(r'value="[A-Za-z0-9]{64}"')
NUMBER_OF = {id: f"s{n}" for n, id in enumerate(sessions(), 1)}
"""Transcripts of the corpus, as the sessions that they are here."""


def told_seat(seat) -> SeatTold:
    """A seat of the corpus as it is kept."""
    person = StudyPerson(
        seat=seat.id, role="child", age=seat.age, gender="", place_type="town", stratum=seat.stratum,
        by=ReachedBy.NGO,
    )  # fmt: skip
    kind = SeatKind.CARER if seat.age is ResearchAgeBand.ADULT else SeatKind.CHILD
    return SeatTold(seat, SeatedPerson(seat.id, kind, seat.age), person)


def released_here(id: str) -> SessionTranscript:
    """A transcript of the corpus under the code of its session; whoever moderates is said to."""
    transcript = release(id).transcript
    speakers = tuple(
        replace(each, role=SpeakerRole.MODERATOR) if each.label == "M" else each
        for each in transcript.speakers
    )
    return replace(transcript, session=NUMBER_OF[id], speakers=speakers)


@dataclass
class CodingWalk:
    """A study whose texts were released."""

    cast: Cast
    people: dict[StudyRole, Person] = field(default_factory=dict)
    clients: dict[StudyRole, Client] = field(default_factory=dict)
    id: str = ""

    def begin(self, *, texts: bool = True) -> CodingWalk:
        row = made_up_study(self.cast.organisation, [], self.cast.at, seated=False)
        self.id = row.id
        for role in TEAM:
            self.join(role)
        if texts:
            self.release_corpus()
        return self

    def join(self, role: StudyRole, house: Role = Role.RESEARCHER) -> None:
        """Somebody comes to a role."""
        person = make_person(self.cast.organisation, house, self.cast.at)
        self.people[role], self.clients[role] = person, signed_in(person, self.cast.at)
        StudyGrant.objects.create(
            study_id=self.id,
            user=person.user,
            role=role.value,
            given_by=person.membership.id,
            given_at=self.cast.at,
        )

    @property
    def row(self) -> Study:
        return Study.objects.get(id=self.id)

    def account(self, role: StudyRole) -> str:
        return self.people[role].user.id

    def release_corpus(self) -> None:
        register, row = demo_register(), self.row
        row.consent_terms = json_of_value(ConsentTerms(register.words, register.committee))
        row.save()
        for id, code in NUMBER_OF.items():
            self.hold(row, code)
            for seat in (each for each in register.seats.values() if each.session == id):
                self.seat(code, seat, [each for each in register.rows if each.seat == seat.id])
            self.release(released_here(id))

    def hold(self, row: Study, code: str) -> StudySession:
        session = ResearchSession(
            id=code, site="12", country="KH", band=ResearchAgeBand.FROM_12, tool="guide-12-14"
        )
        number = int(code[1:])
        return StudySession.objects.create(
            study=row, number=number, document=json_of_value(session), checks={}
        )

    def seat(self, code: str, seat, rows) -> None:
        here = f"{code}-{seat.id.lower()}"
        session = StudySession.objects.get(study_id=self.id, number=int(code[1:]))
        kept = add_seat(session, told_seat(replace(seat, id=here, session=code)))
        add_scope_answers(kept, [replace(each, seat=here) for each in rows])

    def release(self, transcript: SessionTranscript) -> None:
        row = self.row
        key = make_study_key(member_of_person(self.people[A]), row, StudyCustody.RELEASED, at=self.cast.at)
        keep_sealed(row, transcript.session, RELEASED, transcript, key)

    # --- over HTTP ------------------------------------------------------------------------------

    def get(self, role: StudyRole, path: str, status: int = 200) -> str:
        answer = self.clients[role].get(f"{HERE}{self.id}/{path}")
        assert answer.status_code == status, (path, answer.status_code)
        return FORM_WORD.sub("", answer.content.decode())

    def post(self, role: StudyRole, path: str, status: int = 302, /, **said):
        answer = self.clients[role].post(f"{HERE}{self.id}/{path}", said)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode()[-2500:])
        return answer

    def start_codebook(self) -> None:
        self.post(ADJUDICATOR, "codebook/write", turn=0, kind="begun")

    def code(
        self, role: StudyRole, session: int, turn: int, words: str, code: str, status: int = 302, **more
    ):
        return self.post(role, "coding/code", status, s=session, turn=turn, words=words, code=code, **more)

    def code_corpus(self, *roles: StudyRole) -> None:
        """Rows as the two invented coders made them."""
        made = [
            CodedSegment(
                study_id=self.id, coder=self.account(role), number=each.number, code=each.code, version=1,
                session=NUMBER_OF[each.session], start=each.span.start, end=each.span.end,
            )
            for role in roles
            for each in codings()
            if each.coder == role.value
        ]  # fmt: skip
        CodedSegment.objects.bulk_create(made)

    def draw_alone(self, **alone: CoderSide) -> None:
        draw_alone(self.id, NUMBER_OF.values(), alone)

    def unblind(self) -> None:
        for role in (A, B):
            self.post(role, "coding/done", done="yes")
        self.post(ADJUDICATOR, "coding/unblind")
