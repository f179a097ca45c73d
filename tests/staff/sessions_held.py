"""Sessions for tests: a study with its gates open, a session that can start, people in it as numbers."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.packs import built
from tests.staff.cast import make_person, signed_in
from tests.staff.studies_held import TEAM, StudyWalk
from tests.staff.study_rows import BAND, add_made_up_session, made_up_study

from kapea.core.staff.roles import Role
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.ethics_approvals import EthicsApproval
from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.sampling_frame import FrameStratum, FrameSurety, PlaceType, SamplingFrame, Stratum
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_protocol import (
    InstrumentVersion,
    ProtocolPart,
    ProtocolVersion,
    StudyProtocol,
    StudyReach,
)
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import GateOpening, ItemTold, StudyStanding
from kapea.core.studies.waiver_entering import ConsentTerms
from kapea.studies.models import StudyGrant, StudySeat, StudySession
from kapea.studies.queries import document_of
from kapea.studies.session_rows import json_of_value
from kapea.web.field.consent_words import release_words_id

R = StudyRole
UNDERSTOOD = {f"understood-{number}": "right" for number in (1, 2, 3)}
SITS = {"kind": "child", "group": "mixed", "gender": "girl", "by": "others"}
TAKES_PART = {"take_part-participant": "yes", "take_part-guardian": "yes", "how": "spoken"}


class SessionWalk(StudyWalk):
    """A study whose team holds sessions, over HTTP."""

    def ready(self) -> SessionWalk:
        """Its first four gates are open, and its words of consent hold."""
        self.begin()
        self.open(StudyGate.IDEA)
        self.write()
        self.open(StudyGate.PROTOCOL)
        self.approve()
        self.open(StudyGate.ETHICS)
        self.open(StudyGate.TEAM)
        self.post(R.DATA_STEWARD, "consent/words", holds="yes")
        return self

    def quick(self) -> SessionWalk:
        """The same, and its pilot held, written down at once."""
        for role in TEAM:
            self.people[role] = make_person(self.cast.organisation, Role.RESEARCHER, self.cast.at)
            self.clients[role] = signed_in(self.people[role], self.cast.at)
        row = made_up_study(self.cast.organisation, [], self.cast.at, seated=False)
        for role in TEAM:
            StudyGrant.objects.create(
                study=row, user=self.people[role].user, role=role.value, given_by="x", given_at=self.cast.at
            )
        users = {role: self.people[role].user.id for role in TEAM}
        row.document = document_of(StudyBook(standing_with_gates(users, self.cast.at)))
        row.consent_terms = json_of_value(ConsentTerms(words=frozenset({words_now()})))
        row.save()
        session = add_made_up_session(row, self.cast.at, pilot=True, state=SessionState.CLOSED)
        assert session.number == 1
        self.id = row.id
        return self

    def plan(self, whom: str = "village-12-14", **other) -> int:
        said = {"whom": whom, "site": "12", "tool": "guide-12-14", "translated": "yes"} | other
        self.post(R.INVESTIGATOR, "sessions/plan", **said)
        return self.row.sessions.count()

    def session(self, number: int = 1) -> StudySession:
        return self.row.sessions.get(number=number)

    def do(self, role: StudyRole, path: str, status: int = 302, /, number: int = 1, **said):
        """Somebody presses a button on the page of a session as it is now."""
        turn = said.pop("turn", self.session(number).turn)
        answer = self.clients[role].post(
            f"/staff/studies/{self.id}/sessions/{number}/{path}", {"turn": turn, **said}
        )
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-3000:])
        return answer

    def seat(self, number: int = 1, **other) -> str:
        """Seats somebody; their label in small letters."""
        answer = self.do(R.MODERATOR, "seat", number=number, **(UNDERSTOOD | SITS | other))
        return answer["location"].rpartition("/")[2]

    def agree(self, label: str, number: int = 1, **other) -> None:
        self.do(R.MODERATOR, f"seats/{label}/answer", number=number, **(TAKES_PART | other))

    def agree_to_all(self, label: str, number: int = 1) -> None:
        parties = ("participant", "guardian")
        yes = {f"{scope.value}-{party}": "yes" for scope in ResearchScope for party in parties}
        self.agree(label, number, **yes)

    def check_all(self, number: int = 1) -> None:
        for role in (R.MODERATOR, R.CO_MODERATOR):
            self.do(role, "check", number=number, check="here")
        self.do(R.SAFEGUARDING_LEAD, "check", number=number, check="on-call")
        self.do(R.MODERATOR, "check", number=number, check="referrals")
        self.do(R.MODERATOR, "check", number=number, check="room")

    def sign_five(self, number: int = 1) -> None:
        for role in (R.MODERATOR, R.CO_MODERATOR):
            self.do(role, "sign", number=number, act="g5")

    def run(self, number: int = 1, seats: int = 2) -> list[str]:
        """Seats people, and starts it; their labels."""
        labels = [self.seat(number) for _ in range(seats)]
        for label in labels:
            self.agree_to_all(label, number)
        self.check_all(number)
        self.sign_five(number)
        self.do(R.MODERATOR, "step", number=number, step="start")
        return labels

    def ask_all(self, point: str, labels, number: int = 1, card: str = "green") -> None:
        self.do(
            R.MODERATOR,
            "ask-again",
            number=number,
            point=point,
            **{f"hand-{s.upper()}": card for s in labels},
        )

    def row_of(self, label: str, number: int = 1) -> StudySeat:
        return StudySeat.objects.get(session=self.session(number), seat=f"s{number}-{label}")

    def state(self, number: int = 1) -> str:
        return self.session(number).document["state"]


def standing_with_gates(users: dict[StudyRole, str], at: datetime) -> StudyStanding:
    """A study whose first five gates are open."""
    before, today = at - timedelta(days=9), at.date()
    tool = InstrumentVersion("guide-12-14", 1, "d")
    stratum = FrameStratum(
        id="village-12-14",
        stratum=Stratum(place=PlaceType.VILLAGE, band=BAND),
        people=None,
        surety=FrameSurety.UNKNOWN,
    )
    version = ProtocolVersion(
        parts=dict.fromkeys(ProtocolPart, "d"),
        instruments={tool.instrument: tool},
        reach=StudyReach("KH", {"12": "KH"}, frozenset({BAND})),
        frame=SamplingFrame({stratum.id: stratum}),
        frozen_at=before,
    )
    approval = EthicsApproval(
        id="a1",
        committee="nechr",
        number="283",
        papers=frozenset({"d"}),
        from_day=today - timedelta(days=30),
        to_day=today + timedelta(days=30),
        sites=frozenset({"12"}),
        bands=frozenset({BAND}),
        tools=frozenset({tool}),
        protocols=frozenset({1}),
        typed_by=users[R.DATA_STEWARD],
        confirmed_by=users[R.INVESTIGATOR],
    )
    gates = (StudyGate.IDEA, StudyGate.PROTOCOL, StudyGate.ETHICS, StudyGate.TEAM, StudyGate.PILOT)
    return StudyStanding(
        zone="Asia/Phnom_Penh",
        protocol=StudyProtocol((version,)),
        approvals=(approval,),
        items=tuple(
            ItemTold(item, True, users[R.DATA_STEWARD], before)
            for gate in gates
            for item in GATE_TABLE[gate].items
            if item not in WORKED_OUT
        ),
        openings=tuple(GateOpening(gate, (users[R.INVESTIGATOR],), before) for gate in gates),
    )


def pilot_closed(walk: SessionWalk) -> SessionWalk:
    """The tool was tried once, and the gate of the pilot is open."""
    number = walk.plan("pilot:12-14")
    labels = walk.run(number)
    for point in ("start", "middle", "after"):
        walk.ask_all(point, labels, number)
    walk.do(R.MODERATOR, "step", number=number, step="end")
    walk.do(R.MODERATOR, "step", number=number, step="close")
    walk.open(StudyGate.PILOT)
    return walk


def words_now() -> str:
    """The id of the words of consent of the pack."""
    return release_words_id(built("cambodia").release)
