"""Whether it may be told is asked in known words, and may be taken back at any time."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import acting, visible_row
from kapea.care.actions import CareRefused
from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral
from kapea.care.referral_queries import referral_of_row
from kapea.care.referral_saving import must_be_as_seen
from kapea.care.referral_writing import note_answer, take_back_yes
from kapea.core.care.permissions import Permission
from kapea.core.care.scopes import PermissionScope
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.web.desk.answered_forms import answered_permission
from kapea.web.desk.found import release_here
from kapea.web.referring.forms import TellingForm
from kapea.web.referring.found import REFERRALS, STOPPED, referral_fault, seen_version
from kapea.web.referring.referral_page import ASK_TELL, close_to_it, referral_page
from kapea.web.staff.forms import offer
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member


@require_POST
def answer_telling(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down what somebody said to telling this partner, for this purpose, these fields."""
    member, at = acting_member(request), request_time()
    release, form = release_here(member), TellingForm(request.POST)
    seen = visible_row(member, "referrals.write", CaseReferral, id)
    offer(form, "must_not_know", [each for each, _ in close_to_it(seen, at)])
    if not form.is_valid():
        return referral_page(request, id, "fault-permission-unread")
    try:
        with acting(member, "referrals.write", CaseReferral, id) as row:
            must_be_as_seen(row, seen_version(request))
            scope = referral_of_row(row).scope
            said = permission_said(form, row, scope, ASK_TELL, member, release, at)
            note_answer(member, row, said, at=at)
    except CareRefused:
        return referral_page(request, id, "fault-permission-twice")
    except STOPPED as why:
        return referral_page(request, id, referral_fault(why))
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def take_permission_back(request: HttpRequest, id: str) -> HttpResponse:
    """Their yes is taken back: whoever has something is told to stop."""
    member, at = acting_member(request), request_time()
    try:
        with acting(member, "referrals.write", CaseReferral, id) as row:
            if not take_back_yes(member, row, at=at):
                raise CaseRefused("referral-no-yes")
    except STOPPED as why:
        return referral_page(request, id, referral_fault(why))
    return HttpResponseRedirect(f"{REFERRALS}{id}")


def permission_said(
    form: TellingForm,
    row: CaseReferral,
    scope: PermissionScope,
    asked: str,
    member: Member,
    release: Release,
    at: datetime,
) -> Permission:
    """The answer that a form says about a referral. `asked`: the word in which the question was put."""
    return answered_permission(form, row.case, scope, f"staff.{asked}", member, release, at)
