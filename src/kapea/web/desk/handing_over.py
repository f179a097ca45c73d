"""Handing a case over, and keeping it from whoever stands too close to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import acting
from kapea.care import case_handover, case_steps
from kapea.care.case_keys import end_other_reading
from kapea.care.case_saving import CaseRefused
from kapea.care.models import Case, CaseTransfer
from kapea.people.models import Membership
from kapea.web.desk.case_page import case_page
from kapea.web.desk.found import CASES, open_here, release_here
from kapea.web.desk.today import shown_day
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

DESK = "/staff/desk/"


@require_POST
def hand_over(request: HttpRequest, id: str) -> HttpResponse:
    """Offers a case to a colleague. It stays where it is until they take it."""
    member, to = acting_member(request), request.POST.get("to", "")
    found = open_here(request, "cases.hand-over", id)
    try:
        with acting(member, "cases.hand-over", Case, id) as row:
            case_handover.offer_case(member, row, to, at=request_time())
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    found.share_with(request, Membership.objects.get(id=to))
    end_other_reading(row)
    return HttpResponseRedirect(f"{CASES}{id}")


@require_POST
def answer_offer(request: HttpRequest, id: str) -> HttpResponse:
    """Takes a case that was offered, or leaves it. Who had it before reads nothing more of it."""
    member, at = acting_member(request), request_time()
    takes = request.POST.get("answer") == "take"
    try:
        with acting(member, "transfers.answer", CaseTransfer, id) as offer:
            row = Case.objects.select_for_update().get(id=offer.case_id)
            if takes:
                case_handover.take_case(member, offer, row, release_here(member), at=at)
            else:
                case_handover.leave_case(member, offer, row, at=at)
    except CaseRefused as why:
        return shown_day(request, f"fault-case-{why.why}")
    end_other_reading(Case.objects.get(id=row.id))
    return HttpResponseRedirect(f"{CASES}{row.id}" if takes else DESK)


@require_POST
def mark_too_close(request: HttpRequest, id: str) -> HttpResponse:
    """Marks a colleague as kin, as a friend, or as feared; or says that it was a mistake."""
    member, at = acting_member(request), request_time()
    other = Membership.objects.filter(
        id=request.POST.get("member", ""), organisation=member.organisation
    ).first()
    if other is None:
        return case_page(request, id, "fault-colleague")
    ends = request.POST.get("ends") == "yes"
    try:
        with acting(member, "cases.step", Case, id) as row:
            act = case_steps.end_conflict if ends else case_steps.mark_conflict
            act(member, row, other.id, at=at)
    except CaseRefused as why:
        return case_page(request, id, f"fault-case-{why.why}")
    end_other_reading(row)
    return HttpResponseRedirect(f"{CASES}{id}")
