"""Answers on people's own phones, for whoever leads: a number to show, how many answered, and what becomes of
it. Who answered nobody is told, and what was answered not before it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.content.queries import NothingLive, worlds
from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE, CARDS
from kapea.core.pack.model import Release
from kapea.core.workshops.count_entries import CountedField, UnfitEntry
from kapea.core.workshops.counted_fields import card_field
from kapea.core.workshops.own_phones import LEAST_ON_PHONES, asked_on_phones
from kapea.core.workshops.workshop_states import NumbersDiffer, WorkshopState
from kapea.learning.actions import NotTaken, TooManyEntries
from kapea.learning.actions_phones import (
    NotForPhones,
    NumbersChanged,
    PhonesAlready,
    TooFewPhones,
    add_phone_answers,
    open_for_phones,
    throw_phone_answers_away,
)
from kapea.learning.models import PhonePart, Workshop
from kapea.learning.queries import NoSuchPlan, counted_in, plan_of
from kapea.web.public.address import home_path
from kapea.web.public.card_answers import ADDRESS
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.workshops.found import workshop_with_plan
from kapea.web.workshops.planning import HERE

FAULTS: Mapping[type[Exception], str] = {
    PhonesAlready: "phones-fault-already",
    TooFewPhones: "phones-few",
    NumbersChanged: "phones-fault-changed",
    NumbersDiffer: "fault-numbers-differ",
    UnfitEntry: "fault-no-number",
    TooManyEntries: "fault-closed",
    NotTaken: "fault-closed",
}
"""What cannot be done now, to its words."""


@dataclass(frozen=True, slots=True)
class PhoneItem:
    """An item, and the numbers of cards that were counted of it; several where two differ."""

    ask: str
    cards: str


@dataclass(frozen=True, slots=True)
class PhonesOfPart:
    """Where before, or after, stands on phones. `state`: new, open, over, added. `seen`: the ids of the
    entries of cards that stand there, as the form says them again. `until`: a time of day, there.
    """

    asked: str
    state: str
    items: tuple[PhoneItem, ...]
    seen: str
    number: str = ""
    until: str = ""
    answered: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether so many answered that nobody is found among them."""
        return self.answered >= LEAST_ON_PHONES


@require_safe
def phones_page(request: HttpRequest, id: str) -> HttpResponse:
    """The number, large, and how many have answered."""
    return _page(request, id)


@require_POST
def open_phones(request: HttpRequest, id: str) -> HttpResponse:
    """Draws a number for before or after."""
    member, asked = acting_member(request), _asked(request)
    try:
        with acting(member, "workshops.run", Workshop, id) as row:
            _, plan = plan_of(row)
            open_for_phones(member, row, plan, asked, at=request_time())
    except (NothingLive, NoSuchPlan, NotForPhones):
        raise Http404 from None
    except tuple(FAULTS) as why:
        return _page(request, id, FAULTS[type(why)])
    return HttpResponseRedirect(f"{HERE}{id}/phones#{asked}")


@require_POST
def close_phones(request: HttpRequest, id: str) -> HttpResponse:
    """Adds the answers to the cards, once somebody has said that nobody did both; or throws them away."""
    member, asked, at = acting_member(request), _asked(request), request_time()
    adds = request.POST.get("then") == "add"
    if adds and request.POST.get("apart") != "yes":
        return _page(request, id, "phones-fault-apart")
    try:
        with acting(member, "workshops.change", Workshop, id) as row:
            if adds:
                seen = frozenset(request.POST.get("seen", "").split())
                add_phone_answers(member, row, asked, seen, at=at)
            else:
                throw_phone_answers_away(member.name_in_audit, row, asked, at=at)
    except tuple(FAULTS) as why:
        return _page(request, id, FAULTS[type(why)])
    return HttpResponseRedirect(f"{HERE}{id}/phones#{asked}")


def _asked(request: HttpRequest) -> str:
    """Before, or after; before where a form says nothing that is known."""
    return AFTER if request.POST.get("asked") == AFTER else BEFORE


def _page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    language = language_of(request)
    row, release, plan = workshop_with_plan(request, "workshops.read", id)
    if plan.is_class:
        raise Http404
    parts = {part.asked: part for part in PhonePart.objects.filter(workshop=row)}
    asked = {when: asked_on_phones(plan, when, row.fields) for when in ASKED_WHEN}
    fields, at = counted_in(row), request_time()
    return render_staff(
        request,
        "workshops/phones.html",
        409 if fault else 200,
        row=row,
        title=release.text(plan.title, language),
        address=_address(request, row, release),
        parts=[
            _part(when, items, parts.get(when), fields, release, language, at)
            for when, items in asked.items()
            if items
        ],
        may_open=row.standing in (WorkshopState.PLANNED, WorkshopState.RUNNING),
        one_is_open=any(part.is_open for part in parts.values()),
        least=LEAST_ON_PHONES,
        fault=fault,
    )


def _part(
    when: str,
    items: tuple[str, ...],
    part: PhonePart | None,
    fields: Mapping[str, CountedField],
    release: Release,
    language: str,
    at: datetime,
) -> PhonesOfPart:
    found = [[fields.get(card_field(when, id, card)) for card in CARDS] for id in items]
    standing = sorted({id for cards in found for each in cards if each is not None for id in each.over})
    asked = (release.text(release.measures[id].ask, language) for id in items)
    shown = tuple(PhoneItem(ask, _counted(cards)) for ask, cards in zip(asked, found, strict=True))
    if part is None:
        return PhonesOfPart(when, "new", shown, " ".join(standing))
    number, zone = part.number, ZoneInfo(release.time_zone)
    return PhonesOfPart(
        asked=when,
        state="added" if not number else "open" if at < part.closes_at else "over",
        items=shown,
        seen=" ".join(standing),
        number=f"{number[:3]} {number[3:]}".strip(),
        until=f"{part.closes_at.astimezone(zone):%H:%M}",
        answered=part.answered,
    )


def _counted(cards: list[CountedField | None]) -> str:
    """How many cards of an item were counted; where two numbers stand in one field, none can be said."""
    found = [each for each in cards if each is not None]
    values = [each.value for each in found if each.value is not None]
    if len(values) < len(found):
        return "?"
    return str(sum(values)) if values else "–"


def _address(request: HttpRequest, row: Workshop, release: Release) -> str:
    """What people open on their phones, in the language of the country; of this site, if it serves them."""
    is_here = any(area.name == "public" for area in settings.KAPEA_AREAS)
    host = request.get_host() if is_here else "…"
    return f"{host}{home_path(worlds.live(row.organisation.pack), release.default_language)}{ADDRESS}"
