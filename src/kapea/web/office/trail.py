"""The trail: who did what, in the organisation of whoever looks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.audit.models import Event
from kapea.web.base.request import query_of
from kapea.web.staff.frame import render_staff
from kapea.web.staff.signed import acting_member

A_PAGE = 50


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest first, fifty at a time."""
    found = visible_rows(acting_member(request), "audit.list", Event)
    before = query_of(request).get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 16:
        found = found.filter(number__lt=int(before))
    events = list(found.order_by("-number")[: A_PAGE + 1])
    older = events[A_PAGE - 1].number if len(events) > A_PAGE else 0
    return render_staff(request, "office/audit.html", events=events[:A_PAGE], older=older)
