"""What is written in a case. Words are sealed before they are saved, and what was typed is never lost by a
mistake elsewhere on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.access.rows import acting
from kapea.care import case_writing
from kapea.care.case_drafts import erase_draft
from kapea.care.case_queries import newest
from kapea.care.case_saving import CaseRefused, hands_of
from kapea.care.case_steps import take_case_step
from kapea.care.models import Case
from kapea.core.care.case_contents import (
    ChildAgrees,
    GoalsMet,
    NeedAnswer,
    NeedDomain,
    NotAskedBecause,
    SaferNow,
)
from kapea.core.care.case_drafts import DraftForm
from kapea.core.care.case_entries import AssessmentEntry, EntryKind, PlanEntry
from kapea.core.care.case_states import CaseHand, CaseStep, MoveLacks, NoSuchMove
from kapea.people.member import Member
from kapea.web.desk.case_page import case_page
from kapea.web.desk.draft_places import draft_place, resumed
from kapea.web.desk.drafts import outlives_session, seal_what_was_refused
from kapea.web.desk.forms import ACTIONS_SHOWN, AssessmentForm, NoteForm, PlanForm, ReviewForm
from kapea.web.desk.found import CASES, OpenCase, id_by_form, open_here, short_name
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

Write = Callable[[Case, datetime], None]


@outlives_session
@require_POST
def add_note(request: HttpRequest, id: str) -> HttpResponse:
    """A note, something that was done, a try to reach the child; or what a supervisor says."""
    found, form = open_here(request, "cases.write", id), NoteForm(request.POST)
    if not form.is_valid():
        seal_what_was_refused(request)
        return case_page(request, id, "fault-note-unread")
    member = acting_member(request)
    supervises = CaseHand.SUPERVISOR in hands_of(member, found.row)
    kind = EntryKind.SUPERVISED if supervises else EntryKind(form.cleaned_data["kind"])

    def write(row: Case, at: datetime) -> None:
        entry = id_by_form(request, f"note:{row.id}")
        case_writing.write_note(member, row, found.key, kind, form.content(), found.release, at=at, id=entry)

    return _write(request, id, DraftForm.NOTE, write)


@outlives_session
@require_http_methods(["GET", "HEAD", "POST"])
def assess_case(request: HttpRequest, id: str) -> HttpResponse:
    """What help is needed. Complete, it takes the step as well."""
    found, member = open_here(request, "cases.write", id), acting_member(request)
    form = AssessmentForm(request.POST if request.method == "POST" else _assessed(found))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, found, form, DraftForm.ASSESSMENT, **_assessment_choices())
    content = form.content()

    def write(row: Case, at: datetime) -> None:
        case_writing.write_assessment(member, row, found.key, content, found.release, at=at)
        if not content.assessment().lacks():
            _step_if_it_leads(member, row, CaseStep.ASSESS, found, at)

    return _write(request, id, DraftForm.ASSESSMENT, write)


@outlives_session
@require_http_methods(["GET", "HEAD", "POST"])
def plan_case(request: HttpRequest, id: str) -> HttpResponse:
    """What is going to be done."""
    found, member = open_here(request, "cases.write", id), acting_member(request)
    form = PlanForm(request.POST if request.method == "POST" else _planned(found))
    if request.method != "POST" or not _has_a_day_to_come(form, "review_on", found):
        return _form_page(request, found, form, DraftForm.PLAN, **_plan_choices())

    def write(row: Case, at: datetime) -> None:
        case_writing.write_plan(member, row, found.key, form.content(), found.release, at=at)

    return _write(request, id, DraftForm.PLAN, write)


@outlives_session
@require_http_methods(["GET", "HEAD", "POST"])
def review_case(request: HttpRequest, id: str) -> HttpResponse:
    """A look back; it takes the step as well."""
    found, member = open_here(request, "cases.write", id), acting_member(request)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not _has_a_day_to_come(form, "next_on", found):
        choices = {"safer": _codes(SaferNow), "goals": _codes(GoalsMet)}
        return _form_page(request, found, form, DraftForm.REVIEW, **choices)

    def write(row: Case, at: datetime) -> None:
        case_writing.write_review(member, row, found.key, form.content(), found.release, at=at)
        _step_if_it_leads(member, row, CaseStep.REVIEW, found, at)

    return _write(request, id, DraftForm.REVIEW, write)


def _write(request: HttpRequest, id: str, form: DraftForm, write: Write) -> HttpResponse:
    member = acting_member(request)
    try:
        with acting(member, "cases.write", Case, id) as row:
            write(row, request_time())
            erase_draft(member, row, form)
    except CaseRefused as why:
        seal_what_was_refused(request)
        return case_page(request, id, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{id}")


def _has_a_day_to_come(form: forms.Form, field: str, found: OpenCase) -> bool:
    """Whether a form is whole, and its day not over: told beside what was typed, so that nothing is lost."""
    if not form.is_valid():
        return False
    day, zone = form.cleaned_data[field], ZoneInfo(found.release.time_zone)
    if day is not None and day <= request_time().astimezone(zone).date():
        form.add_error(field, ValidationError("over", code="case-day-is-over"))
    return form.is_valid()


def _step_if_it_leads(member: Member, row: Case, step: CaseStep, found: OpenCase, at: datetime) -> None:
    """What was written stays written where the step itself does not lead yet: the page says what it lacks."""
    try:
        take_case_step(member, row, step, found.release, at=at)
    except (NoSuchMove, MoveLacks):
        return


def _form_page(
    request: HttpRequest, found: OpenCase, form: forms.Form, which: DraftForm, **choices: Any
) -> HttpResponse:
    zone = ZoneInfo(found.release.time_zone)
    place = draft_place(request, found.row, which, zone, offers=request.method != "POST")
    said: dict[str, Any] = {"form": resumed(form, place), "draft": place, "case": found.row}
    return render_staff(request, f"desk/{which.value}.html", name=short_name(found.row.id), **said, **choices)


def _assessment_choices() -> dict[str, Any]:
    return {"domains": _codes(NeedDomain), "needs": _codes(NeedAnswer), "why_not": _codes(NotAskedBecause)}


def _plan_choices() -> dict[str, Any]:
    return {"rows": range(ACTIONS_SHOWN), "agrees": _codes(ChildAgrees), "why_not": _codes(NotAskedBecause)}


def _codes(codes: type[Enum]) -> list[str]:
    return [each.value for each in codes]


def _assessed(found: OpenCase) -> dict[str, str] | None:
    """What stands there, to go on from."""
    last = newest(found.entries(), EntryKind.ASSESSMENT)
    if not isinstance(last, AssessmentEntry):
        return None
    out = {"strengths": last.strengths, "wish": last.wish, "safe_with": last.safe_with}
    out |= {f"need_{domain.value}": answer.value for domain, answer in last.needs.items()}
    out |= {f"reason_{domain.value}": reason.value for domain, reason in last.not_asked.items()}
    return out | {f"said_{domain.value}": said for domain, said in last.said.items()}


def _planned(found: OpenCase) -> dict[str, str] | None:
    last = newest(found.entries(), EntryKind.PLAN)
    if not isinstance(last, PlanEntry):
        return None
    out = {"goals": last.goals, "view": last.view}
    out["not_heard"] = last.not_heard.value if last.not_heard else ""
    out["review_on"] = last.review_on.isoformat() if last.review_on else ""
    for n, each in enumerate(last.actions):
        until = each.until.isoformat() if each.until else ""
        out |= {
            f"what_{n}": each.what,
            f"by_{n}": each.by,
            f"until_{n}": until,
            f"agrees_{n}": each.agrees.value,
        }
    return out
