"""The public door's threshold: which release, which language, whether the visitor has just left.

Whatever fails, the page that is shown names who can help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from kapea.content.queries import NothingLive, live_worlds
from kapea.core.dialogue.world import World
from kapea.core.languages.accept import accepted_languages
from kapea.web.base.request import note_failure, query_of
from kapea.web.public import address, countries, last_resort, refuge
from kapea.web.public.cookies import has_left
from kapea.web.public.frame import PageFrame, frame
from kapea.web.public.navigation import footer_links

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
    path = request.path_info.partition("/")[2].partition("/")[2] if status < 400 else ""
    if request.method == "GET" and path and (query := query_of(request)):
        path += "?" + query.urlencode()
    return render_in_frame(
        request, frame(visit.world, visit.language, path, at=visit.at), template, page, status
    )


def render_in_frame(
    request: HttpRequest, around: PageFrame, template: str, page: Any, status: int
) -> HttpResponse:
    """A page in a frame that is made already."""
    context = {"frame": around, "w": around.words, "page": page}
    return render(request, f"public/{template}.html", context, status=status)


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
    world, language = found or (worlds[0], preferred_language(request, worlds[0]))
    visit = Visit(world, language, datetime.now(UTC))
    if has_left(request):
        return render_nothing(request, visit)
    page = refuge.refuge_page(world, language, word, at=visit.at)
    links = footer_links(world, language) if ways_on else ()
    return render_page(request, visit, "refuge", replace(page, links=links), status)


def render_countries(
    request: HttpRequest, worlds: tuple[World, ...], word: str = "", status: int = 200
) -> HttpResponse:
    """The countries, each with its languages and who to call there. The choice is an address only."""
    world, language = country_for_language(request, worlds)
    visit = Visit(world, language, datetime.now(UTC))
    if has_left(request):
        return render_nothing(request, visit)
    says = world.release.text(f"word.{word}", language) if word else ""
    around = replace(frame(world, language, at=visit.at), home="/", tongues=(), dial=None)
    return render_in_frame(
        request, around, "countries", countries.countries_page(worlds, says, at=visit.at), status
    )


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, seen past our own proxies; used for the flood gates and nothing else."""
    hops = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    proxies = settings.KAPEA_PROXIES
    return hops[-proxies] if 0 < proxies <= len(hops) else str(request.META.get("REMOTE_ADDR", ""))


def first_segment(request: HttpRequest) -> str:
    return request.path_info.split("/")[1] if "/" in request.path_info else ""


def preferred_language(request: HttpRequest, world: World) -> str:
    """The first language the browser asks for that the country has; else the country's own."""
    languages = world.release.languages
    return next((asked for asked in _accepted(request) if asked in languages), world.release.default_language)


def country_for_language(request: HttpRequest, worlds: tuple[World, ...]) -> tuple[World, str]:
    """A country that has the first language the browser asks for, and that language; else English."""
    for asked in _accepted(request):
        for world in worlds:
            if asked in world.release.languages:
                return world, asked
    return worlds[0], "en"


def _accepted(request: HttpRequest) -> tuple[str, ...]:
    return accepted_languages(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
