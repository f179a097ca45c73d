"""The stage of an invented story: a country, the people in it, and what they do, in words of the story."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.conftest import world_of
from tests.staff.at_the_desk import ASSESSED, CASES, DESK, Worker
from tests.staff.cast import Cast, Person, browser, make_person, signed_in
from tests.staff.leaving_something import NUMBER, Visitor, forget, plain, switch_on
from tests.staff.referrals_made import REFERRALS, Receives, Refers, make_partner
from tests.staff.stories.canaries import Canaries
from tests.staff.test_matrix import STAFF
from tests.staff.test_referral_links import Link

from kapea.care.models import Case, CaseReferral
from kapea.core.care.never_ask import never_asked
from kapea.core.staff.roles import Role
from kapea.core.staff.rules import RULES
from kapea.people.models import Organisation

CASE_RULE = RULES["cases.read"]
FIELD = re.compile(r'name="(\w+)"')
STRANGERS = (
    Role.CASE_WORKER,
    Role.PARTNER_WORKER,
    Role.RESEARCHER,
    Role.EDITOR,
    Role.FACILITATOR,
    Role.PROGRAMME_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
LISTS = re.compile(r"/staff/(desk|referrals|office|directory|workshops/figures)[^<]*$")
ASK_ALL_THE_SAME = {Role.ADMINISTRATOR, Role.RESEARCHER, Role.PARTNER_WORKER}
"""Roles that reach no case by their rules, and try: of the others tests/staff/test_matrix.py tells."""
OF_A_CASE = ("", "/duty", "/safety-plan", "/safety-plan/export")
PUBLIC = ("/en/", "/en/b", "/en/d", "/healthz", "/readyz")
API = ("services", "organizations", "service_at_locations", "taxonomies")
OURS = {
    "cambodia": {"language": "km"},
    "kenya": {"language": "sw"},
    "nepal": {"language": "ne"},
    "philippines": {"language": "fil"},
}


class Stage:
    """A counsellor (`desk`) and who supervises her, in one country. `secret` plants a canary."""

    def __init__(self, country: str, cast: Cast, canaries: Canaries, clock: StoryClock) -> None:
        self.country, self.cast, self.canaries, self.clock = country, cast, canaries, clock
        self.cases: list[Case] = []
        self._workers: list[Worker | Receives] = []
        Organisation.objects.update(pack=country)
        switch_on(cast.organisation, cast.at)
        self.desk = self.comes_to_work(cast.pupil)
        self.supervisor = self.comes_to_work(cast.ours[Role.SUPERVISOR])

    @property
    def at(self) -> datetime:
        return self.clock.now()

    def secret(self, words: str) -> str:
        """Something that is told, and that nobody else may meet."""
        return self.canaries.plant(words)

    def said_to_a_machine(self, words: str) -> str:
        """Something that no person is told: it is kept nowhere, and shown to nobody."""
        self.canaries.elsewhere.append(words)
        return words

    def tells(self, somebody: Any, *words: str) -> None:
        """Whoever may read so much of it."""
        self.canaries.told[somebody.client] |= set(words)

    # --- people --------------------------------------------------------------------------------

    def comes_to_work(self, person: Person) -> Refers:
        worker = Refers(person, self.at)
        self._workers.append(worker)
        return worker

    def colleague(self, role: Role) -> Refers:
        return self.comes_to_work(make_person(self.cast.organisation, role, self.cast.at))

    def partner(self, name: str) -> Organisation:
        """Another organisation with which ours has a live protocol."""
        made = make_partner(self.cast, name)
        Organisation.objects.filter(id=made.id).update(pack=self.country)
        return made

    def works_at(self, partner: Organisation) -> Receives:
        worker = Receives(make_person(partner, Role.PARTNER_WORKER, self.cast.at), self.at)
        self._workers.append(worker)
        return worker

    def passes(self, **time: float) -> None:
        """Time goes by; whoever works signs in again."""
        self.clock.shift += timedelta(**time)
        for each in self._workers:
            told = self.canaries.told[each.client]
            each.client = signed_in(each.person, self.at)
            self.canaries.told[each.client] |= told
        forget()

    def waits_until(self, hour: int) -> None:
        """Tomorrow at that hour, by the clocks of the country."""
        zone = ZoneInfo(world_of(self.country).release.time_zone)
        tomorrow = self.at.astimezone(zone) + timedelta(days=1)
        self.clock.shift += tomorrow.replace(hour=hour, minute=0) - self.at
        self.passes()

    # --- what is done --------------------------------------------------------------------------

    def leaves(self, kind: int, *, level: str, who: str = "child", **said: Any) -> Visitor:
        """Somebody leaves a message (2) or a way to be reached (1), and has a number to come back with."""
        visitor = Visitor()
        self.tells(visitor, *self.canaries.planted)  # a form that lacks something shows what they typed
        visitor.leaves(kind, level=level, who=who, **said)
        self.tells(visitor, self.secret(visitor.code))
        self.canaries.elsewhere.append(visitor.code.replace(" ", ""))
        return visitor

    def takes(self, worker: Refers, visitor: Visitor) -> Case:
        answer = worker.client.post(f"{DESK}intakes/{visitor.left().id}/take")
        assert answer.status_code == 302, worker.fault(answer)
        return self._known(worker, Case.objects.get(id=visitor.left().id))

    def hears(self, worker: Refers, **said: Any) -> Case:
        """Somebody calls, or comes; a worker writes down the least."""
        return self._known(worker, worker.new(**{**OURS[self.country], "reasons": ["other"], **said}))

    def _known(self, worker: Refers, case: Case) -> Case:
        self.cases.append(case)
        for each in (worker, self.supervisor):
            self.tells(each, *self.canaries.planted)
        return case

    def keeps(self, worker: Refers, case: Case, *, age: str = "15-17", by: str = "child") -> None:
        """They say yes to its being written down."""
        form = re.search(r'name="form" value="(\w+)"', worker.page(case))[1]
        said = {"asked_of": by, "answer": "yes", "age_band": age, "how": "call", "form": form}
        worker.does(case, "permission", **said)

    def plans(self, worker: Refers, case: Case, *, need: str, what: str, by: str, view: str) -> None:
        """What is needed is written down, what is done is agreed to, and it begins."""
        for each in (worker, self.supervisor):
            self.tells(each, *self.canaries.planted)
        worker.does(case, "assessment", **{**ASSESSED, "said_safety": need})
        day = (self.at + timedelta(days=3)).date().isoformat()
        agreed = {"what_0": what, "by_0": by, "agrees_0": "yes"}
        worker.does(case, "plan", view=view, review_on=day, **agreed)
        if case.level in ("red", "orange"):
            self.supervisor.does(case, "step", step="approve_plan")
        else:
            worker.does(case, "step", step="plan")
        if case.state != "in_action":
            worker.does(case, "step", step="begin")

    def asks(
        self, worker: Refers, case: Case, partner: Organisation, *yes: dict, **said: Any
    ) -> CaseReferral:
        """A referral: drafted, allowed by each `yes`, written, read back, sent."""
        for each in (worker, self.supervisor):
            self.tells(each, *self.canaries.planted)
        drafted = {name: said.pop(name) for name in ("sent_by", "concerns_shelter") if name in said}
        row = worker.drafts(case, partner, **drafted)
        for each in yes or ({},):
            worker.hears(row, **each)
        safety = ["with_whom", "where_tonight", "if_they_come", "next_call"]
        worker.writes(row, **{"said_communication": "Slowly", **said}, safety=safety)
        worker.moves(row, "read-back")
        for step in ("make_ready", "send"):
            worker.moves(row, "send", step=step)
        return row

    def by_link(self, worker: Refers, row: CaseReferral, *words: str) -> Link:
        """Somebody at a service without accounts has a link and is told its code; the words are for them."""
        link = Link(worker, row)
        self.tells(link, *words)
        assert link.opens().status_code == 200
        return link

    def closes(self, worker: Refers, case: Case, *, view: str, reason: str = "goals_met") -> None:
        """Its owner asks; somebody else agrees."""
        worker.does(case, "closing", reason=reason, view=view, way_back_told="on")
        assert worker.client.post(f"{CASES}{case.id}/close").status_code == 404, "nobody closes their own"
        self.supervisor.does(case, "close")
        assert not case.is_open

    # --- what is asked of it when it is over -----------------------------------------------------

    def fields_asked(self) -> set[str]:
        """The name of every field on every page that was shown."""
        return {name for one in self.canaries.exchanges for name in FIELD.findall(one.body)}

    def found_nowhere(self, logged: str) -> None:
        """Every canary was read by somebody it was told to, and stands nowhere else."""
        unread, never = self.canaries.unread(), [each for each in self.fields_asked() if never_asked(each)]
        assert self.canaries.planted, "a story without a secret"
        assert not unread, f"nobody was told: {unread}"
        assert not never, never
        self._strangers_look()
        self._the_public_looks()
        leaked = self.canaries.leaked(logged)
        assert not leaked, "\n".join(leaked)

    def _strangers_look(self) -> None:
        """Everybody else goes to each list that there is for them, and asks for what was told."""
        for person in [self.cast.ours[role] for role in STRANGERS] + list(self.cast.theirs.values()):
            client = signed_in(person, self.at)
            for address, rule in STAFF:
                if LISTS.fullmatch(address) and rule.relations(person.role):
                    client.get(address)
            reads = CASE_RULE.relations(person.role) or person.role in ASK_ALL_THE_SAME
            for address in self._told_at() if reads else ():
                assert client.get(address).status_code == 404, (person.role, address)

    def _told_at(self) -> list[str]:
        """Addresses of the cases of this story, and of their referrals."""
        rows = [f"{CASES}{case.id}{page}" for case in self.cases for page in OF_A_CASE]
        for referral in CaseReferral.objects.filter(case__in=self.cases):
            rows += [f"{REFERRALS}{referral.id}", f"{REFERRALS}received/{referral.id}"]
        return rows

    def _the_public_looks(self) -> None:
        """Whoever has no code, and a program that reads the directory."""
        client = browser()
        for address in (*PUBLIC, *(f"/hsds/{each}" for each in API)):
            assert client.get(address).status_code in (200, 503), address
        for each in self.canaries.planted:
            said = client.post("/hsds/search", {"search": each}, content_type="application/json")
            assert (said.status_code, said.json()["empty"]) == (200, True), "found in the directory"


class StoryClock:
    """The time of a story; it passes when told to."""

    def __init__(self, monkeypatch: Any) -> None:
        self.shift = timedelta(0)
        for place in ("staff.gate", "doors.views"):
            monkeypatch.setattr(f"kapea.web.{place}.time", self)
        told = self

        class Now(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return told.now()

        monkeypatch.setattr("kapea.web.public.entry.datetime", Now)

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + self.shift

    at = property(now)

    def time(self) -> float:
        return self.now().timestamp()


def says(page: str) -> str:
    """The words of a page."""
    return plain(page)


__all__ = ["NUMBER", "Stage", "StoryClock", "says"]
