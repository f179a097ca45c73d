"""Marks words of a turn with a code, changes a coding of one's own, or takes it back."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.core.studies.blind_coding import new_coding
from kapea.core.studies.codings import coding_changed
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
from kapea.studies.study_memo_rows import memo_key
from kapea.vault.record_wraps import RecordKey
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    open_keys,
)
from kapea.web.field.coding_page import MOST_OF_MEMO, session_coding_page, session_said, turn_chosen
from kapea.web.field.found import STUDIES, number_said
from kapea.web.staff.gate import request_time

FAULT = "coding-fault-segment"


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


def _keep(request: HttpRequest, now: CodingSeen, text: ShownText, memo: str, key: RecordKey | None) -> None:
    said, turn = form_of(request), turn_chosen(request, text)
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
        first = replace(made, number=last_number(now.row, now.account) + 1, revision=1)
        keep_coding(now.row, first, key)
        return
    standing = own_coding(now.row, now.account, number)
    wanted = replace(made, number=number, revision=number_said(request, "revision"))
    keep_changed_coding(now.row, coding_changed(standing, wanted), key)


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


def _back(request: HttpRequest, id: str) -> HttpResponse:
    session, turn = number_said(request, "s", 1), number_said(request, "turn", 1)
    return HttpResponseRedirect(f"{STUDIES}{id}/coding/session?s={session}&turn={turn}#t{turn}")
