"""The public door over HTTP: parses a request, calls one action or query, shows a page or redirects."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.views.decorators.csrf import csrf_exempt

from kapea.content.queries import NothingLive, live_worlds
from kapea.core.dialogue.events import Answer, Event, Move, Said
from kapea.core.dialogue.state import cut
from kapea.core.dialogue.step import look
from kapea.core.dialogue.text_input import MAX_SAID
from kapea.guide import access, actions
from kapea.web.base.request import query_of
from kapea.web.public import address, last_resort, navigation, others, pages, reading
from kapea.web.public.cookies import KEY, LEFT
from kapea.web.public.entry import (
    Visit,
    client_address,
    preferred_language,
    public_page,
    render_countries,
    render_moved,
    render_nothing,
    render_page,
    render_refuge,
)
from kapea.web.public.rate_limit import flood

CHANNEL = "web"
MOVES = ("help", "back", "restart")
MAX_KEY = 40


class SeeOther(HttpResponseRedirect):
    """303: the answer to a form is a page of its own, so reloading sends nothing twice."""

    status_code = 303


def root(request: HttpRequest, tag: str = "") -> HttpResponse:
    """`/` leads to the visitor's language, or offers the countries where there are several.

    An address without its slash leads to the one with it.
    """
    try:
        worlds = live_worlds()
    except (NothingLive, DatabaseError):
        return render_refuge(request, "cannot-go-on", 503)
    if not tag and len(worlds) > 1:
        return render_countries(request, worlds)
    found = address.resolve(tag, worlds) if tag else (worlds[0], preferred_language(request, worlds[0]))
    if found is None:
        return render_moved(request, tag, worlds)
    return HttpResponseRedirect(address.home_path(*found), headers={"Vary": "Accept-Language"})


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@csrf_exempt
@public_page
def first(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The first view, from memory. A POST only says: begin, although somebody left here just now."""
    if request.method == "POST":
        response = SeeOther(address.home_path(visit.world, visit.language))
        response.delete_cookie(LEFT, samesite="Lax")
        return response
    return render_page(request, visit, *reading.first(visit, request.get_host()))


@public_page
def step(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    """A step of the conversation: shown by GET, answered by POST."""
    return _answered(request, visit, n) if request.method == "POST" else _standing(request, visit, n)


def _standing(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    token = request.COOKIES.get(KEY, "")
    found = access.standing(token, language=visit.language, at=visit.at)
    if found is None or found.world.release.id != visit.world.release.id:
        return render_nothing(request, visit)
    here = address.home_path(visit.world, visit.language)
    depth = len(found.state.path) - 1
    if n > depth:
        return HttpResponseRedirect(f"{here}h/{depth}")
    state = cut(found.state, n)
    if state.place[0] == found.world.start and n == 0:
        return HttpResponseRedirect(here)
    view = look(found.world, state, at=visit.at, note="unreadable" if state.misses else "")
    there = Visit(found.world, visit.language, visit.at)
    return render_page(request, there, "step", pages.step_page(found.world, view, n))


def _answered(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    token, event = request.COOKIES.get(KEY, ""), _event(request)
    begins = "b" in request.POST
    turn = None
    if token and not begins:
        turn = actions.receive(
            token=token,
            after=n,
            event=event,
            language=visit.language,
            channel=CHANNEL,
            pack=visit.world.release.id,
            at=visit.at,
        )
    if turn is None and n > 0:
        return render_page(request, visit, "refuge", _lost(visit))
    return _to(request, visit, turn) if turn is not None else _begun(request, visit, token, event, "help")


def _lost(visit: Visit) -> others.RefugePage:
    return others.refuge_page(visit.world, visit.language, "lost", at=visit.at)


def _begun(request: HttpRequest, visit: Visit, token: str, event: Event | None, journey: str) -> HttpResponse:
    """A new conversation in place of any old one, unless too many begin from one place at once."""
    if not flood.allows(client_address(request), settings.KAPEA_NEW_PER_MINUTE):
        page = others.refuge_page(visit.world, visit.language, "slow-down", at=visit.at)
        return render_page(request, visit, "refuge", page, 429)
    actions.forget(token=token)
    turn = actions.start(
        world=visit.world,
        event=event,
        language=visit.language,
        channel=CHANNEL,
        at=visit.at,
        journey=journey,
    )
    return _to(request, visit, turn)


def _to(request: HttpRequest, visit: Visit, turn: actions.Turn) -> HttpResponse:
    response = SeeOther(f"{address.home_path(visit.world, visit.language)}h/{turn.depth}")
    response.set_cookie(KEY, turn.token, httponly=True, samesite="Lax", secure=settings.HTTPS)
    if LEFT in request.COOKIES:
        response.delete_cookie(LEFT, samesite="Lax")
    return response


def _event(request: HttpRequest) -> Event:
    """What a form says: words, a move, or the key of an answer. Anything else is an answer nobody offered."""
    if words := request.POST.get("w", ""):
        return Said(words[:MAX_SAID])
    move = request.POST.get("m", "")
    return Move(move) if move in MOVES else Answer(request.POST.get("a", "")[:MAX_KEY])


@public_page
def more(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be learnt, practised and printed."""
    return render_page(request, visit, *reading.more(visit, request.get_host()))


@public_page
def opening(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """The page before a journey other than help; a POST begins it."""
    content = reading.opening(address)(visit, request.get_host())
    if content is None:
        raise Http404
    if request.method == "POST":
        return _begun(request, visit, request.COOKIES.get(KEY, ""), None, navigation.OWN[address].journey)
    return render_page(request, visit, *content)


@public_page
def find(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Services of a kind, in a place; without a kind, the kinds to choose from."""
    query = query_of(request)
    kind, area = query.get("t", ""), query.get("a", "")
    number = int(kind) if kind.isascii() and kind.isdecimal() and len(kind) < 4 else 0
    page = others.services_page(visit.world, visit.language, number, area, at=visit.at)
    if page is None:
        return render_page(request, visit, *reading.service_types(visit, request.get_host()))
    return render_page(request, visit, "found", page)


@public_page
def leaf(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    content = reading.text(number)(visit, request.get_host())
    if content is None:
        raise Http404
    return render_page(request, visit, *content)


def lost(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its cookie: who can help, a fresh start, and the pages that need no cookie.

    A browser that keeps none would otherwise be told to begin again for ever.
    """
    if reason == REASON_NO_CSRF_COOKIE:
        return render_refuge(request, "no-cookies", 403, ways_on=True)
    return render_refuge(request, "lost", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_refuge(request, "not-found", 404)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too much, or not what a form of ours sends. A file gets the answer a picture gets at every door."""
    return render_refuge(
        request, "note-media" if isinstance(exception, TooManyFilesSent) else "cannot-go-on", 400
    )


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours. Should the page about it fail too, the one made at start stands."""
    try:
        return render_refuge(request, "cannot-go-on", 500)
    except Exception:
        return last_resort.last_resort_page(request, 500)
