"""The public door over HTTP: parses a request, calls one action or query, shows a page or redirects."""

from __future__ import annotations

from django.core.exceptions import TooManyFilesSent
from django.db import Error as AnyDatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.views.decorators.csrf import csrf_exempt

from kapea.content.queries import NothingLive, live_worlds
from kapea.web.base.request import note_failure, query_of
from kapea.web.public import (
    address,
    find_services,
    last_resort,
    navigation,
    own_tab,
    reading,
    steps,
    turns,
    unit_lists,
)
from kapea.web.public.cookies import LEFT
from kapea.web.public.entry import (
    Visit,
    country_for,
    public_page,
    render_countries,
    render_moved,
    render_nothing,
    render_page,
    render_refuge,
)
from kapea.web.public.settings_page import settings_page


def root(request: HttpRequest, tag: str = "") -> HttpResponse:
    """`/` leads to the visitor's language, or offers the countries where there are several.

    An address without its slash leads to the one with it.
    """
    try:
        worlds = live_worlds()
    except (NothingLive, AnyDatabaseError) as error:
        note_failure(request, error)
        return render_refuge(request, "cannot-go-on", 503)
    if not tag and len(worlds) > 1:
        return own_tab.end_walk(request, render_countries(request, worlds))
    found = address.resolve(tag, worlds) if tag else country_for(request, worlds)
    if found is None:
        return render_moved(request, tag, worlds)
    return HttpResponseRedirect(address.home_path(*found), headers={"Vary": "Accept-Language"})


@csrf_exempt
@public_page
def first(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The first view, from memory; it ends what was walked before. A POST only says: begin, although somebody
    left here just now.
    """
    if request.method == "POST":
        response = turns.SeeOther(address.home_path(visit.world, visit.language))
        response.delete_cookie(LEFT, samesite="Lax")
        return response
    page = render_page(request, visit, *reading.first_content(visit, request.get_host()))
    return own_tab.end_walk(request, page)


@public_page
def nothing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page that tells nobody anything: a conversation was asked for that is not of that tab."""
    return render_nothing(request, visit)


@public_page
def step(request: HttpRequest, visit: Visit, n: int) -> HttpResponse:
    """A step of the conversation: shown by GET, answered by POST."""
    if request.method == "POST":
        return turns.take_answer(request, visit, n)
    return steps.show_standing(request, visit, n)


@public_page
def more(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What can be learnt, practised and printed."""
    return render_page(request, visit, *reading.more_content(visit, request.get_host()))


@public_page
def start_journey(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """The page before a journey other than help; a POST begins it."""
    content = reading.journey_intro_content(address)(visit, request.get_host())
    if content is None:
        raise Http404
    if request.method == "POST":
        return turns.begin_journey(request, visit, None, navigation.OWN[address].journey)
    return render_page(request, visit, *content)


@public_page
def learn(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """A list of lessons, practice conversations or stories. A POST begins one, or brings a code: what was
    done is then marked on the list, and nothing of it is kept.
    """
    typed, code = (request.POST.get(name, "")[: unit_lists.MAX_CODE] for name in ("typed", "code"))
    page = unit_lists.unit_list(visit.world, visit.language, address, typed, code)
    if page is None:
        raise Http404
    if request.method == "POST" and "typed" not in request.POST:
        journey = unit_lists.journey_at(visit.world, address, request.POST.get("u", ""), code)
        return turns.begin_journey(request, visit, None, journey, code=code)
    return render_page(request, visit, "units", page)


@public_page
def all_settings(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every setting of every app, to read without a conversation."""
    page = settings_page(visit.world, visit.language, at=visit.at)
    if page is None:
        raise Http404
    return render_page(request, visit, "settings", page)


@public_page
def find(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Services of a kind, in a place; without a kind, the kinds to choose from."""
    query = query_of(request)
    kind, area = query.get("t", ""), query.get("a", "")
    number = int(kind) if kind.isascii() and kind.isdecimal() and len(kind) < 4 else 0
    page = find_services.services_page(visit.world, visit.language, number, area, at=visit.at)
    if page is None:
        return render_page(request, visit, *reading.service_types_content(visit, request.get_host()))
    return render_page(request, visit, "found", page)


@public_page
def cannot_read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Numbers, drawings and what can be heard."""
    return render_page(request, visit, *reading.cannot_read_content(visit, request.get_host()))


@public_page
def page_to_read(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """A page to read, by its number."""
    content = reading.text_content(number)(visit, request.get_host())
    if content is None:
        raise Http404
    return render_page(request, visit, *content)


@public_page
def other_languages(request: HttpRequest, visit: Visit, number: int = 0) -> HttpResponse:
    """The page in another language, by its number; without one, the languages to choose from."""
    made = reading.phrases_content(number) if number else reading.languages_content
    content = made(visit, request.get_host())
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
