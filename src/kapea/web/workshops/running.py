"""The page with which a workshop is led, and its numbers as a form without JavaScript sends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.content.queries import worlds
from kapea.core.languages.known import language as known_language
from kapea.core.workshops.count_entries import CountEntry, UnfitEntry
from kapea.learning.actions import NotTaken, TooManyEntries, enter_counts
from kapea.learning.models import Workshop
from kapea.learning.queries import counted_in
from kapea.people.ids import new_id
from kapea.people.models import MAX_LANGUAGE
from kapea.web.base.policy import content_policy
from kapea.web.base.request import query_of
from kapea.web.public.contacts import urgent_cards
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words
from kapea.web.workshops.field_words import FieldWords
from kapea.web.workshops.found import workshop_with_plan
from kapea.web.workshops.planning import HERE
from kapea.web.workshops.run_page import RunPage

MOST_FIGURES = 3


@require_safe
def run_workshop(request: HttpRequest, id: str) -> HttpResponse:
    """The page. It holds nothing but words of the pack and numbers, since a phone keeps it."""
    return _page(request, id)


@require_POST
def save_counts(request: HttpRequest, id: str) -> HttpResponse:
    """What was typed into the form. Where a number is none, all that was typed stands there again."""
    member = acting_member(request)
    try:
        entries = list(_typed(request.POST))
        with acting(member, "workshops.run", Workshop, id) as row:
            enter_counts(member, row, entries, at=request_time())
    except UnfitEntry:
        return _page(request, id, "fault-no-number")
    except (NotTaken, TooManyEntries):
        return _page(request, id, "fault-closed")
    chosen = f"?language={spoken}" if (spoken := _asked_language(request)) else ""
    return HttpResponseRedirect(f"{HERE}{id}/run{chosen}#{_anchor(request.POST)}")


def _typed(form: QueryDict) -> Iterator[CountEntry]:
    """An entry for each number that is not what stood there. Raises UnfitEntry for what is no number."""
    stood = _stood(form.get("standing", ""))
    for name in (name for name in form if name.startswith("c.")):
        was, *over = stood.get(name[2:], [""])
        if (typed := form.get(name, "").strip()) != was:
            if not (typed.isdecimal() and len(typed) <= MOST_FIGURES):
                raise UnfitEntry("value: a whole number")
            yield CountEntry(new_id(), name[2:], int(typed), frozenset(over))


def _stood(said: str) -> dict[str, list[str]]:
    """What the page showed that was typed into. Raises UnfitEntry where the form was tampered with."""
    try:
        return msgspec.json.decode(
            said or "{}", type=dict[str, Annotated[list[str], msgspec.Meta(min_length=1)]]
        )
    except msgspec.DecodeError:
        raise UnfitEntry("what the form says of the page does not read") from None


def _anchor(form: QueryDict) -> str:
    """The part whose button was pressed."""
    said = form.get("part", "")
    return f"p{said}" if said.isdecimal() and len(said) < 3 else "main"


def _asked_language(request: HttpRequest) -> str:
    """The language in which a group is spoken to, where whoever leads it chose one; it may not be theirs."""
    said = (
        request.POST.get("language", "")
        if request.method == "POST"
        else query_of(request).get("language", "")
    )
    return said if said.isascii() and said.isalpha() and len(said) <= MAX_LANGUAGE else ""


def _page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    language = language_of(request)
    row, release, plan = workshop_with_plan(request, "workshops.run", id)
    wanted = (_asked_language(request), language, release.default_language)
    spoken = next(each for each in wanted if each in release.languages)
    words = staff_words(language)
    labels = FieldWords(release, plan, spoken, words)
    page = RunPage(release, plan, spoken, counted_in(row), lambda field: words.get(field) or labels.of(field))
    response = render_staff(
        request,
        "workshops/run.html",
        409 if fault else 200,
        row=row,
        page=page,
        spoken=spoken,
        others=[(each, known_language(each).name) for each in release.languages if each != spoken],
        typed=request.POST if request.method == "POST" else {},
        urgent=urgent_cards(worlds.live(row.organisation.pack), spoken, at=request_time()),
        pictures=release.pictures,
        fault=fault,
    )
    # The one page of staff of which a browser may keep a copy: for where there is no network.
    response.headers["Content-Security-Policy"] = content_policy(worker=True)
    return response
