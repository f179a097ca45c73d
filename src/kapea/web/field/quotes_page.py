"""The quote bank: what was said, under which code, and whether a report may say it at this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting
from kapea.core.studies.quote_bank import QuoteUse, quote_refusal
from kapea.core.studies.quote_cutting import BankedQuote
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.actions import StaleTurn
from kapea.studies.models import Study
from kapea.studies.quote_actions import drop_quote
from kapea.studies.quote_rows import SessionQuotes, passages_now
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.sealed_values import OpenedPlace, key_to_write
from kapea.studies.session_rows import consent_of
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import (
    STALE,
    STUDIES,
    StudyFault,
    StudySeen,
    gate_fault,
    lock_allowed,
    study_seen,
    study_tabs,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key
from kapea.web.staff.words import staff_words

SHUT = "study-fault-keys"


@dataclass(frozen=True, slots=True)
class QuoteShown:
    """A quote. `why_not`: why a report may not say it; empty where it may."""

    id: str
    session: str
    turn: int
    words: str
    translated: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A code with its quotes."""

    code: str
    quotes: tuple[QuoteShown, ...]


@require_safe
def read_quotes(request: HttpRequest, id: str) -> HttpResponse:
    """All of the bank, by code."""
    return quotes_page(request, id)


@require_POST
def drop_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes a quote out of the bank."""
    seen, said = study_seen(request, id, StudyAct.PLACE_QUOTE), form_of(request)
    try:
        opened = opened_quotes(request, seen).get(said.get("session", ""))
    except CannotOpen:
        return quotes_page(request, id, StudyFault(SHUT))
    if opened is None:
        return quotes_page(request, id, StudyFault(STALE))
    key = key_to_write(seen.member, seen.row, opened, at=request_time())
    try:
        with acting(seen.member, "studies.change", Study, id) as row:
            lock_allowed(row, seen.member, StudyAct.PLACE_QUOTE)
            drop_quote(
                seen.member,
                row,
                key,
                opened.turn,
                opened.place.session,
                said.get("quote", ""),
                at=request_time(),
            )
    except StaleTurn:
        return quotes_page(request, id, StudyFault(STALE))
    return HttpResponseRedirect(f"{STUDIES}{id}/quotes")


def opened_quotes(request: HttpRequest, seen: StudySeen) -> dict[str, OpenedPlace[SessionQuotes]]:
    """The bank, opened for whoever asks. Raises CannotOpen."""
    return open_quotes(private_key(request), acting_member(request), seen.row, at=request_time())


def quotes_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, at = study_seen(request, id, StudyAct.PLACE_QUOTE), request_time()
    shut = gate_fault(seen, StudyAct.PLACE_QUOTE, at)
    try:
        opened = {} if shut else opened_quotes(request, seen)
    except CannotOpen:
        opened, shut = {}, StudyFault(SHUT)
    fault, consent, language = fault or shut, consent_of(seen.row), language_of(request)
    words = ReportWords(language, staff_words(language))
    return render_staff(
        request,
        "field/quotes.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        codes=codes_shown(passages_now(seen.row, opened.values(), consent), consent, words),
        waiting=_waiting(seen.row, opened, consent),
        sessions=[] if shut else sorted(seen.book.standing.sessions, key=lambda code: (len(code), code)),
        fault=fault,
        missing=codes_in_words(fault.missing, words.words) if fault else (),
    )


def _waiting(row: Study, opened: dict[str, OpenedPlace[SessionQuotes]], consent: ConsentRegister) -> int:
    """How many are to be looked at again, since their text was released anew."""
    held = sum(len(each.value.quotes) for each in opened.values() if each.value)
    return held - len(passages_now(row, opened.values(), consent))


def codes_shown(
    quotes: Iterable[BankedQuote], consent: ConsentRegister, words: ReportWords
) -> list[CodeShown]:
    """Codes in order, each with its quotes, and why a report may not say one."""
    found: dict[str, list[QuoteShown]] = {}
    for each in quotes:
        found.setdefault(each.code, []).append(_shown(each, consent, words))
    return [CodeShown(code, tuple(found[code])) for code in sorted(found)]


def _shown(quote: BankedQuote, consent: ConsentRegister, words: ReportWords) -> QuoteShown:
    passage = quote.passage
    refused = quote_refusal(passage, QuoteUse.REPORT, consent)
    return QuoteShown(
        id=passage.id,
        session=passage.session,
        turn=passage.spoken[0].turn,
        words=passage.words,
        translated=passage.translated,
        why_not=words.refusal(refused) if refused else "",
    )
