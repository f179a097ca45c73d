"""The pages to read, served from bytes that are made once per release, language and opening interval.

On a bad night everybody asks for the first view at once. It is the same for all but for the secret word of
its form, so nothing is looked up, laid out or compressed for each; and for half a second after somebody was
given a page, whoever asks for the same is given it without a thread, a view or a look at anything.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.core.exceptions import DisallowedHost
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kapea.content.queries import NothingLive, live_worlds
from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.guide import keys
from kapea.guide.ended import ended
from kapea.web.base.form_secret import (
    cookie_line,
    known_secret,
    new_secret,
    remember_secret,
    scattered,
)
from kapea.web.base.policy import HEADERS, content_policy
from kapea.web.base.ready_page import Copy, ReadyPage
from kapea.web.public import address, own_tab
from kapea.web.public.cookies import KEY, LEFT, has_left, key_gone_line
from kapea.web.public.entry import Visit
from kapea.web.public.frame import frame, page_context
from kapea.web.public.reading import PAGES

log = logging.getLogger(__name__)
GAP = "visitors-own-word"
"""Stands in a page while it is made, where the secret word of its form will stand."""
MOST_PAGES = 128
"""Pages kept of one release: each has some ten kilobytes."""
RECENT_SECONDS = 0.5
"""So long a page that was live, allowed and of this hour is taken to be so still."""
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


class RecentPages:
    """Pages that were given just now, by the host and the path exactly as they were asked for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pages: dict[tuple[str, str], tuple[ReadyPage, float]] = {}

    def get(self, host: str, path: str) -> ReadyPage | None:
        """The page, if it was given less than RECENT_SECONDS ago. Never waits."""
        page, until = self._pages.get((host, path), (None, 0.0))
        return page if self._clock() < until else None

    def put(self, host: str, path: str, page: ReadyPage) -> None:
        """Says that a page was given just now."""
        if len(self._pages) >= MOST_PAGES:
            self._pages = {}
        self._pages[host, path] = page, self._clock() + RECENT_SECONDS

    def clear(self) -> None:
        """Forgets every page."""
        self._pages = {}


recent_pages = RecentPages()
"""Of this process."""


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
    if request.META.get("QUERY_STRING") or has_left(request) or own_tab.is_guess(request.headers.get):
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
    context = {**page_context(around, page), "csrf_token": GAP}
    headers = {
        **HEADERS,
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": content_policy(),
        "Cache-Control": "no-store",
        "Vary": "Accept-Encoding, Cookie",
    }
    return ReadyPage(render_to_string(f"public/{template}.html", context), GAP, headers)


def _answer(request: HttpRequest, page: ReadyPage) -> HttpResponse:
    if host := request.META.get("HTTP_HOST"):
        recent_pages.put(host, request.path_info, page)
    copy, fresh = _copy(page, request.COOKIES, request.META.get("HTTP_ACCEPT_ENCODING", ""))
    response = HttpResponse(copy.body, headers=dict(copy.headers))
    if fresh:
        remember_secret(response, fresh)
    return own_tab.end_walk(request, response) if _is_first_view(request.path_info) else response


def recent_answer(host: str, path: str, cookies: str, encodings: str, *, guess: bool) -> Copy | None:
    """What a GET of a path without a query is given, of a page that was given just now; else None.

    `cookies` and `encodings` are headers as they came. `guess`: nobody has asked for it yet. Never waits.
    """
    page, brought = recent_pages.get(host, path), parse_cookie(cookies)
    ends = brought.get(KEY, "") if _is_first_view(path) else ""
    if page is None or brought.get(LEFT) or (ends and guess):
        return None
    copy, fresh = _copy(page, brought, encodings)
    lines = [cookie_line(fresh)] if fresh else []
    if ends:
        ended.add(keys.of_token(ends))
        lines.append(key_gone_line())
    return Copy([*copy.headers, *(("Set-Cookie", line) for line in lines)], copy.body)


def _is_first_view(path: str) -> bool:
    """Of the paths of pages to read."""
    return path.endswith("/")


def _copy(page: ReadyPage, cookies: dict[str, str], encodings: str) -> tuple[Copy, str]:
    """A visitor's own copy, and the secret word to give them; empty when they have one."""
    known = known_secret(cookies)
    fresh = "" if known else new_secret()
    return page.copy(scattered(known or fresh), compressed="gzip" in encodings), fresh
