"""A workshop whose people answer on phones: the facilitator's page, and as many phones as are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from django.http import HttpResponse
from django.test import Client
from tests.pages.conftest import Visitor
from tests.staff.cast import Cast, signed_in

from kapea.core.staff.roles import Role
from kapea.core.workshops.counted_fields import card_field
from kapea.learning.models import PhonePart, Workshop
from kapea.learning.queries import counted_in

HERE = "/staff/workshops/"
ITEMS = ("first-words", "paying", "one-number")
"""What the plan of the cast asks before and after."""
YES, NO, PASS = "smile", "straight", "question"
FIVE = [(YES, NO, PASS)] * 5
"""As many as are told of."""


@dataclass
class PhoneRoom:
    """`leads` is the browser of whoever leads the workshop."""

    workshop: Workshop
    leads: Client
    phones: list[Visitor] = field(default_factory=list)

    @property
    def page(self) -> str:
        return f"{HERE}{self.workshop.id}/phones"

    def opens(self, asked: str = "before") -> str:
        """Opens a part; the number that is shown."""
        assert self.leads.post(f"{self.page}/open", {"asked": asked}).status_code == 302
        return self.number(asked)

    def number(self, asked: str = "before") -> str:
        return PhonePart.objects.get(workshop=self.workshop, asked=asked).number

    def adds(self, asked: str = "before", **fields: str) -> HttpResponse:
        """Says that nobody did both, and adds the answers."""
        return self.leads.post(f"{self.page}/close", {**self.form(asked), "apart": "yes", **fields})

    def discards(self, asked: str = "before") -> HttpResponse:
        return self.leads.post(f"{self.page}/close", {"asked": asked, "then": "discard"})

    def form(self, asked: str = "before") -> dict[str, str]:
        """What the form of the page sends."""
        text = unescape(self.leads.get(self.page).content.decode())
        seen = re.search(
            rf'name="asked" value="{asked}"><input type="hidden" name="seen" value="([^"]*)"', text
        )
        return {"asked": asked, "then": "add", "seen": seen[1] if seen else ""}

    def cards(self, asked: str = "before") -> dict[str, tuple[int, ...]]:
        """What stands in the workshop, by item: smile, straight, question."""
        fields = counted_in(self.workshop)
        found = {
            id: [fields.get(card_field(asked, id, card)) for card in ("smile", "straight", "question")]
            for id in ITEMS
        }
        return {id: tuple(each.value for each in cards) for id, cards in found.items() if None not in cards}

    def people(self, number: str, answers: list[tuple[str, ...]], codes: list[str] | None = None) -> None:
        """So many people answer, each on their own phone."""
        for each, code in zip(answers, codes or [""] * len(answers), strict=True):
            assert sends(Visitor(enforce_csrf_checks=True), number, each, code).status_code == 303


def room_of(cast: Cast, role: Role = Role.FACILITATOR) -> PhoneRoom:
    return PhoneRoom(cast.workshop, signed_in(cast.ours[role], cast.at))


def asks(phone: Visitor, number: str, language: str = "en") -> HttpResponse:
    """Somebody opens the address and types a number."""
    page = phone.get(f"/{language}/a")
    return phone.post(*form_of(page, n=number))


def form_of(page: HttpResponse, **fields: str) -> tuple[str, dict[str, str]]:
    """The form in the page that asks for a number or shows cards, with what is typed or chosen."""
    text = page.content.decode()
    [(action, inner)] = re.findall(
        r'<form class="(?:where|picks)" method="post" action="([^"]+)">(.*?)</form>', text, re.S
    )
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner)
    return action, {**dict(hidden), **fields}


def sends(
    phone: Visitor, number: str, answers: tuple[str, ...], code: str = "", language: str = "en"
) -> HttpResponse:
    """Somebody chooses cards, in the order of the items; an empty word leaves one out."""
    page = asks(phone, number, language)
    return phone.post(*form_of(page, **chosen(answers), c=code))


def chosen(answers: tuple[str, ...]) -> dict[str, str]:
    return {f"i{n}": card for n, card in enumerate(answers, 1) if card}
