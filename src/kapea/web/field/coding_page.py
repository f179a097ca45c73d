"""Coding a session: its turns, and one's own codes on them. Everything works without a script; with one,
letters choose a code, arrows a turn, Enter codes, Backspace takes back.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.studies.blind_coding import coder_page
from kapea.core.studies.codebook import StudyCode
from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.shown_text import ShownText, ShownTurn
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.study_memo_rows import memos_seen_by
from kapea.web.base.request import form_of
from kapea.web.field.coded_turns import coded_turns
from kapea.web.field.coding_found import (
    CodingSeen,
    coding_seen,
    material_seen,
    open_keys,
    render_coding,
    translation_seen,
)
from kapea.web.field.found import StudyFault, number_said

MOST_OF_MEMO = 1_000


@dataclass(frozen=True, slots=True)
class CodingShown:
    """A coding as a list shows it. `side`: A or B, of another coder; `code_now`: where its code changed."""

    coding: StudyCoding
    words: str
    turn: int
    side: str


@require_safe
def read_session_to_code(request: HttpRequest, id: str) -> HttpResponse:
    """The turns of one session."""
    return session_coding_page(request, id)


def session_coding_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.READ_DEIDENTIFIED)
    session = session_said(request)
    _, memos = memos_seen_by(coding.row, coding.state, coding.account, open_keys(request, coding))
    material = material_seen(request, coding, [session], dict(memos))
    text = material.texts.get(session)
    if text is None:
        return render_coding(request, coding, "coding_session", fault, number=session[1:], is_there=False)
    codings = material.codings[session]
    page = coder_page(coding.state, codings, coding.account)
    beside = translation_seen(request, coding, session)
    chosen = turn_chosen(request, text)
    edited = next((c for c in page.own if c.number == number_said(request, "edit")), None)
    if edited is not None:
        chosen = text.turn_holding(edited.span) or chosen
    return render_coding(
        request,
        coding,
        "coding_session",
        fault,
        number=session[1:],
        is_there=True,
        turns=coded_turns(text, page.own or codings, chosen, beside.words),
        beside=beside.language,
        turn=chosen.turn if chosen else None,
        typed=_typed(request, chosen, edited, text, fault),
        edited=edited,
        codes=_codes(coding),
        recent=page.recent,
        counts=list(page.counts.items()),
        own=[_shown(coding, text, each) for each in page.own],
        others=[_shown(coding, text, each) for each in codings if each not in page.own],
        may_code=coding.account in coding.state.coders_of(session)
        and coding.book is not None
        and (not page.done or coding.sees_others),
        whose=coding.whose(session),
        is_coder=coding.codes_here,
        is_done=page.done,
        most=MOST_OF_MEMO,
    )


def session_said(request: HttpRequest) -> str:
    """The session that a form or an address names."""
    return f"s{number_said(request, 's', 1)}"


def turn_chosen(request: HttpRequest, text: ShownText) -> ShownTurn | None:
    """The turn that is named, else the first."""
    named = text.turn_numbered(number_said(request, "turn"))
    return named or next(iter(text.turns), None)


def _codes(coding: CodingSeen) -> list[StudyCode]:
    return list(coding.book.live.codes.values()) if coding.book else []


def _typed(
    request: HttpRequest,
    chosen: ShownTurn | None,
    edited: StudyCoding | None,
    text: ShownText,
    fault: StudyFault | None,
) -> dict[str, str]:
    """What stands in the form: what somebody typed before it failed, what is changed, or the whole turn."""
    if fault is not None:
        return {name: form_of(request).get(name, "") for name in ("words", "code", "memo")}
    if edited is not None:
        return {"words": edited.span.within(text.transcript.text), "code": edited.code, "memo": edited.memo}
    return {"words": chosen.turn.words if chosen else "", "code": "", "memo": ""}


def _shown(coding: CodingSeen, text: ShownText, each: StudyCoding) -> CodingShown:
    held = text.turn_holding(each.span)
    side = "" if each.coder == coding.account else coding.side(each.coder)
    return CodingShown(each, text.words_of(each.span), held.turn.number if held else 0, side)
