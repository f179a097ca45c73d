"""What a study holds for a time only: on which day it goes, that it went, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.core.studies.retention_clocks import HeldMatter
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.studies.held_matters import (
    certify_held,
    held_in,
    hold_audio_here,
    promise_day,
    witness_held,
)
from kapea.studies.models import Study, StudyHeldMatter
from kapea.studies.text_work import TextRefused
from kapea.web.base.request import form_of
from kapea.web.field.codes import at_place, codes_in_words
from kapea.web.field.found import (
    STUDIES,
    StudyFault,
    StudySeen,
    fault_of_refusal,
    lock_allowed,
    number_said,
    study_seen,
    study_tabs,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

DESTROYS, WITNESSES = StudyAct.DESTROY, StudyAct.WITNESS_DESTRUCTION
MOST_MINUTES = 1_440


@require_safe
def read_held(request: HttpRequest, id: str) -> HttpResponse:
    """All that is held for a time, and what went."""
    return _held_page(request, study_seen(request, id, DESTROYS, WITNESSES), None)


@require_POST
def tell_audio(request: HttpRequest, id: str) -> HttpResponse:
    """That a session was recorded, and how long; the recording itself is never here."""
    session, minutes = number_said(request, "session"), number_said(request, "minutes", 0)

    def told(row: Study) -> None:
        if not row.sessions.filter(number=session).exists() or not 0 < minutes <= MOST_MINUTES:
            raise TextRefused("minutes")
        hold_audio_here(acting_member(request), row, f"s{session}", minutes, at=request_time())

    return _do(request, id, DESTROYS, told)


@require_POST
def promise_here(request: HttpRequest, id: str) -> HttpResponse:
    """Sets the day of raw words earlier."""
    said = form_of(request).get("day", "")

    def promised(row: Study) -> None:
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise TextRefused("day") from None
        if not promise_day(acting_member(request), _matter(request, row), day, at=request_time()):
            raise TextRefused("day")

    return _do(request, id, DESTROYS, promised)


@require_POST
def certify_here(request: HttpRequest, id: str) -> HttpResponse:
    """The data steward says that it is gone."""
    return _do(
        request,
        id,
        DESTROYS,
        lambda row: certify_held(_matter(request, row), acting_member(request), at=request_time()),
    )


@require_POST
def witness_here(request: HttpRequest, id: str) -> HttpResponse:
    """A second person, who was there, says so too."""
    return _do(
        request,
        id,
        WITNESSES,
        lambda row: witness_held(_matter(request, row), acting_member(request), at=request_time()),
    )


def _matter(request: HttpRequest, study: Study) -> StudyHeldMatter:
    found = StudyHeldMatter.objects.filter(study=study, id=number_said(request, "matter")).first()
    if found is None:
        raise TextRefused("not-yet")
    return found


def _do(request: HttpRequest, id: str, act: StudyAct, step: Callable[[Study], object]) -> HttpResponse:
    seen = study_seen(request, id, act)
    try:
        with acting(seen.member, "studies.change", Study, id) as row:
            lock_allowed(row, seen.member, act)
            refused = step(row)
    except TextRefused as error:
        return _held_page(request, seen, StudyFault(f"text-fault-{error.word}"))
    fault = fault_of_refusal(refused) if isinstance(refused, StudyRefused) else None
    if fault is not None:
        return _held_page(request, seen, fault)
    return HttpResponseRedirect(f"{STUDIES}{id}/destruction")


def _held_page(request: HttpRequest, seen: StudySeen, fault: StudyFault | None) -> HttpResponse:
    standing = seen.book.standing
    held = held_in(seen.row, standing)
    return render_staff(
        request,
        "field/held.html",
        409 if fault else 200,
        row=seen.row,
        here="held",
        held=[(each, at_place(each.row.gone_at, standing.zone)) for each in held],
        sessions=list(seen.row.sessions.order_by("number").values_list("number", flat=True)),
        may_destroy=seen.may(DESTROYS),
        may_witness=seen.may(WITNESSES),
        tabs=study_tabs(seen),
        raw=HeldMatter.RAW_TEXT.value,
        audio=HeldMatter.AUDIO.value,
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language_of(request))) if fault else (),
    )
