"""A referral is shown to one more colleague of the service, and goes from one of them to another."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.care import referral_receivers
from kapea.care.models import CaseReferral
from kapea.care.referral_clocks import zone_of
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.web.referring.found import REFERRALS, do_here, open_referral_here, shut_without_key
from kapea.web.referring.receiving import RECEIVED, opened_received, received_page
from kapea.web.referring.referral_page import referral_page
from kapea.web.staff.gate import request_time


@require_POST
@shut_without_key
def name_for_them(request: HttpRequest, id: str) -> HttpResponse:
    """Whoever holds the case shows it to one more worker of the service."""
    found, named = open_referral_here(request, "referrals.write", id), list[Membership]()

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        to = request.POST.get("to", "")
        named.append(referral_receivers.name_receiver(by, row, to, at=at))

    if fault := do_here(request, "referrals.write", id, act):
        return referral_page(request, id, fault)
    referral_receivers.let_receiver_read(found.key, found.row, named[0], at=request_time())
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def name_colleague(request: HttpRequest, id: str) -> HttpResponse:
    """Whoever sees it at the service shows it to a colleague there."""
    found, key = opened_received(request, "received.answer", id)
    if key is None:
        return received_page(request, id, "fault-referral-unread")
    named = list[Membership]()

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        to = request.POST.get("to", "")
        named.append(referral_receivers.name_receiver(by, row, to, at=at))

    if fault := do_here(request, "received.answer", id, act):
        return received_page(request, id, fault)
    referral_receivers.let_receiver_read(key, found, named[0], at=request_time())
    return HttpResponseRedirect(f"{RECEIVED}/{id}")


@require_POST
def take_it_over(request: HttpRequest, id: str) -> HttpResponse:
    """Whoever presses it has it from now on."""
    found, _ = opened_received(request, "received.answer", id)
    zone = zone_of(found.sender)

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        referral_receivers.take_over(by, row, time_zone=zone, at=at)

    if fault := do_here(request, "received.answer", id, act):
        return received_page(request, id, fault)
    return HttpResponseRedirect(f"{RECEIVED}/{id}")
