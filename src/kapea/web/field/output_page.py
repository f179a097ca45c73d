"""What is written of a study for others: a report, a short paper for offices, slides. What stands in each,
what keeps it from leaving, who read it, and who agreed to hand it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.studies.output_book import MOST_SIGNS, OutputBook
from kapea.core.studies.output_writing import PART, TITLE, WRITTEN_ITEMS
from kapea.core.studies.quote_bank import QuoteUse, quote_refusal
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.study_people import NotAStratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_report import OutputKind, PublishBlock, publish_blocks
from kapea.studies.output_making import MadeOutput, make_output
from kapea.studies.output_source import OutputSource
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import StudyFault, gate_fault, study_seen, study_tabs
from kapea.web.field.output_forms import places_shown, was_sent
from kapea.web.field.output_found import (
    KEYS,
    OutputSeen,
    output_seen,
    paper_stands,
    report_words,
    source_seen,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class QuoteOffered:
    """A quote of the bank. `why_not`: why this output may not say it; empty where it may."""

    id: str
    code: str
    words: str
    chosen: bool
    why_not: str


@require_safe
def list_outputs(request: HttpRequest, id: str) -> HttpResponse:
    """The kinds there are."""
    return _list(request, id, None)


def _list(request: HttpRequest, id: str, fault: StudyFault | None) -> HttpResponse:
    seen = study_seen(request, id, StudyAct.READ_OUTPUT)
    fault = fault or gate_fault(seen, StudyAct.READ_OUTPUT, request_time())
    return render_staff(
        request,
        "field/outputs.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        kinds=[] if fault else [each.value for each in OutputKind],
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language_of(request))) if fault else (),
    )


@require_safe
def read_output(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """All of one."""
    return output_page(request, id, kind)


# --- the page -----------------------------------------------------------------------------------


def output_page(request: HttpRequest, id: str, kind: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    at = output_seen(request, id, kind, StudyAct.READ_OUTPUT)
    if isinstance(at, StudyFault):
        return _list(request, id, fault or at)
    words, book = report_words(at.seen, language_of(request)), at.book
    source = _source(request, at)
    if source is None and at.seen.may(StudyAct.WRITE_REPORT):
        fault = fault or StudyFault(KEYS)
    made = _made(source, book)
    ready, said, places = book.ready, was_sent(request), places_shown(request, book, words)
    findings = set(said.getlist("finding")) if said else {each.id for each in book.findings}
    return render_staff(
        request,
        "field/output.html",
        409 if fault else 200,
        row=at.seen.row,
        tabs=study_tabs(at.seen),
        kind=kind,
        address=at.address,
        turn=at.opened.turn,
        book=book,
        said=said,
        most=MOST_SIGNS,
        may_write=source is not None,
        title=places[TITLE],
        parts=[places[each] for each in places if each.startswith(PART)],
        items=[places[each] for each in WRITTEN_ITEMS],
        claims=[(each, each.id in findings) for each in source.claims] if source else [],
        quotes=quotes_offered(source, at, words, said.getlist("quote") if said else at.book.quotes)
        if source
        else [],
        blocks=blocks_told(_blocks(made), words),
        stands=ready is not None and paper_stands(request, at, ready),
        paper=ready.digest if ready else "",
        readers=len(book.readers),
        signers=len(book.signers),
        may_read=at.seen.may(StudyAct.READ_LAST) and at.seen.member.user not in book.readers,
        may_sign=at.seen.may(StudyAct.PUBLISH) and at.seen.member.user not in book.signers,
        fault=fault,
        missing=codes_in_words(fault.missing, words.words) if fault else (),
    )


def _source(request: HttpRequest, at: OutputSeen) -> OutputSource | None:
    """For who writes; for others, and where keys do not open it yet, none."""
    if not at.seen.may(StudyAct.WRITE_REPORT):
        return None
    try:
        return source_seen(request, at)
    except CannotOpen:
        return None


def _made(source: OutputSource | None, book: OutputBook) -> MadeOutput | None:
    try:
        return make_output(source, book) if source else None
    except NotAStratum:
        return None


def blocks_told(blocks: Iterable[PublishBlock], words: ReportWords) -> list[tuple[str, list[str]]]:
    """Each reason once, and where: items of the checklist by their names, other places as they are."""
    found: dict[str, list[str]] = {}
    for each in blocks:
        why = words.code("study-report-blocked-", each.because)
        found.setdefault(why, []).append(words.words.get(each.where, each.where))
    return list(found.items())


def _blocks(made: MadeOutput | None) -> tuple[PublishBlock, ...]:
    if made is None:
        return ()
    now = made.now
    return publish_blocks(made.output, now.holding, now.consent, now.passages, now.readers)


def quotes_offered(
    source: OutputSource, at: OutputSeen, words: ReportWords, ticked: Collection[str]
) -> list[QuoteOffered]:
    """Every quote of the bank, by code, and why this output may not say one."""
    use = QuoteUse.SLIDES if at.kind is OutputKind.SLIDES else QuoteUse.REPORT
    offered = []
    for each in sorted(source.quotes, key=lambda quote: (quote.code, quote.passage.id)):
        refused = quote_refusal(each.passage, use, source.consent)
        why_not = words.refusal(refused) if refused else ""
        chosen = each.passage.id in ticked
        offered.append(QuoteOffered(each.passage.id, each.code, each.passage.words, chosen, why_not))
    return offered
