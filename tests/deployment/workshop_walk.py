"""A workshop behind the proxy: who leads it, and phones of whoever sits in the room."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.deployment.secure_visits import SecureStaff, SecureVisitor
from tests.deployment.staff_visits import Answer, surely

WORKSHOPS = "/staff/workshops/"
SHOWN = re.compile(r'<b class="typed number">([\d ]+)</b>')
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
CARDS = re.compile(r'<form class="picks".*?</form>', re.S)


def opened(lead: SecureStaff) -> tuple[str, str]:
    """A workshop of today whose phones may answer now: its address, and the number that is shown."""
    surely(lead, "GET", f"{WORKSHOPS}new")
    today = datetime.now(UTC).date().isoformat()
    outline = {"plan": "workshop-caregivers-once", "area": "12", "on": today}
    made = surely(lead, "POST", f"{WORKSHOPS}new", **outline)
    assert made.status == 302, made.body
    address = made.headers["location"]
    surely(lead, "GET", f"{address}/phones")
    assert surely(lead, "POST", f"{address}/phones/open", asked="before").status == 302
    page = surely(lead, "GET", f"{address}/phones").body
    shown = SHOWN.search(page)
    assert shown, page
    return address, shown[1].replace(" ", "")


def types_number(phone: SecureVisitor, number: str) -> Answer:
    surely(phone, "GET", "/en/a")
    return surely(phone, "POST", "/en/a", n=number)


def answers(phone: SecureVisitor, page: Answer, **said: str) -> Answer:
    """Sends what the page of cards sends, with a card for each item."""
    form = CARDS.search(page.body)
    assert form, page.body
    items = {name: "smile" for name in re.findall(r'name="(i\d)"', form[0])}
    hidden = {name: value for name, value in FIELD.findall(form[0]) if name != "csrfmiddlewaretoken"}
    return surely(phone, "POST", "/en/a", **hidden, **items, **said)
