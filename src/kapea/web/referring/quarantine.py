"""What claims that somebody set a consent aside: a supervisor sees that it came, which record it is there and
where it says so. Nothing here makes a case of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_row, visible_rows
from kapea.care.case_saving import CaseRefused
from kapea.care.models import QuarantineEntry
from kapea.care.quarantine_records import note_quarantine_seen, open_quarantine
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.found import moment_in
from kapea.web.referring.field_lines import system_word
from kapea.web.referring.found import REFERRALS
from kapea.web.referring.outside import MOST_LISTED, OutsideLine, zone_here
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

QUARANTINE = f"{REFERRALS}quarantine"


@require_safe
def list_quarantine(request: HttpRequest) -> HttpResponse:
    """What claims that a consent was set aside, the newest first."""
    return _quarantine_page(request)


@require_safe
def read_quarantine(request: HttpRequest, id: str) -> HttpResponse:
    """Which record it is there, and where it says so. There is nothing to make a case of."""
    member, at = acting_member(request), request_time()
    row = visible_row(member, "quarantine.read", QuarantineEntry, id)
    try:
        said = open_quarantine(private_key(request), member, row, at=at)
    except CannotOpen:
        return _quarantine_page(request, "fault-quarantine-shut")
    return _quarantine_page(request, row=row, reference=said["reference"], places=said["places"].splitlines())


@require_POST
def mark_quarantine_seen(request: HttpRequest, id: str) -> HttpResponse:
    """A supervisor has seen to it: they rang whoever sent it."""
    member = acting_member(request)
    try:
        with acting(member, "quarantine.answer", QuarantineEntry, id) as row:
            note_quarantine_seen(member, row, at=request_time())
    except CaseRefused as why:
        return _quarantine_page(request, f"fault-case-{why.why}")
    return HttpResponseRedirect(QUARANTINE)


def _quarantine_page(request: HttpRequest, fault: str = "", **shown: Any) -> HttpResponse:
    member = acting_member(request)
    zone = zone_here(member)
    rows = visible_rows(member, "quarantine.list", QuarantineEntry).order_by("-at")[:MOST_LISTED]
    lines = [
        OutsideLine(each.id, system_word(each.system), "", moment_in(zone, each.at), each.seen_at is not None)
        for each in rows
    ]
    return render_staff(
        request, "referring/quarantine.html", 409 if fault else 200, fault=fault, lines=lines, **shown
    )
