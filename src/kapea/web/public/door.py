"""The public door's threshold: which release, which language, whether the visitor has just left.

Whatever fails, the page that is shown names who can help.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header

from kapea.content.queries import NothingLive, live_world
from kapea.core.dialogue.world import World
from kapea.web.base.policy import content_policy
from kapea.web.public import last, others
from kapea.web.public.frame import frame, leave_to

LEFT = "v"
"""The cookie Leave sets for five minutes; Back then meets an empty page, not words of help.

It names nothing and nobody, and it must outlive the clearing of everything else: without it the browser's
Back would ask for the first view and get it, numbers and all, in front of whoever has come near."""
LEFT_SECONDS = 300

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, "Visit", P], HttpResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """What every view is given: the live release's world, the language of the address, the time."""

    world: World
    language: str
    at: datetime


def door(view: Page[P]) -> Callable[..., HttpResponse]:
    """Wraps a view of an address whose first segment is a language."""

    @wraps(view)
    def enter(request: HttpRequest, language: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            visit = Visit(live_world(), language, datetime.now(UTC))
        except (NothingLive, DatabaseError):
            return refuge(request, "cannot-go-on", 503)
        if language not in visit.world.release.languages:
            raise Http404
        if has_left(request):
            return nothing(request, visit)
        try:
            return view(request, visit, *args, **kwargs)
        except DatabaseError:
            return refuge(request, "cannot-go-on", 503)

    return enter


def has_left(request: HttpRequest) -> bool:
    """Somebody left here just now, and nobody has tapped anything since."""
    return bool(request.COOKIES.get(LEFT)) and request.method != "POST"


def shown(request: HttpRequest, visit: Visit, template: str, page: Any, status: int = 200) -> HttpResponse:
    """A page in its frame. `page` is one of the plain values of `pages` and `others`."""
    path = request.path_info.partition("/")[2].partition("/")[2] if status < 400 else ""
    if request.method == "GET" and request.META.get("QUERY_STRING") and path:
        path += "?" + request.GET.urlencode()
    around = frame(visit.world, visit.language, path, at=visit.at)
    context = {"frame": around, "w": around.words, "page": page}
    response = render(request, f"public/{template}.html", context, status=status)
    response.headers["Content-Security-Policy"] = content_policy(leave_to(visit.world))
    return response


def nothing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page that tells nobody anything: a word and one button."""
    return shown(request, visit, "nothing", None)


def refuge(request: HttpRequest, word: str, status: int) -> HttpResponse:
    """Who can help, on an unlucky day. Stands on what is left: memory, or a page made at start."""
    try:
        world = live_world()
    except (NothingLive, DatabaseError):
        return last.page(wanted(request, last.languages()), status)
    language = wanted(request, world.release.languages, world.release.default_language)
    visit = Visit(world, language, datetime.now(UTC))
    if has_left(request):
        return nothing(request, visit)
    return shown(request, visit, "refuge", others.refuge(world, language, word, at=visit.at), status)


def wanted(request: HttpRequest, languages: tuple[str, ...], default: str = "") -> str:
    """The language of the address; else the first the browser asks for that we have; else the default."""
    first = request.path_info.split("/")[1] if "/" in request.path_info else ""
    if first in languages:
        return first
    for asked, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200]):
        if asked.split("-")[0] in languages:
            return asked.split("-")[0]
    return default or next(iter(languages), "")
