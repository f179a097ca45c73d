"""Taking a study's material to another program: asked by one, allowed by another, made when it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.models import StudyExport
from kapea.studies.study_exports import (
    ExportKind,
    ExportRefused,
    ask_export,
    confirm_export,
    export_file,
    exports_seen_by,
    is_archive,
    kinds_for,
    take_export,
)
from kapea.studies.study_memo_rows import memos_seen_by
from kapea.web.base.request import form_of
from kapea.web.field.archive_page import take_archive
from kapea.web.field.codes import at_place
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    open_keys,
    render_coding,
)
from kapea.web.field.found import STUDIES, StudyFault
from kapea.web.staff.gate import request_time

FAULT = "coding-fault-export"


@dataclass(frozen=True, slots=True)
class ExportShown:
    """What was asked, and what whoever looks may do about it."""

    id: str
    kind: str
    asked_at: str
    is_confirmed: bool
    may_confirm: bool
    may_take: bool


@require_safe
def read_exports(request: HttpRequest, id: str) -> HttpResponse:
    """What was asked lately."""
    return export_page(request, id)


@require_POST
def ask_export_here(request: HttpRequest, id: str) -> HttpResponse:
    """Asks to take something out."""

    def do(coding: CodingSeen) -> None:
        known = {each.value: each for each in _kinds(coding)}
        kind = known.get(form_of(request).get("kind", ""))
        if kind is None:
            raise ExportRefused
        ask_export(coding.seen.member, coding.row, kind, at=request_time())

    return _after(request, id, _done(request, id, StudyAct.EXPORT, do))


@require_POST
def confirm_export_here(request: HttpRequest, id: str) -> HttpResponse:
    """Says yes, as another person."""

    def do(coding: CodingSeen) -> None:
        confirm_export(coding.seen.member, coding.row, _which(request), at=request_time())

    return _after(request, id, _done(request, id, StudyAct.CONFIRM_EXPORT, do))


@require_POST
def take_export_here(request: HttpRequest, id: str) -> HttpResponse:
    """The file, as consent is now."""
    coding, taken = coding_seen(request, id, StudyAct.EXPORT), list[ExportKind]()
    if is_archive(coding.row, _which(request)):
        came = take_archive(request, id, _which(request))
        return export_page(request, id, came) if isinstance(came, StudyFault) else came

    def do(coding: CodingSeen) -> None:
        if coding.book is None:
            raise ExportRefused
        taken.append(take_export(coding.seen.member, coding.row, _which(request), at=request_time()))

    fault = _done(request, id, StudyAct.EXPORT, do)
    if fault:
        return export_page(request, id, fault)
    coding = coding_seen(request, id, StudyAct.EXPORT)
    _, memos = memos_seen_by(coding.row, coding.state, coding.account, open_keys(request, coding))
    if coding.book is None:
        return export_page(request, id, StudyFault(FAULT))
    material = material_seen(request, coding, memos=dict(memos))
    name, kind, data = export_file(taken[0], coding.book, coding.state, material)
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def export_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding, at = coding_seen(request, id, StudyAct.EXPORT), request_time()
    confirms = coding.seen.may(StudyAct.CONFIRM_EXPORT)
    rows = exports_seen_by(coding.row, coding.account, confirms=confirms, at=at)
    return render_coding(
        request,
        coding,
        "exports",
        fault,
        exports=[_shown(each, coding, confirms) for each in rows],
        kinds=[each.value for each in _kinds(coding)],
    )


def _kinds(coding: CodingSeen) -> tuple[ExportKind, ...]:
    return kinds_for(confirms=coding.seen.may(StudyAct.CONFIRM_EXPORT))


def _shown(each: StudyExport, coding: CodingSeen, confirms: bool) -> ExportShown:
    is_mine, waits = each.asked_by == coding.account, each.confirmed_at is None
    zone = coding.seen.book.standing.zone
    return ExportShown(
        id=each.id,
        kind=each.kind,
        asked_at=at_place(each.asked_at, zone),
        is_confirmed=not waits,
        may_confirm=waits and confirms and not is_mine,
        may_take=is_mine and not waits,
    )


def _done(
    request: HttpRequest, id: str, act: StudyAct, do: Callable[[CodingSeen], None]
) -> StudyFault | None:
    def asked(coding: CodingSeen) -> None:
        try:
            do(coding)
        except ExportRefused as error:
            raise NothingSuch("export: not yours, not yet, or too late") from error

    return do_coding(request, id, act, asked, FAULT)


def _which(request: HttpRequest) -> str:
    return form_of(request).get("export", "")[:16]


def _after(request: HttpRequest, id: str, fault: StudyFault | None) -> HttpResponse:
    return export_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/exports")
