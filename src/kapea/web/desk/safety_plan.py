"""The page of the safety plan: for whoever asks for it. No other page shows it, and paper never."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from msgspec.structs import asdict

from kapea.access.rows import acting
from kapea.care.case_safety_plan import export_safety_plan, read_safety_plan, write_safety_plan
from kapea.care.case_saving import CaseRefused, hands_of
from kapea.care.models import Case
from kapea.core.care.case_entries import SAFETY_PLAN_PARTS, SafetyPlanEntry
from kapea.core.care.case_states import CaseHand
from kapea.web.desk.case_page import case_page
from kapea.web.desk.forms import words_field
from kapea.web.desk.found import CASES, open_here, short_name
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

PARTS = [(part, part.replace("_", "-")) for part in SAFETY_PLAN_PARTS]
"""The field of each part, and the end of the id of its words."""


class SafetyPlanForm(forms.Form):
    """Its parts, each in the child's words."""

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for part in SAFETY_PLAN_PARTS:
            self.fields[part] = words_field()

    def content(self) -> SafetyPlanEntry:
        return SafetyPlanEntry(**{part: self.cleaned_data[part] for part in SAFETY_PLAN_PARTS})


@require_safe
def show_safety_plan(request: HttpRequest, id: str) -> HttpResponse:
    """The plan, for whoever asked for this page."""
    found, member = open_here(request, "cases.read", id), acting_member(request)
    plan = read_safety_plan(member, found.row, found.key, at=request_time())
    hands = hands_of(member, found.row)
    return render_staff(
        request,
        "desk/safety_plan.html",
        case=found.row,
        name=short_name(id),
        lines=_lines(request, plan),
        may_write=CaseHand.OWNER in hands and found.row.is_open,
        may_export=CaseHand.SUPERVISOR in hands and plan is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write_plan_of_safety(request: HttpRequest, id: str) -> HttpResponse:
    """Writes it anew, from what stands there."""
    found, member, at = open_here(request, "cases.write", id), acting_member(request), request_time()
    form = SafetyPlanForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        if request.method != "POST" and (plan := read_safety_plan(member, found.row, found.key, at=at)):
            form.data = asdict(plan)
        page: dict[str, Any] = {"form": form, "case": found.row, "name": short_name(id), "parts": PARTS}
        return render_staff(request, "desk/safety_plan_form.html", **page)
    try:
        with acting(member, "cases.write", Case, id) as row:
            write_safety_plan(member, row, found.key, form.content(), at=at)
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{id}/safety-plan")


@require_POST
def take_safety_plan(request: HttpRequest, id: str) -> HttpResponse:
    """As a file of plain text, for a supervisor who does not hold the case. Its name says nothing."""
    found, member = open_here(request, "cases.export", id), acting_member(request)
    plan = export_safety_plan(member, found.row, found.key, at=request_time())
    said = "\n\n".join(f"{label}\n{words}" for label, words in _lines(request, plan))
    response = HttpResponse(said, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="text.txt"'
    return response


def _lines(request: HttpRequest, plan: SafetyPlanEntry | None) -> list[tuple[str, str]]:
    """Its parts in words; what was left empty has no line."""
    said = staff_words(language_of(request))
    parts = [(said[f"safety-plan-{word}"], getattr(plan, part, "")) for part, word in PARTS]
    return [(label, words) for label, words in parts if words]
