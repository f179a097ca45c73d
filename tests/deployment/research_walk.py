"""A study of a deployment from its idea on: a team, its gates, a trial run, a session that is held, written
down, read by two and released; each step by whoever takes it, in a browser of their own.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape

from tests.deployment.advising_walk import STUDIES, form_to
from tests.deployment.helping_walk import page_of, signed_in
from tests.deployment.secure_visits import Helping, SecureStaff
from tests.deployment.staff_visits import Answer, surely

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, StudyGate
from kapea.core.studies.study_protocol import ProtocolPart
from kapea.core.studies.study_roles import StudyRole

R = StudyRole
HOUSE = {
    R.INVESTIGATOR: ("programme_officer", 0, "Chenda"),
    R.SAFEGUARDING_LEAD: ("supervisor", 0, "Dara"),
    R.MODERATOR: ("facilitator", 1, "Rith"),
    R.CO_MODERATOR: ("editor", 0, "Veasna"),
    R.ADJUDICATOR: ("facilitator", 0, "Bopha"),
    R.CODER_A: ("researcher", 0, "Piseth"),
    R.CODER_B: ("researcher", 1, "Nary"),
}
"""Who they are in the house: people of trials."""
ALSO = {
    R.SAFEGUARDING_SECOND: R.ADJUDICATOR,
    R.ADVISER: R.CO_MODERATOR,
    R.TRANSCRIBER: R.CO_MODERATOR,
    R.DEIDENTIFIER_1: R.CO_MODERATOR,
    R.DATA_STEWARD: R.MODERATOR,
    R.CHECKER: R.MODERATOR,
    R.DEIDENTIFIER_2: R.MODERATOR,
    R.ANALYST: R.CODER_A,
}
"""A small team: who has one role has another."""
UNDERSTOOD = {f"understood-{number}": "right" for number in (1, 2, 3)}
ASKED = re.compile(r'name="(\w+-(?:participant|guardian))" value="yes"')
OPTIONS = r'<select id="{0}" name="{0}".*?</select>'
OPTION = re.compile(r'<option value="([^"]+)"')
OPEN = re.compile(r'name="start" value="(\d+)"><input type="hidden" name="end" value="(\d+)"')
TOOL = "guide-12-14"
WRITTEN = {
    **{f"part-{part.value}": f"What we do about {part.value}." for part in ProtocolPart},
    **{"home": "KH", "sites": "12", "bands": "12-14", "places": "village"},
    **{"tool": TOOL, "tool_words": "Who helps when life online goes wrong?"},
}
APPROVED = {"committee": "nechr", "number": "283", "sites": "12", "bands": "12-14", "tools": TOOL}


@dataclass
class Research:
    """A study, its people, and the session that they hold now."""

    helping: Helping
    browsers: ExitStack
    study: str = ""
    number: int = 0
    people: dict[StudyRole, SecureStaff] = field(default_factory=dict)

    def somebody(self, role: StudyRole) -> SecureStaff:
        """Signed in once."""
        role = ALSO.get(role, role)
        if role not in self.people:
            self.people[role] = signed_in(self.helping, self.browsers, *HOUSE[role][:2])
        return self.people[role]

    def reads(self, role: StudyRole, path: str = "") -> str:
        """A page of the study."""
        return unescape(page_of(self.somebody(role), f"{self.study}/{path}".rstrip("/")))

    def presses(self, role: StudyRole, page: str, path: str, status: int = 302, /, **said: str) -> Answer:
        """A button of a page, with what its form carries."""
        address = f"{self.study}/{path}"
        carried = form_to(page_of(self.somebody(role), f"{self.study}/{page}".rstrip("/")), address)
        answer = surely(self.somebody(role), "POST", address, **{**carried, **said})
        assert answer.status == status, (path, answer.status, unescape(answer.body)[-3000:])
        return answer

    # --- up to its sessions ---------------------------------------------------------------------

    def begins(self) -> None:
        """Its first gates are open, and its words of consent hold."""
        lead = self.somebody(R.INVESTIGATOR)
        surely(lead, "GET", f"{STUDIES}new")
        made = surely(lead, "POST", f"{STUDIES}new", code="river-2", role="investigator")
        self.study = made.headers["location"]
        for role in (*HOUSE, *ALSO):
            if role is not R.INVESTIGATOR:
                self._gives(role)
        self.opens(StudyGate.IDEA)
        self.presses(R.INVESTIGATOR, "protocol/write", "protocol/write", **WRITTEN)
        self.opens(StudyGate.PROTOCOL)
        self._approved()
        self.opens(StudyGate.ETHICS)
        self.opens(StudyGate.TEAM)
        self.presses(R.DATA_STEWARD, "consent", "consent/words", holds="yes")

    def _gives(self, role: StudyRole) -> None:
        by = R.SAFEGUARDING_LEAD if role is R.SAFEGUARDING_SECOND else R.INVESTIGATOR
        called = HOUSE[ALSO.get(role, role)][2]
        account = re.search(rf'<option value="(\w+)"[^>]*>{called}', self.reads(by, "team"))
        assert account, called
        self.presses(by, "team", "team/give", account=account[1], role=role.value)

    def _approved(self) -> None:
        today = datetime.now(UTC).date()
        days = {name: str(today + timedelta(days=d)) for name, d in (("from_day", -300), ("to_day", 300))}
        self.presses(R.DATA_STEWARD, "approvals/new", "approvals/new", **APPROVED, **days)
        waits = re.findall(r'name="approval" value="(\w+)"', self.reads(R.INVESTIGATOR, "approvals"))
        self.presses(R.INVESTIGATOR, "approvals", "approvals/confirm", approval=waits[0])

    def opens(self, gate: StudyGate) -> None:
        """All that somebody has to say for a gate, and the signatures that it takes."""
        for item in GATE_TABLE[gate].items:
            if item not in WORKED_OUT:
                self.presses(R.DATA_STEWARD, "", "item", item=item.value, holds="yes")
        for role in GATE_TABLE[gate].opened_by:
            self.presses(role, "", "sign", act=gate.value)

    # --- a session that is held ---------------------------------------------------------------

    def plans(self, whom: str) -> None:
        page = self.reads(R.INVESTIGATOR, "sessions/plan")
        said = {name: _offered(page, name) for name in ("site", "tool")}
        self.presses(R.INVESTIGATOR, "sessions/plan", "sessions/plan", whom=whom, **said)
        there = re.findall(r"/sessions/(\d+)\"", self.reads(R.INVESTIGATOR, "sessions"))
        self.number = max(int(each) for each in there)

    def holds(self, seats: int = 2) -> list[str]:
        """Seats people who say yes to everything; the labels."""
        here = f"sessions/{self.number}"
        labels = [self._seated(here) for _ in range(seats)]
        for role, check in CHECKS:
            self.presses(role, here, f"{here}/check", check=check)
        for role in (R.MODERATOR, R.CO_MODERATOR):
            self.presses(role, here, f"{here}/sign", act="g5")
        self.presses(R.MODERATOR, here, f"{here}/step", step="start")
        for point in ("start", "middle", "after"):
            hands = {f"hand-{each.upper()}": "green" for each in labels}
            self.presses(R.MODERATOR, f"{here}/ask-again", f"{here}/ask-again", point=point, **hands)
        for step in ("end", "close"):
            self.presses(R.MODERATOR, here, f"{here}/step", step=step)
        return labels

    def _seated(self, here: str) -> str:
        page = self.reads(R.MODERATOR, f"{here}/seat")
        sits = {name: _offered(page, name) for name in ("kind", "group", "gender", "by")}
        made = self.presses(R.MODERATOR, f"{here}/seat", f"{here}/seat", **UNDERSTOOD, **sits)
        label = made.headers["location"].rpartition("/")[2]
        seat = f"{here}/seats/{label}"
        asked = ASKED.findall(self.reads(R.MODERATOR, seat))
        self.presses(R.MODERATOR, seat, f"{seat}/answer", how="spoken", **dict.fromkeys(asked, "yes"))
        return label

    # --- its words ----------------------------------------------------------------------------

    def writes_down(self, words: str) -> None:
        here = f"sessions/{self.number}/transcript"
        self.presses(R.CO_MODERATOR, here, f"{here}/write", words=words, language="en")
        self.presses(R.MODERATOR, here, f"{here}/check", minutes="60", heard="6", unclear="yes")

    def read_by_two(self) -> None:
        """They mark nothing of their own, and keep whatever a machine marked."""
        here = f"sessions/{self.number}/reading"
        for role in (R.CO_MODERATOR, R.MODERATOR):
            self.presses(role, here, f"{here}/sit")
            self.presses(role, here, f"{here}/finish")
        while left := OPEN.findall(self.reads(R.MODERATOR, here).split("/reading/decide")[-1]):
            start, end = left[0]
            said = {"start": start, "end": end, "why": "points to nobody", "act": "keep"}
            self.presses(R.MODERATOR, here, f"{here}/decide", **said)

    def signs(self, role: StudyRole) -> Answer:
        """The text as it would be released; sent again where nobody answered."""
        here = f"{self.study}/sessions/{self.number}/reading"
        carried = form_to(page_of(self.somebody(role), here), f"{here}/sign")
        return surely(self.somebody(role), "POST", f"{here}/sign", **carried)


CHECKS = (
    (R.MODERATOR, "here"),
    (R.CO_MODERATOR, "here"),
    (R.SAFEGUARDING_LEAD, "on-call"),
    (R.MODERATOR, "referrals"),
    (R.MODERATOR, "room"),
)


def _offered(page: str, name: str) -> str:
    """The first that a list offers."""
    found = re.search(OPTIONS.format(name), page, re.S)
    assert found, (name, page)
    return OPTION.findall(found[0])[0]
