"""Planning a workshop: which plan, where, when, with whom, and what is printed for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kapea.access.rows import acting, adding, visible_row, visible_rows
from kapea.content.queries import NothingLive
from kapea.core.pack.model import Release
from kapea.core.present.plan_in_words import audience_words, plans_in_order
from kapea.core.staff.roles import Role
from kapea.core.staff.rules import rule_of
from kapea.core.workshops.workshop_states import WorkshopState
from kapea.learning import actions
from kapea.learning.models import Workshop
from kapea.learning.queries import ready_to_lead, release_of_pack
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.workshops.forms import CARDS, SHEETS, OutlineForm

HERE = "/staff/workshops/"
MOST_LISTED = 200
OWN_PAPERS = {CARDS: "print-cards", SHEETS: "print-pictures"}
"""What every plan prints, to its word of ours."""


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    """A workshop as a list shows it."""

    row: Workshop
    title: str
    place: str


@require_safe
def list_workshops(request: HttpRequest) -> HttpResponse:
    """Those to come first, then those that were."""
    member, language = acting_member(request), language_of(request)
    found = visible_rows(member, "workshops.list", Workshop).order_by("-on", "-begins", "id")[:MOST_LISTED]
    release = release_or_none(member)
    rows = [WorkshopRow(row, *_called(release, row, language)) for row in found]
    is_over = {WorkshopState.CLOSED, WorkshopState.CANCELLED}
    return render_staff(
        request,
        "workshops/list.html",
        coming=[each for each in reversed(rows) if each.row.standing not in is_over],
        over=[each for each in rows if each.row.standing in is_over],
        may_plan=bool(rule_of("workshops.add").relations(member.role)) and release is not None,
        may_read=bool(rule_of("workshops.read").relations(member.role)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_workshop(request: HttpRequest) -> HttpResponse:
    """Asks what is planned, and plans it."""
    member, release = acting_member(request), _release(request)
    form = OutlineForm(request.POST if request.method == "POST" else None, release, _groups(member))
    if not form.is_valid():
        return _outline_page(request, form, release, f"{HERE}new")
    try:
        with adding(member, "workshops.add"):
            row = actions.plan_workshop(member, release, _outline(form, release), at=request_time())
    except actions.NotReadyToLead:
        return _outline_page(request, form, release, f"{HERE}new", "fault-not-ready")
    return HttpResponseRedirect(f"{HERE}{row.id}")


@require_http_methods(["GET", "HEAD", "POST"])
def change_workshop(request: HttpRequest, id: str) -> HttpResponse:
    """Another day, place or plan, as long as nothing was counted."""
    member, release = acting_member(request), _release(request)
    row = _row(member, id)
    form = OutlineForm(request.POST if request.method == "POST" else _given(row), release, _groups(member))
    if request.method != "POST" or not form.is_valid():
        return _outline_page(request, form, release, f"{HERE}{id}/change")
    try:
        with acting(member, "workshops.change", Workshop, id) as found:
            actions.change_plan(member, found, release, _outline(form, release), at=request_time())
    except actions.NotTaken:
        return _outline_page(request, form, release, f"{HERE}{id}/change", "fault-has-begun")
    return HttpResponseRedirect(f"{HERE}{id}")


@require_POST
def change_leaders(request: HttpRequest, id: str) -> HttpResponse:
    """Who leads it together with whoever says so."""
    member = acting_member(request)
    wanted = request.POST.getlist("leader")[: actions.MOST_FACILITATORS]
    others = {each.id for each in colleagues(member) if each.id in wanted}
    try:
        with acting(member, "workshops.change", Workshop, id) as row:
            actions.set_facilitators(member, row, others, at=request_time())
    except (actions.TooManyEntries, actions.NotReadyToLead):
        raise Http404 from None
    return HttpResponseRedirect(f"{HERE}{id}")


def colleagues(member: Member) -> list[Membership]:
    """Others who may lead a workshop here, by name."""
    found = visible_rows(member, "facilitators.list", Membership).exclude(id=member.id)
    working = found.filter(role=Role.FACILITATOR.value, ended_at=None).select_related("user")
    rows = list(working.order_by("user__name", "id"))
    ready = ready_to_lead(each.id for each in rows)
    return [each for each in rows if each.id in ready]


def release_or_none(member: Member) -> Release | None:
    """The live words of a member's country; None where there are none."""
    try:
        return release_of_pack(Organisation.objects.get(id=member.organisation).pack)
    except NothingLive:
        return None


def chosen_papers(release: Release, ids: Iterable[str], language: str) -> list[tuple[str, str, str]]:
    """What is to be printed: its id, and the id of a word of ours or a title of the pack's."""
    own = [(id, OWN_PAPERS[id], "") for id in ids if id in OWN_PAPERS]
    titles = {id: release.materials[id].title for id in ids if id in release.materials}
    return [*own, *((id, "", release.text(title, language)) for id, title in titles.items())]


def area_name(release: Release, area: str, language: str) -> str:
    """What a place is called; its id where the pack knows it no more."""
    found = release.directory.areas.get(area)
    return release.text(found.name, language) if found is not None else area


def _called(release: Release | None, row: Workshop, language: str) -> tuple[str, str]:
    plan = release.workshops.get(row.plan) if release is not None else None
    if release is None or plan is None:
        return row.plan, row.area
    return release.text(plan.title, language, "short"), area_name(release, row.area, language)


def _row(member: Member, id: str) -> Workshop:
    return visible_row(member, "workshops.change", Workshop, id)


def _release(request: HttpRequest) -> Release:
    """The words to plan with; where there are none, there is nothing to plan."""
    release = release_or_none(acting_member(request))
    if release is None or not release.workshops:
        raise Http404
    return release


def _groups(member: Member) -> dict[str, Workshop]:
    """The first workshop of each group of people that somebody led, by the id of the group."""
    rows = visible_rows(member, "workshops.change", Workshop).order_by("on", "id")[:MOST_LISTED]
    out: dict[str, Workshop] = {}
    for row in rows:
        out.setdefault(row.group, row)
    return out


def _outline(form: OutlineForm, release: Release) -> actions.WorkshopOutline:
    """What was chosen, with the papers that its plan has."""
    said = form.outline()
    has = {CARDS, SHEETS, *release.workshops[said.plan].prints}
    return replace(said, prints=tuple(id for id in said.prints if id in has))


def _given(row: Workshop) -> dict[str, object]:
    begins = row.begins.strftime("%H:%M") if row.begins else ""
    return {
        "plan": row.plan,
        "area": row.area,
        "on": row.on.isoformat(),
        "begins": begins,
        "prints": row.prints,
        "group": row.group,
    }


def _outline_page(
    request: HttpRequest, form: OutlineForm, release: Release, action: str, fault: str = ""
) -> HttpResponse:
    language, member = language_of(request), acting_member(request)
    plans: dict[str, list[tuple[str, str]]] = {}
    for plan in plans_in_order(release):
        told = release.text(plan.title, language)
        plans.setdefault(audience_words(release, plan.audience, language), []).append((plan.id, told))
    sheets = [CARDS, SHEETS, *dict.fromkeys(id for plan in release.workshops.values() for id in plan.prints)]
    areas = sorted((area_name(release, id, language), id) for id in release.directory.areas)
    return render_staff(
        request,
        "workshops/outline.html",
        409 if fault else 200,
        form=form,
        action=action,
        fault=fault,
        plans=list(plans.items()),
        areas=areas,
        papers=chosen_papers(release, sheets, language),
        groups=[(id, *_called(release, row, language), row.on) for id, row in _groups(member).items()],
        chosen=set(form["prints"].value() or ()) if form.is_bound else {CARDS, SHEETS},
        today=request_time().astimezone(ZoneInfo(release.time_zone)).date().isoformat(),
    )
