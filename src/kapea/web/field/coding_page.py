"""Coding a session: its turns, and one's own codes on them. Everything works without a script; with one,
letters choose a code, arrows a turn, Enter codes, Backspace takes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.blind_coding import coder_page, new_coding
from kapea.core.studies.codebook import StudyCode
from kapea.core.studies.codings import StudyCoding, coding_changed
from kapea.core.studies.shown_text import ShownText, ShownTurn
from kapea.core.studies.study_memos import require_own_words
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.text_edits import TextSpan
from kapea.studies.actions import StaleTurn
from kapea.studies.coding_rows import (
    is_coded_alike,
    keep_changed_coding,
    keep_coding,
    last_number,
    own_coding,
    take_coding_back,
)
from kapea.studies.quote_rows import released_mark
from kapea.studies.study_memo_rows import memo_key, memos_seen_by
from kapea.vault.record_wraps import RecordKey
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    open_keys,
    render_coding,
    translation_seen,
)
from kapea.web.field.found import STUDIES, StudyFault, number_said
from kapea.web.staff.gate import request_time

FAULT = "coding-fault-segment"
MOST_OF_MEMO = 1_000


@dataclass(frozen=True, slots=True)
class WordsShown:
    """Some words of a turn, and the codes on them."""

    words: str
    codes: str


@dataclass(frozen=True, slots=True)
class CodedTurnShown:
    """A turn as the page shows it."""

    number: int
    speaker: str
    parts: tuple[WordsShown, ...]
    translated: str
    is_here: bool


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


@require_POST
def code_here(request: HttpRequest, id: str) -> HttpResponse:
    """Marks words of a turn with a code, or changes a coding of one's own."""
    coding = coding_seen(request, id, StudyAct.READ_DEIDENTIFIED)
    session, memo = session_said(request), form_of(request).get("memo", "").strip()[:MOST_OF_MEMO]
    mark = released_mark(coding.row, session)
    text = material_seen(request, coding, [session]).texts.get(session)
    key = (
        memo_key(coding.seen.member, coding.row, open_keys(request, coding), at=request_time())
        if memo
        else None
    )

    def do(now: CodingSeen) -> None:
        if text is None or now.book is None or not now.codes_here:
            raise NothingSuch("session: nothing of it to code")
        if released_mark(now.row, session) != mark:  # in the text of now these places are others
            raise StaleTurn
        _keep(request, now, text, memo, key)

    fault = do_coding(request, id, StudyAct.READ_DEIDENTIFIED, do, FAULT)
    return session_coding_page(request, id, fault) if fault else _back(request, id)


@require_POST
def take_back_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes one of one's own codings back."""

    def do(now: CodingSeen) -> None:
        if now.account in now.state.done and not now.sees_others:
            raise NothingSuch("coding: you said you are done; take that back first")
        take_coding_back(
            now.row, now.account, number_said(request, "number"), number_said(request, "revision")
        )

    fault = do_coding(request, id, StudyAct.READ_DEIDENTIFIED, do, FAULT)
    return session_coding_page(request, id, fault) if fault else _back(request, id)


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
    chosen = _chosen(request, text)
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
        turns=_turns(text, page.own or codings, chosen, beside.words),
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


def _chosen(request: HttpRequest, text: ShownText) -> ShownTurn | None:
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


def _keep(request: HttpRequest, now: CodingSeen, text: ShownText, memo: str, key: RecordKey | None) -> None:
    said, turn = form_of(request), _chosen(request, text)
    book, session = now.book, text.transcript.session
    require_own_words(memo, [text.transcript.text])
    if turn is None or book is None:
        raise NothingSuch("turn: choose one")
    span = segment_marked(turn, said.get("words", ""), number_said(request, "at"))
    code = said.get("code", "").strip().upper()
    made = new_coding(
        now.state, (), book, text.transcript.text,
        coder=now.account, session=session, span=span, code=code, memo=memo,
    )  # fmt: skip
    number = number_said(request, "number")
    if number < 0 and is_coded_alike(now.row, made, key):
        return
    if number < 0:
        numbered = _numbered(made, last_number(now.row, now.account) + 1, 1)
        keep_coding(now.row, numbered, key)
        return
    standing = own_coding(now.row, now.account, number)
    wanted = _numbered(made, number, number_said(request, "revision"))
    keep_changed_coding(now.row, coding_changed(standing, wanted), key)


def _numbered(made: StudyCoding, number: int, revision: int) -> StudyCoding:
    return StudyCoding(
        made.coder,
        number,
        made.session,
        made.span,
        made.code,
        made.version,
        made.after_unblinding,
        made.memo,
        revision,
    )


def segment_marked(turn: ShownTurn, words: str, at: int = -1) -> TextSpan:
    """Where some words of a turn stand in the text; `at`: from which sign of the turn's words on, where a
    script says so. CodingRefused where they do not stand there, or more than once.
    """
    wanted = words.replace("\r\n", "\n").strip()
    whole = turn.turn.words
    if not wanted or wanted not in whole:
        raise NothingSuch("words: leave only words of the turn, as they stand there")
    if at >= 0 and whole.startswith(wanted, at):
        start = at
    elif whole.count(wanted) == 1:
        start = whole.index(wanted)
    else:
        raise NothingSuch("words: they stand there more than once; leave more of them")
    return TextSpan(turn.words_at + start, turn.words_at + start + len(wanted))


def _turns(
    text: ShownText, codings: tuple[StudyCoding, ...], chosen: ShownTurn | None, translated: Mapping[int, str]
) -> list[CodedTurnShown]:
    return [
        CodedTurnShown(
            each.turn.number,
            each.turn.speaker,
            parts_of_turn(each, codings),
            translated.get(each.turn.number, ""),
            each is chosen,
        )
        for each in text.turns
    ]


def parts_of_turn(shown: ShownTurn, codings: tuple[StudyCoding, ...]) -> tuple[WordsShown, ...]:
    """The words of a turn, cut wherever a coding begins or ends."""
    here = [c for c in codings if c.span.overlaps(shown.span)]
    inside = {
        place for c in here for place in (c.span.start, c.span.end) if shown.words_at < place < shown.span.end
    }
    places = [shown.words_at, *sorted(inside), shown.span.end]
    words = shown.turn.words
    return tuple(
        WordsShown(
            words[start - shown.words_at : end - shown.words_at],
            " ".join(sorted({c.code for c in here if c.span.start <= start and end <= c.span.end})),
        )
        for start, end in pairwise(places)
    )


def _shown(coding: CodingSeen, text: ShownText, each: StudyCoding) -> CodingShown:
    held = text.turn_holding(each.span)
    side = "" if each.coder == coding.account else coding.side(each.coder)
    return CodingShown(each, text.words_of(each.span), held.turn.number if held else 0, side)


def _back(request: HttpRequest, id: str) -> HttpResponse:
    session, turn = number_said(request, "s", 1), number_said(request, "turn", 1)
    return HttpResponseRedirect(f"{STUDIES}{id}/coding/session?s={session}&turn={turn}#t{turn}")
