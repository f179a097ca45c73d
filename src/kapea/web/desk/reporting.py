"""The duty to report, as staff read it; and the report that is owed, from when it begins until it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from kapea.access.rows import acting
from kapea.care.case_saving import CaseRefused
from kapea.care.models import Case
from kapea.care.report_tasks import begin_report, finish_report, left_out, open_report, write_report
from kapea.core.care.case_entries import ReportEntry
from kapea.core.care.duty_cards import DutyCard
from kapea.core.care.reporting import ReportRests, ToldFirst, staff_cards, urgent_card
from kapea.core.pack.model import Release
from kapea.web.desk.forms import SHORT, code_field
from kapea.web.desk.found import CASES, OpenCase, moment_in, open_here, short_name
from kapea.web.office.countries import country_of
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

Act = Callable[[Case, datetime], None]


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """A card in words: the rule, to whom, by when, on what it rests and until when that is believed."""

    rule: str
    to: str
    by_when: str
    status: str
    sources: tuple[str, ...]
    looked_at: str


class ReportForm(forms.Form):
    """To which office it was reported, who took it there, when, and what the child was told."""

    kin = forms.MultipleChoiceField(required=False)
    office = forms.ChoiceField(required=False)
    to_whom = forms.CharField(max_length=SHORT, required=False)
    on = forms.DateField(required=False)
    hour = forms.TimeField(required=False)
    told = code_field(ToldFirst, required=False)
    rests = code_field(ReportRests, required=False)

    def content(self, zone: ZoneInfo) -> ReportEntry:
        """As it is written; without a moment where nothing was reported yet."""
        said = self.cleaned_data
        on, hour = said["on"], said["hour"]
        made = datetime.combine(on, hour, zone) if on and hour else None
        return ReportEntry(
            kin=tuple(said["kin"]),
            office=said["office"],
            to_whom=said["to_whom"],
            made_at=made,
            told=said["told"],
            rests=said["rests"],
        )


def shown_duties(release: Release, language: str, *, at: datetime) -> list[ShownDuty]:
    """The cards of the country for whoever works at the desk, in their language or in English."""
    return [_shown(card, release, language) for card in staff_cards(release, at=at)]


def duty_rules(release: Release, ids: Collection[str], language: str) -> dict[str, str]:
    """The rule of some duties, in the language of whoever works at the desk or in English."""
    return {id: release.staff_text(release.duties[id].rule, language) for id in sorted(ids)}


def _shown(card: DutyCard, release: Release, language: str) -> ShownDuty:
    duty, said = card.duty, release.staff_text
    return ShownDuty(
        rule=said(duty.rule, language),
        to=said(duty.to, language),
        by_when=said(duty.by_when, language),
        status=card.status.value,
        sources=card.sources,
        looked_at=duty.upkeep.expires,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def duty_page(request: HttpRequest, id: str) -> HttpResponse:
    """The cards; and where a report is owed, to whom it may go and that it was made."""
    found = open_here(request, "cases.write", id)
    if request.method != "POST":
        return _page(request, found, ReportForm(None))
    card = urgent_card(found.release, at=request_time())
    if card is None:
        return _page(request, found, ReportForm(None), "fault-case-report-no-offices")
    form = ReportForm(request.POST)
    offices = [id for id, _ in card.duty.offices]
    offer(form, "kin", offices)
    offer(form, "office", ["", *offices])
    if not form.is_valid():
        return _page(request, found, form, "fault-report")
    return _act(request, found, form, card)


def _act(request: HttpRequest, found: OpenCase, form: ReportForm, card: DutyCard) -> HttpResponse:
    member, does = acting_member(request), request.POST.get("do", "")
    content = form.content(ZoneInfo(found.release.time_zone))
    if does == "done":  # what was left out before stays so, also where nobody ticked it again
        content = replace(content, kin=tuple(sorted({*content.kin, *_kin(found)})))
    if does == "done" and not (content.made_at and content.to_whom and content.told and content.rests):
        return _page(request, found, form, "fault-report")

    def act(row: Case, at: datetime) -> None:
        if does == "begin":
            begin_report(member, row, at=at)
        elif does == "done":
            finish_report(member, row, found.key, content, card, zone=found.release.time_zone, at=at)
        else:
            write_report(member, row, found.key, ReportEntry(kin=content.kin), at=at)

    try:
        with acting(member, "cases.write", Case, found.row.id) as row:
            act(row, request_time())
    except CaseRefused as why:
        return _page(request, found, form, f"fault-case-{why.why}")
    return HttpResponseRedirect(f"{CASES}{found.row.id}/duty")


def _page(request: HttpRequest, found: OpenCase, form: ReportForm, fault: str = "") -> HttpResponse:
    at, language, zone = request_time(), language_of(request), ZoneInfo(found.release.time_zone)
    card = urgent_card(found.release, at=at)
    kin = _kin(found)
    task, said = open_report(found.row), found.release.staff_text
    named = [(id, said(text, language)) for id, text in (card.duty.offices if card else ())]
    left = {id for id, _ in (card.offices_without(kin) if card else ())}
    return render_staff(
        request,
        "desk/duty.html",
        409 if fault else 200,
        fault=fault,
        form=form,
        case=found.row,
        name=short_name(found.row.id),
        country=country_of(found.release.id, language_of(request)).name,
        duties=shown_duties(found.release, language, at=at),
        can_owe=card is not None,
        task=task,
        since=moment_in(zone, task.began_at) if task else "",
        climbs=moment_in(zone, task.escalates_at) if task else "",
        offices=named,
        kin=kin,
        left=[(id, words) for id, words in named if id in left],
        told=[each.value for each in ToldFirst],
        rests=[each.value for each in ReportRests],
    )


def _kin(found: OpenCase) -> frozenset[str]:
    written = [each.content for each in found.entries()]
    return left_out([each for each in written if isinstance(each, ReportEntry)])
