"""A one-time link that was made, and somebody in a browser who has it."""

from __future__ import annotations

import re

from tests.staff.cast import browser
from tests.staff.referrals_made import REFERRALS, Refers
from tests.staff.test_matrix import told

from kapea.care.models import CaseReferral, ReferralLink

NOWHERE = "/l/en/" + "a" * 32


class Link:
    """A link that was made, and somebody who has it."""

    def __init__(self, refers: Refers, row: CaseReferral) -> None:
        page = refers.client.post(f"{REFERRALS}{row.id}/link").content.decode()
        self.address = re.search(r'value="http://[^/]+(/l/en/[^"]+)"', page)[1]
        self.code = re.search(r"<b>(\d{4} \d{4})</b>", page)[1]
        self.token = self.address.removeprefix("/l/en/")
        self.client, self.page = browser(), ""

    def asks(self):
        return self.client.get(self.address)

    def opens(self, code: str = "", who: str = "Nurse Dara", **said):
        answer = self.client.post(self.address, {"code": code or self.code, "who": who, **said})
        found = re.search(r'name="page" value="([^"]+)"', answer.content.decode())
        self.page = found[1] if found else self.page
        return answer

    def answers(self, step: str, **said):
        return self.client.post(self.address, {"code": self.code, "page": self.page, "step": step, **said})


def is_not_there(answer) -> bool:
    nothing = browser().get(NOWHERE)
    return (answer.status_code, told(answer)) == (404, told(nothing))


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def passes(link: ReferralLink) -> None:
    """The wait after a wrong code is over."""
    ReferralLink.objects.filter(id=link.id).update(not_before=None)
