"""Members of an organisation: who is there, who vouched for them, who leaves."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.core.staff.readiness import missing_gates
from kapea.core.staff.roles import Role
from kapea.core.staff.rules import rule_of
from kapea.people import actions, queries
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.web.office.forms import SupervisorForm
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

PEOPLE = "/staff/office/people"


@require_safe
def list_members(request: HttpRequest) -> HttpResponse:
    """Everybody whom the rule shows, those who are there first."""
    member = acting_member(request)
    found = visible_rows(member, "members.list", Membership).select_related("user", "organisation")
    ordered = sorted(found, key=lambda each: (each.ended_at is not None, each.user.name, each.role))
    standings = queries.standings(ordered)
    listed = [(each, missing_gates(standings[each.id])) for each in ordered]
    return render_staff(request, "office/members.html", listed=listed)


@require_safe
def member(request: HttpRequest, id: str) -> HttpResponse:
    """One membership, and what may be done about it."""
    return _page(request, id)


@require_POST
def vet(request: HttpRequest, id: str) -> HttpResponse:
    return _do(
        request, "members.change", id, lambda by, row: actions.record_vetting(by, row, at=request_time())
    )


@require_POST
def end_member(request: HttpRequest, id: str) -> HttpResponse:
    return _do(request, "members.end", id, lambda by, row: actions.end_membership(by, row, at=request_time()))


@require_POST
def supervise(request: HttpRequest, id: str) -> HttpResponse:
    form = SupervisorForm(request.POST)
    chosen = form.cleaned_data["supervisor"] if form.is_valid() else ""
    return _do(
        request,
        "members.change",
        id,
        lambda by, row: actions.change_supervisor(by, row, chosen, at=request_time()),
    )


def _do(request: HttpRequest, rule: str, id: str, act: Callable[[Member, Membership], None]) -> HttpResponse:
    """Does it to the row that the rule gives, or says on its page why not."""
    by = acting_member(request)
    try:
        with acting(by, rule, Membership, id) as row:
            act(by, row)
    except actions.OneSelf:
        return _page(request, id, "fault-one-self")
    except actions.NoSupervisor:
        return _page(request, id, "fault-no-supervisor")
    return HttpResponseRedirect(f"{PEOPLE}/{id}")


def _page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    by = acting_member(request)
    row = visible_row(by, "members.read", Membership, id)
    return render_staff(
        request,
        "office/member.html",
        409 if fault else 200,
        row=row,
        missing=missing_gates(queries.standings([row])[row.id]),
        may_see_training=row.role == Role.FACILITATOR.value
        and bool(rule_of("training.read").relations(by.role)),
        may_change=bool(rule_of("members.change").relations(by.role)) and row.ended_at is None,
        supervisors=_supervisors(by),
        fault=fault,
    )


def _supervisors(by: Member) -> list[Membership]:
    found = visible_rows(by, "members.list", Membership).filter(role=Role.SUPERVISOR.value, ended_at=None)
    return list(found.select_related("user"))
