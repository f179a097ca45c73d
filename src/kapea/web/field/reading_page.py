"""Two people read a transcript for what identifies: each sees their own marks until they finish; then they
decide, sign, and release it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.both_languages import (
    original_of,
    sides_at,
    tags_alone,
    turns_in_both,
    words_of_translation,
)
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paired_reading import MarksShown, MissRate, marks_shown, miss_rate
from kapea.core.studies.reading_decisions import (
    OpenPassage,
    both_finished,
    has_finished,
    open_passages,
)
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript_release import DeidentifiedDraft
from kapea.studies.disclosures import cut_disclosure
from kapea.studies.reading_actions import (
    finish_reading,
    give_tag,
    keep_words,
    mark_words,
    open_reading,
    sit_down,
    take_mark_back,
    undo_decision,
)
from kapea.studies.release_actions import sign_reading, with_other_names
from kapea.studies.session_texts import OpenText, TextKind
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault, number_said
from kapea.web.field.text_found import (
    TextSeen,
    on_or_back,
    render_text,
    span_said,
    text_fault,
    text_seen,
)

READS = (StudyAct.DEIDENTIFY_FIRST, StudyAct.DEIDENTIFY_SECOND)
READER_ROLES = (StudyRole.DEIDENTIFIER_1, StudyRole.DEIDENTIFIER_2)
MOST_TAG, MOST_WHY = 50, 120


@dataclass(frozen=True, slots=True)
class PassageShown:
    """Words of the text, by their place. `turn`: the number of the turn they stand in; `translated`: in what
    it says in the other language.
    """

    start: int
    end: int
    turn: int
    translated: bool
    words: str
    about: str = ""


@require_safe
def read_reading_page(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The reading, as far as whoever looks may see it."""
    return _reading_page(request, _at(request, id, number), None)


def _at(request: HttpRequest, id: str, number: int) -> TextSeen:
    return text_seen(request, id, number, *READS)


def _done(request: HttpRequest, at: TextSeen, step: Callable[[], Any], place: str = "") -> HttpResponse:
    page = partial(_reading_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/reading{place}", page)


@require_POST
def sit_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Takes the seat of one's role."""
    at = _at(request, id, number)
    held = at.seen.book.standing.team.roles(at.seen.member.user)
    role = next(role for role in READER_ROLES if role in held)
    return _done(request, at, lambda: sit_down(at.work, role))


@require_POST
def mark_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Marks words of a turn."""
    at, said = _at(request, id, number), form_of(request)
    kinds = {kind.value: kind for kind in IdentifierKind}
    kind = kinds.get(said.get("kind", ""), IdentifierKind.NAME)
    turn = number_said(request, "turn")
    return _done(
        request, at, lambda: mark_words(at.work, turn, said.get("words", ""), kind), f"#t{max(turn, 0)}"
    )


@require_POST
def unmark_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Takes a mark of one's own back."""
    at = _at(request, id, number)
    return _done(request, at, lambda: take_mark_back(at.work, span_said(request)))


@require_POST
def finish_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Says that one has read all of it."""
    at = _at(request, id, number)
    return _done(request, at, lambda: finish_reading(at.work))


@require_POST
def decide_mark_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A tag, or a reason to keep, or neither any more."""
    at, said = _at(request, id, number), form_of(request)
    turn, why = number_said(request, "seen"), said.get("why", "")[:MOST_WHY]

    def decided() -> None:
        span = span_said(request)
        if said.get("act") == "keep":
            keep_words(at.work, turn, span, why)
        elif said.get("act") == "undo":
            undo_decision(at.work, turn, span)
        else:
            give_tag(at.work, turn, span, said.get("tag", "").strip()[:MOST_TAG], why)

    return _done(request, at, decided, "#decide")


@require_POST
def sign_text_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Signs the text as it is now; the last signature releases it."""
    at = _at(request, id, number)
    return _done(request, at, lambda: sign_reading(at.work, number_said(request, "seen")))


@require_POST
def cut_read_turn(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A turn in which somebody tells of harm leaves the study."""
    at = _at(request, id, number)
    turn = number_said(request, "turn")
    return _done(request, at, lambda: cut_disclosure(at.work, TextKind.READING, turn))


# --- the page -----------------------------------------------------------------------------------


def _reading_page(request: HttpRequest, at: TextSeen, fault: StudyFault | None) -> HttpResponse:
    found: list[OpenText[DeidentifiedDraft]] = []
    shut = text_fault(lambda: found.append(open_reading(at.work))) if at.work.has(TextKind.READING) else None
    draft, account = found[0].value if found else None, at.work.member.user
    seat = draft.reading.seat_of(account) if draft else None
    shown = _shown(at, draft) if draft is not None and seat is not None else {}
    return render_text(
        request,
        "reading",
        at,
        fault or shut,
        here="reading",
        said=form_of(request),
        turn=found[0].turn if found else "",
        seat=seat.value if seat else "",
        kinds=[kind.value for kind in IdentifierKind],
        **shown,
    )


def _shown(at: TextSeen, draft: DeidentifiedDraft) -> dict[str, Any]:
    """What this reader may see now: nothing of anybody else before they finished."""
    account, reading = at.work.member.user, draft.reading
    marks = marks_shown(reading, account)
    finished = has_finished(reading, account)
    shown: dict[str, Any] = {
        "turns": turns_in_both(
            original_of(reading.transcript).turns, words_of_translation(reading.transcript)
        ),
        "beside": draft.translated_into,
        "own": _passages(draft, [(mark.span, mark.kind.value) for mark in marks.own]),
        "finished": finished,
        **(_compared(draft, marks) if finished else {}),
    }
    if finished and both_finished(reading):
        shown |= _to_decide(with_other_names(at.work, draft), account)
    return shown


def _compared(draft: DeidentifiedDraft, marks: MarksShown) -> dict[str, Any]:
    return {
        "machine": _passages(draft, [(mark.span, mark.kind.value) for mark in marks.machine]),
        "others": _passages(draft, [(mark.span, mark.kind.value) for mark in marks.others]),
    }


def _to_decide(draft: DeidentifiedDraft, account: str) -> dict[str, Any]:
    missed: MissRate = miss_rate(draft.reading)
    return {
        "both": True,
        "missed": missed,
        "alone": tags_alone(draft),
        "passages": _open(draft, open_passages(draft)),
        "tags": _passages(draft, [(each.span, each.tag) for each in sorted(draft.replacements)]),
        "kept": _passages(draft, sorted((each.span, each.why) for each in draft.kept)),
        "signed": (account, draft.digest) in draft.signed,
        "signed_before": account in dict(draft.signed),
    }


def _open(draft: DeidentifiedDraft, passages: Sequence[OpenPassage]) -> list[PassageShown]:
    kinds = [(each.span, each.kind.value if each.kind else "") for each in passages]
    return _passages(draft, kinds)


def _passages(draft: DeidentifiedDraft, spans: list[tuple[TextSpan, str]]) -> list[PassageShown]:
    sides = sides_at(draft.reading.transcript, (span for span, _ in spans))
    return [
        PassageShown(span.start, span.end, side.number, side.translated, span.within(draft.raw), about)
        for side, (span, about) in zip(sides, spans, strict=True)
    ]
