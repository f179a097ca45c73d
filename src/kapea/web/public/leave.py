"""Leave, over HTTP: forgets, clears, and shows an ordinary page. Whatever fails, one still leaves."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from kapea.content.queries import NothingLive, live_worlds
from kapea.guide import actions, keys
from kapea.web.base.request import form_of
from kapea.web.public import address, last_resort
from kapea.web.public.cookies import KEY, LEFT, LEFT_SECONDS
from kapea.web.public.frame import TITLE, leave_to


@csrf_exempt
def leave(request: HttpRequest) -> HttpResponse:
    """Forgets the conversation, clears what the browser keeps, goes to an ordinary page.

    Needs no cookie, no form and no database. `s` in the form: a script goes there by itself.
    """
    try:
        if request.method == "POST":
            actions.forget(keys.of_token(request.COOKIES.get(KEY, "")))
    except AnyDatabaseError:
        pass  # the row can no longer be opened without the cookie deleted below, and is swept within minutes
    form = form_of(request)
    response = HttpResponse(status=204) if form.get("s") else _leaving_page(request, form.get("l", ""))
    for name in (KEY, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
    response.set_cookie(LEFT, "1", max_age=LEFT_SECONDS, samesite="Lax", secure=settings.HTTPS)
    # Storage stays: it holds only what somebody chose to keep, and was told that Leave does not remove.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _leaving_page(request: HttpRequest, tag: str) -> HttpResponse:
    """An empty page that goes on by itself. A redirect would not do: browsers hold every hop after a form
    against the page's policy, and an ordinary site that moves (`m.`, `www.`) would leave the help standing.
    """
    to = _leave_target(tag)
    return render(request, "public/leaving.html", {"title": TITLE, "to": to, "host": urlsplit(to).netloc})


def _leave_target(tag: str) -> str:
    """Where Leave goes from a page of this country; a failing database keeps nobody here."""
    try:
        worlds = live_worlds()
    except (NothingLive, AnyDatabaseError):
        worlds = last_resort.last_resort.worlds()
    if not worlds:
        return str(settings.KAPEA_LEAVE_TO)
    found = address.resolve(tag, worlds)
    return leave_to(found[0] if found else worlds[0])
