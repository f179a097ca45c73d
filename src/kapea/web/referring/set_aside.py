"""What claims that somebody set a consent aside: a supervisor sees that it came, which record it is there and
where it says so. Nothing here makes a case of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.care.case_saving import CaseRefused
from kapea.care.models import SetAsideRecord
from kapea.care.outside_records import note_set_aside_seen, open_outside
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.found import moment_in
from kapea.web.referring.found import REFERRALS
from kapea.web.referring.outside import MOST_LISTED, OutsideLine, word_of, zone_here
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

SET_ASIDE = f"{REFERRALS}set-aside"


@require_safe
def all_set_aside(request: HttpRequest) -> HttpResponse:
    """What claims that a consent was set aside, the newest first."""
    return _set_aside_page(request)


@require_safe
def read_set_aside(request: HttpRequest, id: str) -> HttpResponse:
    """Which record it is there, and where it says so. There is nothing to make a case of."""
    member, at = acting_member(request), request_time()
    row = visible_row(member, "set-aside.read", SetAsideRecord, id)
    try:
        said = open_outside(private_key(request), member, row, at=at)
    except CannotOpen:
        return _set_aside_page(request, "fault-left-for-others")
    return _set_aside_page(request, row=row, reference=said["reference"], places=said["places"].splitlines())


@require_POST
def seen_set_aside(request: HttpRequest, id: str) -> HttpResponse:
    """A supervisor has seen to it: they rang whoever sent it."""
    member = acting_member(request)
    try:
        with acting(member, "set-aside.answer", SetAsideRecord, id) as row:
            note_set_aside_seen(member, row, at=request_time())
    except CaseRefused as why:
        return _set_aside_page(request, f"fault-case-{why.why}")
    return HttpResponseRedirect(SET_ASIDE)


def _set_aside_page(request: HttpRequest, fault: str = "", **shown: Any) -> HttpResponse:
    member = acting_member(request)
    zone = zone_here(member)
    rows = visible_rows(member, "set-aside.list", SetAsideRecord).order_by("-at")[:MOST_LISTED]
    lines = [
        OutsideLine(each.id, word_of(each.system), "", moment_in(zone, each.at), each.seen_at is not None)
        for each in rows
    ]
    return render_staff(
        request, "referring/set_aside.html", 409 if fault else 200, fault=fault, lines=lines, **shown
    )
