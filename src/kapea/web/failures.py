"""What answers when nothing else does: the public's page, or that of staff, by the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kapea.web.public import views as of_public
from kapea.web.staff import failures as of_staff
from kapea.web.staff.addresses import came_by_gate
from kapea.web.staff.gate import words_sealed


def answer_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return (
        of_staff.staff_not_found(request, exception)
        if came_by_gate(request)
        else of_public.not_found(request, exception)
    )


def answer_unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return (
        of_staff.staff_unreadable(request, exception)
        if came_by_gate(request)
        else of_public.unreadable(request, exception)
    )


def answer_broken(request: HttpRequest) -> HttpResponse:
    return of_staff.staff_broken(request) if came_by_gate(request) else of_public.broken(request)


def answer_lost(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form without its cookie. Of staff, its words may be sealed: they signed in again in another tab."""
    if not came_by_gate(request):
        return of_public.lost(request, reason)
    view = request.resolver_match.func if request.resolver_match else None
    return words_sealed(request, view) or of_staff.staff_lost(request, reason)
