"""Steps of a case, its level, and closing it. Closing takes somebody else than who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.access.rows import acting
from kapea.care import case_steps
from kapea.care.case_drafts import erase_draft
from kapea.care.case_keys import end_other_reading
from kapea.care.case_saving import CaseRefused
from kapea.care.models import Case
from kapea.core.care.case_closing import ClosingAsked, ClosingReason
from kapea.core.care.case_contents import NotAskedBecause
from kapea.core.care.case_drafts import DraftForm
from kapea.core.care.case_entries import ClosingEntry
from kapea.core.care.case_levels import CaseLevel, LevelRefused, LoweredBecause, is_more_urgent
from kapea.core.care.case_states import CaseStep, MoveLacks, NoSuchMove
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.web.desk.case_page import WITH_PAGES, case_page
from kapea.web.desk.draft_places import draft_place, resumed
from kapea.web.desk.drafts import outlives_session, seal_what_was_refused
from kapea.web.desk.forms import ClosingForm, LevelForm
from kapea.web.desk.found import CASES, open_here, release_here, short_name
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

STEPS = {step.value: step for step in CaseStep if step not in WITH_PAGES}
Act = Callable[[Member, Case, datetime], None]


@require_POST
def step_case(request: HttpRequest, id: str) -> HttpResponse:
    """To the next state, where the table of moves has one."""
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        return case_page(request, id, "fault-case-step")
    release = release_here(acting_member(request))
    return _do(
        request,
        "cases.step",
        id,
        lambda by, row, at: case_steps.take_case_step(by, row, step, release, at=at),
    )


@require_POST
def level_case(request: HttpRequest, id: str) -> HttpResponse:
    """Raises the level, asks to lower it, or answers somebody who asked."""
    release = release_here(acting_member(request))
    if (answer := request.POST.get("answer")) in ("yes", "no"):
        return _do(
            request,
            "cases.step",
            id,
            lambda by, row, at: case_steps.answer_lower_level(
                by, row, release, agrees=answer == "yes", at=at
            ),
        )
    form = LevelForm(request.POST)
    if not form.is_valid():
        return case_page(request, id, "fault-level")
    to, because = CaseLevel(form.cleaned_data["to"]), form.cleaned_data["because"]

    def act(by: Member, row: Case, at: datetime) -> None:
        if is_more_urgent(to, row.urgency):
            case_steps.raise_level(by, row, to, release, at=at)
        elif because:
            case_steps.ask_for_lower_level(by, row, to, LoweredBecause(because), at=at)
        else:
            raise CaseRefused("lower-needs-reason")

    return _do(request, "cases.step", id, act)


@outlives_session
@require_http_methods(["GET", "HEAD", "POST"])
def ask_closing(request: HttpRequest, id: str) -> HttpResponse:
    """The owner asks to close it."""
    found = open_here(request, "cases.step", id)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        zone = ZoneInfo(found.release.time_zone)
        place = draft_place(request, found.row, DraftForm.CLOSING, zone, offers=request.method != "POST")
        return render_staff(
            request,
            "desk/closing.html",
            form=resumed(form, place),
            draft=place,
            case=found.row,
            name=short_name(id),
            reasons=[each.value for each in ClosingReason],
            why_not=[each.value for each in NotAskedBecause],
        )
    said = form.cleaned_data
    content = ClosingEntry(view=said["view"], goals=said["goals"])

    def act(by: Member, row: Case, at: datetime) -> None:
        asked = _asked(form, by, at)
        case_steps.ask_to_close(by, row, found.key, asked, content, found.release, at=at)
        erase_draft(by, row, DraftForm.CLOSING)

    answer = _do(request, "cases.step", id, act)
    if answer.status_code != 302:
        seal_what_was_refused(request)
    return answer


@require_POST
def close_case(request: HttpRequest, id: str) -> HttpResponse:
    """A supervisor agrees that it is closed."""
    release = release_here(acting_member(request))

    def act(by: Member, row: Case, at: datetime) -> None:
        case_steps.approve_closing(by, row, release, at=at)

    return _do(request, "cases.close", id, act)


@require_POST
def second_supervisor(request: HttpRequest, id: str) -> HttpResponse:
    """Another supervisor is asked to look at it as well; from then on they can open it."""
    member = acting_member(request)
    found = open_here(request, "cases.close", id)
    other = _supervisor(member, request.POST.get("other", ""))
    if other is None:
        return case_page(request, id, "fault-colleague")
    answer = _do(
        request,
        "cases.close",
        id,
        lambda by, row, at: case_steps.ask_second_supervisor(by, row, other.id, at=at),
    )
    if answer.status_code == 302:
        found.share_with(request, other)
    return answer


def _supervisor(member: Member, id: str) -> Membership | None:
    return Membership.objects.filter(
        id=id, organisation=member.organisation, role=Role.SUPERVISOR.value, ended_at=None
    ).first()


def _asked(form: ClosingForm, by: Member, at: datetime) -> ClosingAsked:
    said = form.cleaned_data
    return ClosingAsked(
        by=by.id,
        at=at,
        reason=ClosingReason(said["reason"]),
        view_written=bool(said["view"].strip()),
        not_heard=NotAskedBecause(said["not_heard"]) if said["not_heard"] else None,
        way_back_told=said["way_back_told"],
        aftercare=said["aftercare"],
        taken_over=said["taken_over"],
        outside_review=said["outside_review"],
    )


def _do(request: HttpRequest, rule: str, id: str, act: Act) -> HttpResponse:
    try:
        with acting(acting_member(request), rule, Case, id) as row:
            act(acting_member(request), row, request_time())
    except (NoSuchMove, MoveLacks):
        return case_page(request, id, "fault-case-step")
    except case_steps.ClosingStopped:
        return case_page(request, id, "fault-case-closing")
    except LevelRefused:
        return case_page(request, id, "fault-level")
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    end_other_reading(row)
    return HttpResponseRedirect(f"{CASES}{id}")
