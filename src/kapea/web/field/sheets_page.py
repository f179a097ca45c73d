"""Sheets that came by ODK Collect: how many stand, and what was set apart, for the data steward to decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.pack.model import Release
from kapea.core.studies.session_submissions import SetApart
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.actions_tablets import DROP, decide_sheet
from kapea.studies.collected_sheets import OpenedSheet, open_standing_sheets, standing_sheets
from kapea.studies.models import StudyCollectedSheet
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place, release_of_member
from kapea.web.field.found import STUDIES, StudyFault, study_seen, study_tabs
from kapea.web.field.session_found import acting_on_study
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SheetApart:
    """A sheet that does not stand. `name`: the end of its id, by which its tablet shows it, too."""

    id: int
    name: str
    reason: str
    made_on: str
    came_at: str


@require_safe
def read_sheets(request: HttpRequest, id: str) -> HttpResponse:
    """What stands in numbers, and each that was set apart."""
    seen, at = study_seen(request, id, StudyAct.RELEASE_SET_APART), request_time()
    taken, zone = standing_sheets(seen.row, at=at), seen.book.standing.zone
    reasons = {(each.instance, each.sealed): why for each, why in taken.apart}
    rows = StudyCollectedSheet.objects.filter(study=seen.row).order_by("-came_at", "-id")
    apart = [
        _apart(each, reasons[each.instance, each.digest], at_place(each.came_at, zone))
        for each in rows
        if (each.instance, each.digest) in reasons
    ]
    return render_staff(
        request,
        "field/sheets.html",
        row=seen.row,
        tabs=study_tabs(seen),
        stand=len(taken.standing),
        replaced=len(taken.replaced),
        dropped=sum(each.decision == DROP for each in rows),
        apart=apart[:MOST_SHOWN],
        more=max(0, len(apart) - MOST_SHOWN),
    )


@require_POST
def decide_sheet_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes a sheet as it is, or leaves it out."""
    said = form_of(request)
    number = said.get("sheet", "")
    sheet = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else 0
    with acting_on_study(request, id, StudyAct.RELEASE_SET_APART) as (member, study):
        decide_sheet(member, study, sheet, said.get("decision", ""), at=request_time())
    return HttpResponseRedirect(f"{STUDIES}{id}/sheets")


@require_POST
def open_sheets_here(request: HttpRequest, id: str) -> HttpResponse:
    """What stands in the sheets that came, for whoever was in the room."""
    seen, language = study_seen(request, id, StudyAct.OPEN_SEALED), language_of(request)
    release, zone = release_of_member(seen.member, language), seen.book.standing.zone
    opened, fault = [], None
    try:
        opened = open_standing_sheets(private_key(request), seen.member, seen.row, at=request_time())
    except CannotOpen:
        fault = StudyFault("tablet-cannot-open")
    shown = [(at_place(each.came_at, zone), sheet_lines(each, release, language)) for each in opened]
    return render_staff(
        request, "field/sheets_open.html", 409 if fault else 200, row=seen.row, sheets=shown, fault=fault
    )


def sheet_lines(opened: OpenedSheet, release: Release | None, language: str) -> list[tuple[str, str]]:
    """Each answer with the words of its field, where the pack still has them."""
    rows = {row.name: row for row in opened.sheet.rows} if opened.sheet else {}
    choices = {(each.of, each.name): each for each in opened.sheet.choices} if opened.sheet else {}

    def said(id: str, otherwise: str) -> str:
        known = release is not None and id in release.texts[release.default_language]
        return release.text(id, language) if release is not None and known else otherwise

    lines = []
    for path, given in opened.read.answers:
        name = path.rpartition("/")[2]
        row = rows[name]
        choice = choices.get((row.of, given))
        answer = f"{choice.sign} {said(choice.label, given)}".strip() if choice else given
        lines.append((said(row.label, name), answer))
    return lines


def _apart(row: StudyCollectedSheet, reason: SetApart, came_at: str) -> SheetApart:
    return SheetApart(row.id, row.instance[-12:], reason.value, row.made_on.isoformat(), came_at)
