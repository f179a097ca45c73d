"""Somebody at the desk, over HTTP: what they send, and what they are told."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.staff.cast import signed_in

from kapea.care.models import Case
from kapea.web.staff.words import staff_words

DESK, CASES = "/staff/desk/", "/staff/desk/cases/"
PLANTED = "zebrafinch"
NEW = {
    "level": "yellow",
    "language": "km",
    "age_band": "15-17",
    "who_asked": "child",
    "came_by": "chat",
    "reasons": ["extortion_images", "peers"],
    "called": "Paper Boat",
    "wish": f"That it stops, {PLANTED}.",
}
DOMAINS = ("safety", "health", "feelings", "home", "school", "legal", "money")
ASSESSED = {f"need_{domain}": "some" for domain in DOMAINS} | {"said_safety": f"The {PLANTED} is near."}
SAID = staff_words("en")


class Worker:
    """Somebody at the desk, in a browser that sends what its pages ask for."""

    def __init__(self, person, at) -> None:
        self.person, self.client = person, signed_in(person, at)

    def new(self, **other) -> Case:
        before = set(Case.objects.values_list("id", flat=True))
        answer = self.client.post(f"{CASES}new", {**NEW, **other})
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.exclude(id__in=before).get()

    def does(self, case: Case, what: str, **said) -> None:
        """Something that is done, and leads back to the case."""
        answer = self.client.post(f"{CASES}{case.id}/{what}", said)
        assert (answer.status_code, answer["location"]) == (302, f"{CASES}{case.id}"), self.fault(answer)
        case.refresh_from_db()

    def is_refused(self, case: Case, what: str, **said) -> str:
        """What is said of something that is not done; the row stays as it was."""
        before = Case.objects.filter(id=case.id).values().get()
        answer = self.client.post(f"{CASES}{case.id}/{what}", said)
        assert answer.status_code == 409, answer.status_code
        assert Case.objects.filter(id=case.id).values().get() == before
        return self.fault(answer)

    def fault(self, answer) -> str:
        found = re.search(r'<p class="fault" role="alert">([^<]*)', answer.content.decode())
        return found[1] if found else ""

    def page(self, case: Case, status: int = 200) -> str:
        answer = self.client.get(f"{CASES}{case.id}")
        assert answer.status_code == status
        return answer.content.decode()

    def says_yes(self, case: Case, answer: str = "yes") -> None:
        said = {"asked_of": "child", "answer": answer, "age_band": "15-17", "how": "chat"}
        form = re.search(r'name="form" value="(\w+)"', self.page(case))[1]
        self.does(case, "permission", form=form, **said)


def planned(cast) -> dict[str, str]:
    day = (cast.at + timedelta(days=5)).date().isoformat()
    return {
        "what_0": "A new password",
        "by_0": "her aunt",
        "agrees_0": "yes",
        "view": "Good",
        "review_on": day,
    }


def in_action(cast, worker) -> Case:
    """A case whose plan is being done."""
    case = worker.new()
    worker.says_yes(case)
    worker.does(case, "assessment", **ASSESSED)
    worker.does(case, "plan", **planned(cast))
    worker.does(case, "step", step="plan")
    worker.does(case, "step", step="begin")
    return case
