"""Asking whether somebody may be called once, later, to hear if the help helped; and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import acting
from kapea.care.actions import CareRefused, record_permission
from kapea.care.feedback_calls import feedback_scope, take_feedback_back
from kapea.care.models import Case
from kapea.care.reaching import safe_way
from kapea.core.care.scopes import FeedbackCallScope
from kapea.web.desk.answered_forms import answered_permission
from kapea.web.desk.case_page import case_page
from kapea.web.desk.forms import KeepForm
from kapea.web.desk.found import CASES, OpenCase, open_here
from kapea.web.desk.reach_strip import ASK_FEEDBACK
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member


@require_POST
def answer_feedback(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down what somebody said to one call by their safe way."""
    member, at = acting_member(request), request_time()
    found, form = open_here(request, "cases.write", id), KeepForm(request.POST)
    scope = _scope_here(found, at)
    if scope is None or not form.is_valid():
        return case_page(request, id, "fault-permission-unread")
    try:
        with acting(member, "cases.write", Case, id) as row:
            asked = f"staff.{ASK_FEEDBACK}"
            given = answered_permission(form, row, scope, asked, member, found.release, at)
            record_permission(organisation=row.organisation_id, permission=given, by=member.id, at=at)
    except CareRefused:
        return case_page(request, id, "fault-permission-twice")
    return HttpResponseRedirect(f"{CASES}{id}")


@require_POST
def take_back_feedback(request: HttpRequest, id: str) -> HttpResponse:
    """They do not want that call any more. Said twice, it is taken back once."""
    member, at = acting_member(request), request_time()
    scope = _scope_here(open_here(request, "cases.write", id), at)
    if scope is None:
        return case_page(request, id, "fault-permission-unread")
    with acting(member, "cases.write", Case, id) as row:
        take_feedback_back(row, scope, by=member.id, at=at)
    return HttpResponseRedirect(f"{CASES}{id}")


def _scope_here(found: OpenCase, at: datetime) -> FeedbackCallScope | None:
    """Of the way by which they may be reached; there is nothing to ask where they left none."""
    way = safe_way(found.row, found.entries(), found.release, at=at)
    return feedback_scope(found.row, way) if way is not None else None
