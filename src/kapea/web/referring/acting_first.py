"""A referral without a yes, where life or the law demands it: asked, decided by a second person, looked at by
a third within a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kapea.access.rows import NotHere, acting, visible_row, visible_rows
from kapea.care import act_first_asking
from kapea.care.act_first_asking import ActFirstWanted
from kapea.care.actions import CareRefused, review_act_first
from kapea.care.models import CaseReferral, RecordedActFirst
from kapea.care.queries import kept_from_any
from kapea.core.care.act_first import (
    ActFirstGround,
    ChildTold,
    ChildWish,
    NotYetBecause,
    TellLater,
    ToldHow,
)
from kapea.core.care.asking import SharedField
from kapea.core.care.duty_cards import confirmed_duties
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.web.desk.found import moment_in, release_here, short_name
from kapea.web.desk.reporting import duty_rules
from kapea.web.referring.field_lines import labels
from kapea.web.referring.forms import ActFirstForm
from kapea.web.referring.found import REFERRALS, do_here, open_referral_here, shut_without_key
from kapea.web.referring.listing import MOST_LISTED
from kapea.web.referring.referral_page import referral_page
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

ACTED_FIRST = f"{REFERRALS}acted-first"


@require_http_methods(["GET", "HEAD", "POST"])
@shut_without_key
def ask_act_first(request: HttpRequest, id: str) -> HttpResponse:
    """Asks a supervisor to let it go without a yes."""
    found, at = open_referral_here(request, "referrals.write", id), request_time()
    duties = duty_rules(found.release, confirmed_duties(found.release, at=at), language_of(request))
    form = ActFirstForm(request.POST if request.method == "POST" else None)
    offer(form, "duty", ["", *duties])
    if not form.is_valid():
        return _ask_page(request, found.row, form, duties)
    wanted = _wanted(form, at)

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        act_first_asking.ask_to_act_first(by, row, wanted, at=at)

    if fault := do_here(request, "referrals.write", id, act):
        return referral_page(request, id, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def decide_act_first_here(request: HttpRequest, id: str) -> HttpResponse:
    """A supervisor says that it may go without a yes, or that it may not."""
    agrees = request.POST.get("agrees") == "yes"
    duties = confirmed_duties(release_here(acting_member(request)), at=request_time())

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        act_first_asking.answer_act_first(by, row, agrees=agrees, duties=duties, at=at)

    if fault := do_here(request, "referrals.act-first", id, act):
        return referral_page(request, id, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def child_was_told(request: HttpRequest, id: str) -> HttpResponse:
    """Whoever holds the case told the child what was passed on."""
    visible_row(acting_member(request), "referrals.write", CaseReferral, id)
    how = next((each for each in ToldHow if each.value == request.POST.get("how")), None)
    if how is None:
        return referral_page(request, id, "fault-referral-unread")

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        act_first_asking.note_told(by, row, how, at=at)

    if fault := do_here(request, "referrals.write", id, act):
        return referral_page(request, id, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@dataclass(frozen=True, slots=True)
class ActedFirstLine:
    """A record as it is looked at. `mine`: whoever looks decided it, and looks at nothing here."""

    id: str
    case: str
    ground: str
    to: str
    fields: list[str]
    decided: str
    by: list[str]
    told: str
    tell_by: str
    due: str
    is_over: bool
    reviewed: str
    mine: bool


@require_safe
def acted_first(request: HttpRequest) -> HttpResponse:
    """What was passed on without a yes: first what nobody has looked at yet."""
    return _acted_first_page(request)


@require_POST
def look_at_act_first(request: HttpRequest, id: str) -> HttpResponse:
    """Somebody who did not decide has looked at it."""
    member, at = acting_member(request), request_time()
    try:
        with acting(member, "act-first.review", RecordedActFirst, id) as row:
            if member.id in kept_from_any([row])[row.id]:
                raise NotHere
            review_act_first(organisation=row.organisation, id=row.id, by=member.id, at=at)
    except CareRefused:
        return _acted_first_page(request, "fault-act-first-review")
    return HttpResponseRedirect(ACTED_FIRST)


def _acted_first_page(request: HttpRequest, fault: str = "") -> HttpResponse:
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    found = visible_rows(member, "act-first.list", RecordedActFirst).order_by("-decided_at")[:MOST_LISTED]
    kept = kept_from_any(found)
    rows = [each for each in found if member.id not in kept[each.id]]
    people = {id for each in rows for id in (each.supervisor, each.second, each.reviewed_by)}
    names = {each.id: each.user.name for each in _members(people)}
    said = staff_words(language_of(request))
    partners = dict(
        Organisation.objects.filter(id__in={each.target for each in rows}).values_list("id", "name")
    )
    lines = [_line(each, member, names | partners, said, zone, at) for each in rows]
    return render_staff(
        request,
        "referring/acted_first.html",
        409 if fault else 200,
        fault=fault,
        open=[each for each in lines if not each.reviewed],
        ended=[each for each in lines if each.reviewed],
    )


def _members(ids: set[str]) -> list[Membership]:
    return list(Membership.objects.filter(id__in=ids).select_related("user"))


def _line(
    row: RecordedActFirst,
    member: Member,
    names: Mapping[str, str],
    said: Mapping[str, str],
    zone: ZoneInfo,
    at: datetime,
) -> ActedFirstLine:
    return ActedFirstLine(
        id=row.id,
        case=short_name(row.case),
        ground=row.ground,
        to=names.get(row.target, ""),
        fields=[label for _, label in labels(map(SharedField, row.fields), said)],
        decided=moment_in(zone, row.decided_at),
        by=[names.get(each, "") for each in dict.fromkeys((row.supervisor, row.second))],
        told=moment_in(zone, row.told_at) if row.told_at else "",
        tell_by=moment_in(zone, row.tell_by) if row.tell_by else "",
        due=moment_in(zone, row.review_due_at),
        is_over=row.review_due_at <= at,
        reviewed=names.get(row.reviewed_by, "") if row.reviewed_by else "",
        mine=member.id in (row.worker, row.supervisor, row.second),
    )


def _wanted(form: ActFirstForm, at: datetime) -> ActFirstWanted:
    said = form.cleaned_data
    how = next((each for each in ToldHow if each.value == said["told"]), None)
    return ActFirstWanted(
        ground=ActFirstGround(said["ground"]),
        duty=said["duty"],
        child_wish=ChildWish(said["child_wish"]),
        told=ChildTold(at, how) if how is not None else _later(said, at),
    )


def _later(said: Mapping[str, Any], at: datetime) -> TellLater:
    return TellLater(NotYetBecause(said["told"]), at + timedelta(days=said["within_days"]))


def _ask_page(
    request: HttpRequest, row: CaseReferral, form: ActFirstForm, duties: Mapping[str, str]
) -> HttpResponse:
    grounds = [each for each in ActFirstGround if duties or each is not ActFirstGround.CONFIRMED_DUTY]
    return render_staff(
        request,
        "referring/act_first.html",
        form=form,
        row=row,
        grounds=[each.value for each in grounds],
        duties=list(duties.items()),
        wishes=[each.value for each in ChildWish],
        how=[each.value for each in ToldHow],
        later=[each.value for each in NotYetBecause],
    )
