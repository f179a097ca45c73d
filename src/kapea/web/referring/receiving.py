"""What was referred to a partner's worker: they see these and nothing else, and answer them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import NotHere, visible_row, visible_rows
from kapea.care.models import CaseReferral
from kapea.care.referral_answering import BY_RECEIVER, ServiceAnswer, answer_referral
from kapea.care.referral_clocks import zone_of
from kapea.care.referral_keys import open_referral
from kapea.care.referral_queries import kept_from
from kapea.care.referral_receivers import who_could_read, who_there_reads
from kapea.care.referral_writing import words_sent
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import DeclineReason, ReferralHand, ReferralStep
from kapea.core.care.referral_states import referral_steps
from kapea.people.member import Member
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.desk.found import moment_in, release_here
from kapea.web.referring.field_lines import field_lines, purpose_in_words
from kapea.web.referring.forms import ServiceAnswerForm
from kapea.web.referring.found import REFERRALS, do_here
from kapea.web.referring.listing import MOST_LISTED, clock_of, referral_lines
from kapea.web.referring.referral_page import turn_lines
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key
from kapea.web.staff.words import staff_words

RECEIVER = frozenset({ReferralHand.RECEIVER})
RECEIVED = f"{REFERRALS}received"


@require_safe
def received_referrals(request: HttpRequest) -> HttpResponse:
    """What was referred to whoever asks, the first due first. Codes, levels and days alone."""
    member, at = acting_member(request), request_time()
    zone = ZoneInfo(release_here(member).time_zone)
    rows = visible_rows(member, "received.list", CaseReferral).select_related("case")
    ordered = rows.order_by(F("due_at").asc(nulls_last=True), "-sent_at")[:MOST_LISTED]
    lines = referral_lines(ordered, zone, at, member.id)
    return render_staff(
        request,
        "referring/received.html",
        open=[each for each in lines if each.is_open],
        ended=[each for each in lines if not each.is_open],
    )


@require_safe
def read_received(request: HttpRequest, id: str) -> HttpResponse:
    """What was sent, and what may be answered."""
    return received_page(request, id)


@require_POST
def answer_received(request: HttpRequest, id: str) -> HttpResponse:
    """Receives it by name, accepts, declines with a reason, starts, writes news, says that it is done."""
    row, key = opened_received(request, "received.answer", id)
    form = ServiceAnswerForm(request.POST)
    offer(form, "step", [each.value for each in BY_RECEIVER])
    if key is None or not form.is_valid():
        return received_page(request, id, "fault-referral-unread")
    said, opened = form.cleaned_data, key

    def act(by: Member, now: CaseReferral, at: datetime) -> None:
        answer = ServiceAnswer(
            step=ReferralStep(said["step"]),
            named=by.id,
            because=DeclineReason(said["because"]) if said["because"] else None,
            words=said["news"],
        )
        answer_referral(by, now, opened, answer, time_zone=zone_of(row.sender), at=at)

    if fault := do_here(request, "received.answer", id, act):
        return received_page(request, id, fault)
    return HttpResponseRedirect(f"{RECEIVED}/{id}")


def received_page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    """The page, and what went wrong if something did. What was typed stays."""
    row, key = opened_received(request, "received.read", id)
    language, at = language_of(request), request_time()
    member = acting_member(request)
    release = release_here(member)
    zone = ZoneInfo(release.time_zone)
    steps = referral_steps(row.is_at, CaseLevel(row.level), RECEIVER)
    said = words_sent(row, key) if key is not None else {}
    return render_staff(
        request,
        "referring/received_one.html",
        409 if fault else 200,
        fault=fault,
        row=row,
        stopped=row.is_over_for_partner,
        shut=key is None,
        sender=row.sender.name,
        purpose=purpose_in_words(release, row.purpose, language),
        lines=field_lines(said, staff_words(language), release, language),
        turns=turn_lines(row, key, zone, hands=RECEIVER) if key is not None else [],
        steps=[each.value for each in steps if each in BY_RECEIVER],
        there=who_there_reads(row),
        others=[(each.id, each.user.name) for each in who_could_read(row)],
        may_take=ReferralStep.TAKE_OVER in steps and row.receipt_named != member.id,
        reasons=[each.value for each in DeclineReason],
        news=request.POST.get("news", "") if fault else "",
        because=request.POST.get("because", "") if fault else "",
        clock=clock_of(row.is_at),
        due=moment_in(zone, row.due_at) if row.due_at else "",
        is_over=row.due_at is not None and row.due_at <= at,
    )


def opened_received(request: HttpRequest, rule: str, id: str) -> tuple[CaseReferral, RecordKey | None]:
    """Raises NotHere, also for whoever must not know by now. No key where it was stopped."""
    member = acting_member(request)
    row = visible_row(member, rule, CaseReferral, id)
    if member.id in kept_from(row.case):
        raise NotHere
    if row.is_over_for_partner:
        return row, None
    try:
        return row, open_referral(private_key(request), member, row, at=request_time())
    except CannotOpen:
        return row, None
