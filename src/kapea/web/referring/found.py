"""A referral that somebody may work on, with its release and its key: found first, opened then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kapea.access.rows import acting, visible_row
from kapea.care.case_saving import CaseRefused
from kapea.care.models import CaseReferral
from kapea.care.referral_keys import open_referral, share_referral
from kapea.care.referral_saving import must_be_as_seen
from kapea.core.care.care_effects import NotPermitted
from kapea.core.care.referral_form import FormLacks
from kapea.core.care.referral_states import NoSuchReferralMove, ReferralLacks
from kapea.core.pack.model import Release
from kapea.people.member import Member
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_wraps import RecordKey
from kapea.web.base.ruled import View
from kapea.web.desk.found import release_here
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

REFERRALS = "/staff/referrals/"
STOPPED = (CaseRefused, NoSuchReferralMove, ReferralLacks, FormLacks, NotPermitted)
"""What is said on the page, and changes nothing."""
ReferralAct = Callable[[Member, CaseReferral, datetime], None]


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """A referral while somebody looks at it. `key` opens what stands in it."""

    row: CaseReferral
    release: Release
    key: RecordKey

    @property
    def zone(self) -> str:
        return self.release.time_zone

    def share(self, row: CaseReferral) -> None:
        """Lets those read it who ought to from now on."""
        share_referral(self.key, row, at=request_time())


def open_referral_here(request: HttpRequest, rule: str, id: str, *, shares: bool = True) -> OpenReferral:
    """Raises NotHere, CannotOpen, Http404."""
    member = acting_member(request)
    row = visible_row(member, rule, CaseReferral, id)
    key = open_referral(private_key(request), member, row, at=request_time(), shares=shares)
    return OpenReferral(row, release_here(member), key)


def shut_without_key(view: View) -> View:
    """Whoever may know of a referral and cannot open it yet is told so."""

    @wraps(view)
    def unless_shut(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CannotOpen:
            return render_staff(request, "referring/shut.html", 409)

    return unless_shut


def do_here(request: HttpRequest, rule: str, id: str, act: ReferralAct) -> str:
    """Does something with a referral as it was seen; what is said where it is not done, by its word."""
    member = acting_member(request)
    try:
        with acting(member, rule, CaseReferral, id) as row:
            must_be_as_seen(row, seen_version(request))
            act(member, row, request_time())
    except STOPPED as why:
        return referral_fault(why)
    return ""


def seen_version(request: HttpRequest) -> int:
    """Which state of a row the page showed on which somebody acts."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else 0


def referral_fault(why: Exception) -> str:
    """The word for why something is not done."""
    if isinstance(why, CaseRefused):
        return f"fault-{why.why}" if why.why.startswith("referral") else f"fault-case-{why.why}"
    if isinstance(why, ReferralLacks | FormLacks):
        return "fault-referral-lacks"
    return "fault-referral-step"
