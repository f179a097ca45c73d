"""What a worker does with what somebody left: takes it, reads on, writes back, calls by the safe way."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import acting
from kapea.care.actions import CareRefused
from kapea.care.case_keys import NotReadyToRead
from kapea.care.case_saving import CaseRefused
from kapea.care.intake_taking import claim_intake, make_case_of, read_into_case
from kapea.care.models import Case, CodeAlert, Intake
from kapea.care.reaching import (
    MOST_ANSWERED,
    answer_person,
    look_at_alert,
    safe_way,
    write_safe_try,
)
from kapea.core.care.safe_contact import TryOutcome
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.case_page import case_page
from kapea.web.desk.forms import code_field, words_field
from kapea.web.desk.found import CASES, open_here, release_here
from kapea.web.desk.today import DESK, shown_day
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key


class AnswerForm(forms.Form):
    """What a worker writes to somebody who may not be alone."""

    said = words_field(MOST_ANSWERED, required=True)


class TryForm(forms.Form):
    """What became of a try."""

    outcome = code_field(TryOutcome)


@require_POST
def take_intake(request: HttpRequest, id: str) -> HttpResponse:
    """It is theirs, if nobody was faster; and a case from now on."""
    member, at = acting_member(request), request_time()
    try:
        with acting(member, "intakes.take", Intake, id) as row:
            claim_intake(member, row, at=at)
        make_case_of(private_key(request), member, row, release_here(member), at=at)
    except CaseRefused as why:
        return shown_day(request, f"fault-case-{why.why}")
    except NotReadyToRead:
        return shown_day(request, "fault-not-ready-to-read")
    except CannotOpen:
        return shown_day(request, "fault-left-for-others")
    return HttpResponseRedirect(f"{CASES}{id}")


@require_POST
def look_at_code_alert(request: HttpRequest, id: str) -> HttpResponse:
    """A supervisor has looked; calling is possible again."""
    member = acting_member(request)
    try:
        with acting(member, "alerts.answer", CodeAlert, id) as row:
            look_at_alert(member, row, at=request_time())
    except CareRefused:
        return shown_day(request, "fault-alert-seen")
    return HttpResponseRedirect(DESK)


@require_POST
def hear_more(request: HttpRequest, id: str) -> HttpResponse:
    """What somebody left since is read into the case."""
    found, member = open_here(request, "cases.write", id), acting_member(request)
    try:
        read_into_case(private_key(request), member, found.row, found.key, found.release, at=request_time())
    except CannotOpen:
        return case_page(request, id, "fault-left-for-others")
    return HttpResponseRedirect(f"{CASES}{id}")


@require_POST
def write_back(request: HttpRequest, id: str) -> HttpResponse:
    """A short message for whoever has the code."""
    found, form = open_here(request, "cases.write", id), AnswerForm(request.POST)
    if not form.is_valid():
        return case_page(request, id, "fault-note-unread")
    member, said = acting_member(request), form.cleaned_data["said"]
    try:
        with acting(member, "cases.write", Case, id) as row:
            answer_person(member, row, found.key, said, found.release, at=request_time())
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{id}")


@require_POST
def write_try(request: HttpRequest, id: str) -> HttpResponse:
    """A try to reach somebody, and what became of it."""
    found, form = open_here(request, "cases.write", id), TryForm(request.POST)
    way = safe_way(found.row, found.entries(), found.release, at=request_time())
    if not form.is_valid() or way is None:
        return case_page(request, id, "fault-note-unread")
    member, outcome = acting_member(request), TryOutcome(form.cleaned_data["outcome"])
    try:
        with acting(member, "cases.write", Case, id) as row:
            write_safe_try(member, row, found.key, way.agreed, outcome, found.release, at=request_time())
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{id}")
