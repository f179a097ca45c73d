"""Which sessions have words, and how far they are; a released transcript, and a name that is left in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.both_languages import turns_in_both
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.transcript import SessionTranscript
from kapea.studies.disclosures import cut_disclosure
from kapea.studies.found_names import colleague_names, readers_reached, take_back_release
from kapea.studies.models import StudySealedText, StudyTakenBack
from kapea.studies.released_texts import ReleasedTranslation, open_translation
from kapea.studies.session_texts import TextKind
from kapea.studies.text_work import TextWork
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault, number_said, study_seen, study_tabs
from kapea.web.field.text_found import TextSeen, on_or_back, render_text, text_fault, text_seen
from kapea.web.staff.frame import render_staff

PAGES = {
    "transcript": (StudyAct.WRITE_TRANSCRIPT, StudyAct.CHECK_TRANSCRIPT),
    "translation": (StudyAct.TRANSLATE, StudyAct.BACK_TRANSLATE),
    "reading": (StudyAct.DEIDENTIFY_FIRST, StudyAct.DEIDENTIFY_SECOND),
    "released": (StudyAct.READ_DEIDENTIFIED,),
    "glass": (StudyAct.BREAK_GLASS,),
}
STEPS = ("released", "reading", "raw")
READS = StudyAct.READ_DEIDENTIFIED
MOST_NAME = 120


@dataclass(frozen=True, slots=True)
class TextsLine:
    """One session. `step`: how far its words are."""

    number: int
    step: str


@require_safe
def list_texts(request: HttpRequest, id: str) -> HttpResponse:
    """Every session with how far its words are, and the pages of it that one may open."""
    seen = study_seen(request, id, StudyAct.SAY_ITEM)
    kinds: dict[str, set[str]] = {}
    for code, kind in StudySealedText.objects.filter(study=seen.row).values_list("session", "kind"):
        kinds.setdefault(code, set()).add(kind)
    numbers = seen.row.sessions.order_by("number").values_list("number", flat=True)
    return render_staff(
        request,
        "field/texts.html",
        row=seen.row,
        lines=[TextsLine(each, _step(kinds.get(f"s{each}", set()))) for each in numbers],
        pages=[page for page, acts in PAGES.items() if any(seen.may(act) for act in acts)],
        tabs=study_tabs(seen),
        may_destroy=seen.may(StudyAct.DESTROY) or seen.may(StudyAct.WITNESS_DESTRUCTION),
    )


def _step(kinds: set[str]) -> str:
    if "found" in kinds:
        return "taken-back"
    return next((step for step in STEPS if step in kinds), "none")


@require_safe
def read_released(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The transcript as coders see it."""
    return _released_page(request, text_seen(request, id, number, READS), None)


@require_POST
def name_left_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A name is left in it: it is taken back at once."""
    at = text_seen(request, id, number, READS)
    name = form_of(request).get("name", "")[:MOST_NAME]
    return on_or_back(
        text_fault(lambda: take_back_release(at.work, name)),
        f"{at.address}/released",
        partial(_released_page, request, at),
    )


@require_POST
def cut_released_turn(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A turn in which somebody tells of harm leaves the study."""
    at = text_seen(request, id, number, READS)
    turn = number_said(request, "turn")
    return on_or_back(
        text_fault(lambda: cut_disclosure(at.work, TextKind.RELEASED, turn)),
        f"{at.address}/released",
        partial(_released_page, request, at),
    )


def _both(work: TextWork) -> tuple[SessionTranscript, ReleasedTranslation]:
    said: SessionTranscript = work.open(TextKind.RELEASED).value
    return said, open_translation(work.private, work.member, work.study, work.session, at=work.at)


def _released_page(request: HttpRequest, at: TextSeen, fault: StudyFault | None) -> HttpResponse:
    found: list[tuple[SessionTranscript, ReleasedTranslation]] = []
    work = at.work
    shut = text_fault(lambda: found.append(_both(work))) if work.has(TextKind.RELEASED) else None
    turns = [turn for said, beside in found for turn in turns_in_both(said.turns, beside.words)]
    taken = StudyTakenBack.objects.filter(study=work.study, session=work.session).order_by("-id").first()
    return render_text(
        request,
        "released",
        at,
        fault or shut,
        here="released",
        turns=turns,
        beside=found[0][1].language if found else "",
        taken=taken,
        reached=colleague_names(readers_reached(taken)) if taken else (),
        said=form_of(request),
    )
