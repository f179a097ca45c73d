"""Raw words in need: asked for with a reason, agreed to by another, read for an hour."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.glass_reasons import GlassReason, glass_holds
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.written_texts import WrittenTranscript
from kapea.studies.glass_actions import agree_to_glass, ask_for_glass, read_by_glass
from kapea.studies.models import StudyGlass
from kapea.studies.text_work import TextRefused
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault, number_said
from kapea.web.field.text_found import TextSeen, on_or_back, render_text, text_fault, text_seen

BREAKS = StudyAct.BREAK_GLASS


@require_safe
def read_glass(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """What is asked for now."""
    return _glass_page(request, text_seen(request, id, number, BREAKS), None)


@require_POST
def ask_glass_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Asks, with a reason of the list."""
    at = text_seen(request, id, number, BREAKS)
    reasons = {reason.value: reason for reason in GlassReason}
    reason = reasons.get(form_of(request).get("reason", ""), GlassReason.DANGER_NOW)
    page = partial(_glass_page, request, at)
    return on_or_back(text_fault(lambda: ask_for_glass(at.work, reason)), f"{at.address}/glass", page)


@require_POST
def lend_half_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The other of the two agrees."""
    at = text_seen(request, id, number, BREAKS)
    page = partial(_glass_page, request, at)
    step = partial(_agreed, request, at)
    return on_or_back(text_fault(step), f"{at.address}/glass", page)


def _agreed(request: HttpRequest, at: TextSeen) -> None:
    agree_to_glass(at.work, _named(request, at))


def _named(request: HttpRequest, at: TextSeen) -> StudyGlass:
    rows = StudyGlass.objects.filter(study=at.work.study, session=at.work.session)
    found = rows.filter(id=number_said(request, "glass")).first()
    if found is None:
        raise TextRefused("glass-over")
    return found


@require_POST
def look_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Whoever asked reads; each time is a row of the trail."""
    at = text_seen(request, id, number, BREAKS)
    read: list[WrittenTranscript] = []
    fault = text_fault(lambda: read.append(read_by_glass(at.work, _named(request, at))))
    return _glass_page(request, at, fault, read[0] if read else None)


def _glass_page(
    request: HttpRequest, at: TextSeen, fault: StudyFault | None, read: WrittenTranscript | None = None
) -> HttpResponse:
    rows = StudyGlass.objects.filter(study=at.work.study, session=at.work.session).order_by("-id")
    mine, now = at.work.member.id, at.work.at
    waiting = [row for row in rows if not row.agreed_at and glass_holds(row.asked_at, now)]
    return render_text(
        request,
        "glass",
        at,
        fault,
        here="glass",
        reasons=[reason.value for reason in GlassReason],
        waits=[row for row in waiting if row.asked_by == mine],
        to_agree=[row for row in waiting if row.asked_by != mine],
        open_now=[row for row in rows if row.asked_by == mine and glass_holds(row.agreed_at, now)],
        turns=read.transcript.turns if read else (),
    )
