"""Studies for tests: people of one organisation in their roles, and a study as far as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.test import Client
from tests.staff.cast import Cast, Person, make_person, signed_in

from kapea.core.staff.roles import Role
from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.study_protocol import ProtocolPart
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study

HERE = "/staff/studies/"
TEAM = (
    StudyRole.INVESTIGATOR,
    StudyRole.ADVISER,
    StudyRole.SAFEGUARDING_LEAD,
    StudyRole.SAFEGUARDING_SECOND,
    StudyRole.DATA_STEWARD,
    StudyRole.MODERATOR,
    StudyRole.CO_MODERATOR,
)
LEAD = StudyRole.SAFEGUARDING_LEAD
REACH = {"home": "KH", "sites": ["12"], "bands": ["12-14"], "places": ["village"]}
APPROVAL = {
    "committee": "nechr",
    "number": "283",
    "sites": ["12"],
    "bands": ["12-14"],
    "tools": ["guide-12-14"],
}


@dataclass
class StudyWalk:
    """A study over HTTP, with a browser for each role."""

    cast: Cast
    people: dict[StudyRole, Person] = field(default_factory=dict)
    clients: dict[StudyRole, Client] = field(default_factory=dict)
    id: str = ""

    def begin(self) -> StudyWalk:
        """The investigator starts it and gives everybody their role."""
        for role in TEAM:
            self.people[role] = make_person(self.cast.organisation, Role.RESEARCHER, self.cast.at)
            self.clients[role] = signed_in(self.people[role], self.cast.at)
        answer = self.clients[StudyRole.INVESTIGATOR].post(
            f"{HERE}new", {"code": "river-2", "role": "investigator"}
        )
        assert answer.status_code == 302, answer.content.decode()
        self.id = answer["location"].rpartition("/")[2]
        for role in TEAM[1:]:
            self.give(role, by=LEAD if role is StudyRole.SAFEGUARDING_SECOND else TEAM[0])
        return self

    @property
    def row(self) -> Study:
        return Study.objects.get(id=self.id)

    def post(self, as_role: StudyRole, path: str, status: int = 302, /, **said):
        """Somebody presses a button on the page as it is now."""
        answer = self.clients[as_role].post(f"{HERE}{self.id}/{path}", {"turn": self.row.turn, **said})
        assert answer.status_code == status, (answer.status_code, answer.content.decode()[-3000:])
        return answer

    def give(
        self,
        role: StudyRole,
        to: StudyRole | None = None,
        status: int = 302,
        by: StudyRole = TEAM[0],
    ):
        account = self.people[to or role].user.id
        return self.post(by, "team/give", status, account=account, role=role.value)

    def say(self, gate: StudyGate) -> None:
        """All that somebody has to say for a gate."""
        for item in GATE_TABLE[gate].items:
            if item not in WORKED_OUT:
                self.post(StudyRole.DATA_STEWARD, "item", item=item.value, holds="yes")

    def open(self, gate: StudyGate) -> None:
        self.say(gate)
        for role in GATE_TABLE[gate].opened_by:
            self.post(role, "sign", act=gate.value)

    def write(self, status: int = 302, **other):
        parts = {f"part-{part.value}": f"What we do about {part.value}." for part in ProtocolPart}
        tool = {"tool": "guide-12-14", "tool_words": "Who helps when life online goes wrong?"}
        return self.post(
            StudyRole.INVESTIGATOR, "protocol/write", status, **({**parts, **REACH, **tool} | other)
        )

    def approve(self) -> None:
        """The data steward types, the investigator confirms."""
        day = self.cast.at.date()
        days = {"from_day": day.replace(year=day.year - 1), "to_day": day.replace(year=day.year + 1)}
        self.post(StudyRole.DATA_STEWARD, "approvals/new", **APPROVAL, **days)
        waiting = self.row.document["standing"]["approvals"][-1]["id"]
        self.post(StudyRole.INVESTIGATOR, "approvals/confirm", approval=waiting)

    def page(self, role: StudyRole, path: str = "", status: int = 200) -> str:
        address = f"{HERE}{self.id}/{path}".rstrip("/")
        answer = self.clients[role].get(address)
        assert answer.status_code == status, address
        return answer.content.decode()

    def open_gates(self) -> list[str]:
        standing = self.row.document["standing"]
        return [each["gate"] for each in standing["openings"] if each["shut_at"] is None]
