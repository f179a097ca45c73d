"""The public door's threshold: which release, which language, whether the visitor has just left.

Whatever fails, the page that is shown names who can help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import Error as AnyDatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kapea.content.queries import NothingLive, live_worlds
from kapea.core.dialogue.world import World
from kapea.web.base.request import note_failure, query_of
from kapea.web.public import address, countries, last_resort, refuge
from kapea.web.public.cookies import has_left
from kapea.web.public.frame import PageFrame, frame, frame_of_no_country, page_context
from kapea.web.public.navigation import Link, footer_links

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, "Visit", P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """What every view is given: the world and the language that the address names, the time."""

    world: World
    language: str
    at: datetime


class Moved(HttpResponseRedirect):
    """307: a form is sent again to where its page stands now."""

    status_code = 307


def public_page(view: Page[P]) -> Callable[..., HttpResponse]:
    """Wraps a view of an address whose first segment says whose page it is, and in which language."""

    @wraps(view)
    def enter(request: HttpRequest, tag: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            worlds = live_worlds()
        except (NothingLive, AnyDatabaseError) as error:
            note_failure(request, error)
            return render_refuge(request, "cannot-go-on", 503)
        found = address.resolve(tag, worlds)
        if found is None:
            return render_moved(request, tag, worlds)
        visit = Visit(*found, datetime.now(UTC))
        if has_left(request):
            return render_nothing(request, visit)
        try:
            return view(request, visit, *args, **kwargs)
        except AnyDatabaseError as error:
            note_failure(request, error)
            return render_refuge(request, "cannot-go-on", 503)

    return enter


def render_moved(request: HttpRequest, tag: str, worlds: tuple[World, ...]) -> HttpResponse:
    """What an address leads to that was printed when other countries were served here; else raises Http404.

    Where it may mean several countries, nobody is sent to the numbers of one of them: the page asks which.
    """
    meant = address.meant_by(tag, worlds)
    if not meant:
        raise Http404
    if len(meant) > 1:
        return render_countries(request, tuple(world for world, _ in meant))
    rest = request.get_full_path().removeprefix(f"/{tag}").removeprefix("/")
    return Moved(f"{address.home_path(*meant[0])}{rest}")


def render_page(
    request: HttpRequest, visit: Visit, template: str, page: Any, status: int = 200
) -> HttpResponse:
    """A page in its frame. `page` is one of the plain values of `pages` and its neighbours."""
    stays = request.method == "GET" and status < 400  # what a form was answered with has no other address
    path = request.path_info.partition("/")[2].partition("/")[2] if stays else ""
    if path and (query := query_of(request)):
        path += "?" + query.urlencode()
    return render_in_frame(
        request, frame(visit.world, visit.language, path, at=visit.at), template, page, status
    )


def render_in_frame(
    request: HttpRequest, around: PageFrame, template: str, page: Any, status: int
) -> HttpResponse:
    """A page in a frame that is made already."""
    return render(request, f"public/{template}.html", page_context(around, page), status=status)


def render_nothing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page that tells nobody anything: a word and one button."""
    return render_page(request, visit, "nothing", None)


def render_refuge(request: HttpRequest, word: str, status: int, *, ways_on: bool = False) -> HttpResponse:
    """Who can help, on an unlucky day. Stands on what is left: memory, or a page made at start.

    With `ways_on`, the pages that need no conversation as well.
    """
    try:
        worlds = live_worlds()
    except (NothingLive, AnyDatabaseError):
        return last_resort.last_resort_page(request, status)
    found = address.resolve(first_segment(request), worlds)
    if found is None and len(worlds) > 1:
        return render_countries(request, worlds, word, status)
    visit = Visit(*(found or country_for(request, worlds)), datetime.now(UTC))
    if has_left(request):
        return render_nothing(request, visit)
    links = footer_links(visit.world, visit.language) if ways_on else ()
    return render_refuge_here(request, visit, word, status, links)


def render_refuge_here(
    request: HttpRequest, visit: Visit, word: str, status: int = 200, links: tuple[Link, ...] = ()
) -> HttpResponse:
    """The same for a visit whose country and language are known, with other ways on where there are."""
    page = refuge.refuge_page(visit.world, visit.language, word, links, at=visit.at)
    return render_page(request, visit, "refuge", page, status)


def render_countries(
    request: HttpRequest, worlds: tuple[World, ...], word: str = "", status: int = 200
) -> HttpResponse:
    """The countries, each with its languages and who to call there. The choice is an address only."""
    world, language = country_for(request, worlds)
    visit = Visit(world, language, datetime.now(UTC))
    if has_left(request):
        return render_nothing(request, visit)
    says = world.release.text(f"word.{word}", language) if word else ""
    around = frame_of_no_country(world, language, at=visit.at)
    page = countries.countries_page(worlds, says, at=visit.at)
    return render_in_frame(request, around, "countries", page, status)


def first_segment(request: HttpRequest) -> str:
    return request.path_info.split("/")[1] if "/" in request.path_info else ""


def country_for(request: HttpRequest, worlds: tuple[World, ...]) -> tuple[World, str]:
    """The country and the language that the browser asks for."""
    return countries.country_asked_for(worlds, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
