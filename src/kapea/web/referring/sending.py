"""Sending, stopping, what the child says of it, what is left to do, and a link for whoever has no account."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.access.rows import acting
from kapea.care import referral_steps
from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral, ReferralTodo
from kapea.care.referral_links import LINK_LIVES, let_link_read, note_link
from kapea.core.care.referral_codes import ChildSays, ReferralStep
from kapea.people.member import Member
from kapea.vault.code_digits import shown_code
from kapea.vault.one_time_links import end_one_time_link, make_one_time_link
from kapea.vault.passphrases import PassphrasesBusy
from kapea.vault.return_codes import NoPepper
from kapea.web.desk.found import release_here
from kapea.web.referring.forms import ChildSaidForm, ReceiptForm
from kapea.web.referring.found import (
    REFERRALS,
    ReferralAct,
    do_here,
    open_referral_here,
    shut_without_key,
)
from kapea.web.referring.referral_page import referral_page
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

SENDER_STEPS = {each.value: each for each in referral_steps.BY_SENDER}


@require_POST
@shut_without_key
def send_on(request: HttpRequest, id: str) -> HttpResponse:
    """Makes it ready, or sends it; from then on whom it was sent to can read it."""
    sends = request.POST.get("step") == ReferralStep.SEND.value
    found = open_referral_here(request, "referrals.write", id, shares=not sends)
    move = referral_steps.send_referral if sends else referral_steps.make_referral_ready

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        move(by, row, found.key, time_zone=found.zone, at=at)

    if fault := do_here(request, "referrals.write", id, act):
        return referral_page(request, id, fault)
    if sends:
        found.share(CaseReferral.objects.select_related("case__owner").get(id=id))
    return HttpResponseRedirect(f"{REFERRALS}{id}")


@require_POST
def sender_step(request: HttpRequest, id: str) -> HttpResponse:
    """Changes it, revokes it, ends it unheard, or gives up waiting."""
    wanted = SENDER_STEPS.get(request.POST.get("step", ""))
    zone = release_here(acting_member(request)).time_zone
    if wanted is None:
        return referral_page(request, id, "fault-referral-step")

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        referral_steps.take_sender_step(by, row, wanted, time_zone=zone, at=at)

    return _done(request, "referrals.step", id, act)


@require_POST
@shut_without_key
def receipt(request: HttpRequest, id: str) -> HttpResponse:
    """Somebody there said on the telephone who has it."""
    found, form = open_referral_here(request, "referrals.write", id), ReceiptForm(request.POST)
    if not form.is_valid():
        return referral_page(request, id, "fault-referral-unread")

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        who = form.cleaned_data["who"]
        referral_steps.note_receipt(by, row, found.key, who, time_zone=found.zone, at=at)

    return _done(request, "referrals.write", id, act)


@require_POST
@shut_without_key
def child_said(request: HttpRequest, id: str) -> HttpResponse:
    """What the child said to whether they got it; or that nobody could ask them."""
    found, form = open_referral_here(request, "referrals.write", id), ChildSaidForm(request.POST)
    if not form.is_valid():
        return referral_page(request, id, "fault-referral-unread")
    says = form.cleaned_data["says"]

    def act(by: Member, row: CaseReferral, at: datetime) -> None:
        if says == "try":
            referral_steps.note_safe_try(by, row, at=at)
        else:
            referral_steps.write_childs_answer(by, row, ChildSays(says), time_zone=found.zone, at=at)

    return _done(request, "referrals.write", id, act)


@require_POST
def todo_done(request: HttpRequest, id: str) -> HttpResponse:
    """Something that was left to do is done."""
    member = acting_member(request)
    with acting(member, "referrals.todo", ReferralTodo, id) as todo:
        referral_steps.finish_todo(member, todo, at=request_time())
    return HttpResponseRedirect(f"{REFERRALS}{todo.referral_id}")


@require_POST
@shut_without_key
def make_link(request: HttpRequest, id: str) -> HttpResponse:
    """Draws a link and a code, shown once, here: the code is told on the telephone, never sent."""
    found, at = open_referral_here(request, "referrals.write", id), request_time()
    try:
        new = make_one_time_link(at=at, expires_at=at + LINK_LIVES)
    except (NoPepper, PassphrasesBusy):
        return referral_page(request, id, "fault-referral-no-link-now")
    member = acting_member(request)
    try:
        with acting(member, "referrals.write", CaseReferral, id) as row:
            note_link(member, row, new, at=at)
    except CaseRefused:
        end_one_time_link(new.reader.reader, at=at)
        return referral_page(request, id, "fault-referral-no-link")
    let_link_read(found.key, row, new, at=at)
    address = request.build_absolute_uri(f"/l/{language_of(request)}/{new.token}")
    return referral_page(request, id, link=address, link_code=shown_code(new.code))


def _done(request: HttpRequest, rule: str, id: str, act: ReferralAct) -> HttpResponse:
    if fault := do_here(request, rule, id, act):
        return referral_page(request, id, fault)
    return HttpResponseRedirect(f"{REFERRALS}{id}")
