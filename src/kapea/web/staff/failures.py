"""Pages of staff for what went wrong. Not there and not for you is one page, to the letter."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse

from kapea.web.staff.frame import language_of_browser, page_for_nobody, render_staff

log = logging.getLogger(__name__)
BARE = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Kapea</title>"
    "<p>Something went wrong here. What was saved is saved. Go back and try again."
)


def staff_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(request, "not-found", 404)


def staff_unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(request, "unreadable", 400)


def staff_lost(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _said(request, "lost", 403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _said(request, "too-many", 429)


def keys_away(request: HttpRequest) -> HttpResponse:
    """The key store does not answer, is empty, or is another's: nobody signs in, and the help pages go on."""
    return _said(request, "keys-away", 503)


def staff_broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours: without a look into the database or at who it is, either of which may be what failed.
    Raises nothing: should this page fail too, a line that needs nothing stands in its place.
    """
    try:
        page = page_for_nobody("staff/said.html", language_of_browser(request), word="broken")
    except Exception as error:
        log.error("staff: the page of a fault fails:", exc_info=error)
        page = BARE
    return HttpResponse(page, status=500)


def _said(request: HttpRequest, word: str, status: int) -> HttpResponse:
    return render_staff(request, "staff/said.html", status, word=word)
