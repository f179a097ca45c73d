"""What answers when nothing else does: the public's page, or that of staff, by the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kapea.web.public import views as public
from kapea.web.staff import failures as staff
from kapea.web.staff.addresses import is_of_staff


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return (staff if is_of_staff(request) else public).not_found(request, exception)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return (staff if is_of_staff(request) else public).unreadable(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    return (staff if is_of_staff(request) else public).broken(request)


def lost(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its cookie."""
    return (staff if is_of_staff(request) else public).lost(request, reason)
