"""A transcript and its translation: typed as text, checked by somebody else. Nothing is uploaded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.core.languages.known import LANGUAGES
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.written_texts import notes_text, session_speakers
from kapea.studies.disclosures import cut_disclosure
from kapea.studies.session_texts import OpenText, TextKind
from kapea.studies.text_work import seated_speakers
from kapea.studies.transcript_actions import (
    check_transcript,
    check_translation,
    write_transcript,
    write_translation,
)
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault, number_said
from kapea.web.field.text_found import (
    TextSeen,
    on_or_back,
    render_text,
    seen_said,
    text_fault,
    text_seen,
)
from kapea.web.staff.frame import language_of

WRITES, CHECKS = StudyAct.WRITE_TRANSCRIPT, StudyAct.CHECK_TRANSCRIPT
TRANSLATES, CHECKS_BACK = StudyAct.TRANSLATE, StudyAct.BACK_TRANSLATE


@require_safe
def read_transcript_page(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The transcript for whoever writes or checks it."""
    return _transcript_page(request, text_seen(request, id, number, WRITES, CHECKS), None)


@require_POST
def write_transcript_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Keeps what was typed. What is refused comes back on the page."""
    at, said = text_seen(request, id, number, WRITES), form_of(request)
    step = partial(write_transcript, at.work, said.get("words", ""), _language(request), seen_said(request))
    page = partial(_transcript_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/transcript", page)


@require_POST
def check_transcript_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A second person listened."""
    at, said = text_seen(request, id, number, CHECKS), form_of(request)
    step = partial(
        check_transcript,
        at.work,
        number_said(request, "seen"),
        minutes=number_said(request, "minutes", 0),
        heard=number_said(request, "heard", 0),
        unclear=said.get("unclear") == "yes",
    )
    page = partial(_transcript_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/transcript", page)


@require_POST
def cut_turn_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """A turn in which somebody tells of harm leaves the study."""
    at = text_seen(request, id, number, WRITES, CHECKS)
    step = partial(cut_disclosure, at.work, TextKind.RAW, number_said(request, "turn"))
    page = partial(_transcript_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/transcript", page)


def _language(request: HttpRequest) -> str:
    said = form_of(request).get("language", "")
    return said if said in LANGUAGES else "en"


def _opened(at: TextSeen, kind: TextKind) -> tuple[OpenText[Any] | None, StudyFault | None]:
    found: list[OpenText[Any] | None] = []
    fault = text_fault(lambda: found.append(at.work.found(kind)))
    return (found[0] if found else None), fault


def _transcript_page(request: HttpRequest, at: TextSeen, fault: StudyFault | None) -> HttpResponse:
    raw, shut = _opened(at, TextKind.RAW)
    said, written = form_of(request), raw.value if raw else None
    speakers = session_speakers(at.work.session, seated_speakers(at.work.study, at.work.session))
    text = written.transcript.text if written else ""
    return render_text(
        request,
        "transcript",
        at,
        fault or shut,
        here="transcript",
        written=written,
        turn=raw.turn if raw else "",
        words=said.get("words", text),
        labels=[each.label for each in speakers],
        languages=[(code, each.name) for code, each in sorted(LANGUAGES.items())],
        language=said.get("language", written.transcript.language if written else language_of(request)),
        said=said,
        may_write=at.seen.may(WRITES) and not at.work.has(TextKind.READING) and shut is None,
        may_check=at.seen.may(CHECKS) and written is not None and not written.checked_by,
        turns=written.transcript.turns if written else (),
    )


# --- translation --------------------------------------------------------------------------------


@require_safe
def read_translation_page(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Both languages side by side, for whoever translates or checks."""
    return _translation_page(request, text_seen(request, id, number, TRANSLATES, CHECKS_BACK), None)


@require_POST
def write_translation_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Keeps a translation, or says which turn does not pair."""
    at, said = text_seen(request, id, number, TRANSLATES), form_of(request)
    step = partial(
        write_translation,
        at.work,
        said.get("words", ""),
        said.get("notes", ""),
        _language(request),
        seen_said(request),
    )
    page = partial(_translation_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/translation", page)


@require_POST
def check_translation_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Somebody else put it back."""
    at, said = text_seen(request, id, number, CHECKS_BACK), form_of(request)
    step = partial(
        check_translation,
        at.work,
        number_said(request, "seen"),
        by_meaning=said.get("meaning") == "yes",
        back_checked=said.get("back") == "yes",
    )
    page = partial(_translation_page, request, at)
    return on_or_back(text_fault(step), f"{at.address}/translation", page)


def _translation_page(request: HttpRequest, at: TextSeen, fault: StudyFault | None) -> HttpResponse:
    raw, shut = _opened(at, TextKind.RAW)
    found, shut_pair = _opened(at, TextKind.PAIR)
    said, written = form_of(request), found.value if found else None
    translated = {turn.number: turn for turn in written.pair.translation.turns} if written else {}
    source = raw.value.transcript.turns if raw else ()
    return render_text(
        request,
        "translation",
        at,
        fault or shut or shut_pair,
        here="translation",
        written=written,
        turn=found.turn if found else "",
        pairs=[(turn, translated.get(turn.number)) for turn in source],
        words=said.get("words", written.pair.translation.text if written else ""),
        notes=said.get("notes", notes_text(written.pair.notes) if written else ""),
        languages=[(code, each.name) for code, each in sorted(LANGUAGES.items())],
        language=said.get("language", written.pair.translation.language if written else "en"),
        said=said,
        may_write=at.seen.may(TRANSLATES) and raw is not None,
        may_check=at.seen.may(CHECKS_BACK) and written is not None and not written.checked_by,
    )
