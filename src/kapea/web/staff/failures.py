"""Pages of staff for what went wrong. Not there and not for you is one page, to the letter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kapea.web.staff.frame import render_staff


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
    """A fault of ours: without a look in the database, which may be what failed."""
    return HttpResponse(
        "Something went wrong here. What you had saved is saved. Please try again.\n",
        status=500,
        content_type="text/plain; charset=utf-8",
    )


def _said(request: HttpRequest, word: str, status: int) -> HttpResponse:
    return render_staff(request, "staff/said.html", status, word=word)
