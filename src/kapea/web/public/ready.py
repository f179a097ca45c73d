"""The pages to read, served from bytes that are made once per release, language and opening interval.

On a bad night everybody asks for the first view at once. It is the same for all but for the secret word of
its form, so nothing is looked up, laid out or compressed for each.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

from django.core.exceptions import DisallowedHost
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kapea.content.queries import NothingLive, live_worlds
from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.web.base.form_secret import form_secret, new_secret, remember_secret, scattered
from kapea.web.base.policy import HEADERS, content_policy
from kapea.web.base.ready_page import ReadyPage
from kapea.web.public import address
from kapea.web.public.cookies import has_left
from kapea.web.public.entry import Visit
from kapea.web.public.frame import frame
from kapea.web.public.reading import PAGES

log = logging.getLogger(__name__)
GAP = "visitors-own-word"
"""Stands in a page while it is made, where the secret word of its form will stand."""
MOST_PAGES = 128
"""Pages kept of one release: each has some ten kilobytes."""
COMPRESSED = {"Content-Encoding": "gzip"}
Interval = tuple[str, int]
Key = tuple[str, str, str]
"""Language, what follows the first segment of the address, and the host asked for."""
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ReadyPages:
    """What is ready of one release in one opening interval."""

    def __init__(self) -> None:
        self._of: tuple[Interval, dict[Key, ReadyPage]] = (("", -1), {})

    def get(self, interval: Interval, key: Key) -> ReadyPage | None:
        """The page, if it was made in this very interval."""
        made_in, pages = self._of
        return pages.get(key) if interval == made_in else None

    def put(self, interval: Interval, key: Key, page: ReadyPage) -> None:
        """Keeps a page; those of an interval that is over go."""
        made_in, pages = self._of
        if interval != made_in or len(pages) >= MOST_PAGES:
            pages = {}
            self._of = (interval, pages)
        pages[key] = page


@cached_per_world()
def ready_pages(world: World) -> ReadyPages:
    """What is ready of a world; it goes when the world does."""
    return ReadyPages()


def serve_ready(get_response: GetResponse) -> GetResponse:
    """Answers with a page that is ready; anything else goes on to the views."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        page = _page_for(request)
        return _answer(request, page) if page else get_response(request)

    return respond


def _page_for(request: HttpRequest) -> ReadyPage | None:
    """None also where a page cannot be made: the view then meets the same fault, and knows what to show."""
    segment, slash, rest = request.path_info[1:].partition("/")
    if request.method != "GET" or not slash or rest not in PAGES:
        return None
    if request.META.get("QUERY_STRING") or has_left(request):
        return None
    try:
        visited = address.resolve(segment, live_worlds())
        return _ready_page(Visit(*visited, datetime.now(UTC)), rest, request.get_host()) if visited else None
    except (NothingLive, AnyDatabaseError, DisallowedHost):
        return None
    except Exception as error:
        log.warning("web: a page could not be made ready: %s", type(error).__name__)
        return None


def _ready_page(visit: Visit, rest: str, host: str) -> ReadyPage | None:
    pages = ready_pages(visit.world)
    interval, key = visit.world.interval(visit.at), (visit.language, rest, host)
    page = pages.get(interval, key)
    if page is None and (page := _made(visit, rest, host)) is not None:
        pages.put(interval, key, page)
    return page


def _made(visit: Visit, rest: str, host: str) -> ReadyPage | None:
    content = PAGES[rest](visit, host)
    if content is None:
        return None
    template, page = content
    around = frame(visit.world, visit.language, rest, at=visit.at)
    context = {"frame": around, "w": around.words, "page": page, "csrf_token": GAP}
    headers = {
        **HEADERS,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": content_policy(),
        "Cache-Control": "no-store",
        "Vary": "Accept-Encoding, Cookie",
    }
    return ReadyPage(render_to_string(f"public/{template}.html", context), GAP, headers)


def _answer(request: HttpRequest, page: ReadyPage) -> HttpResponse:
    known = form_secret(request)
    word = known or new_secret()
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.gzipped(scattered(word)), headers=page.headers | COMPRESSED)
    else:
        response = HttpResponse(page.plain(scattered(word)), headers=page.headers)
    if not known:
        remember_secret(response, word)
    return response
