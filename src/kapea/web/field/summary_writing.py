"""Writing what goes back to those who took part, making its page, reading it last and handing it out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.handed_papers import MadePaper, paper_made, version_signed
from kapea.core.studies.quote_bank import PlacedQuotes, QuoteUse
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.summary_book import (
    SummaryBook,
    summary_read,
    summary_written,
)
from kapea.core.studies.summary_pages import NotASummary
from kapea.studies.held_things import figures_of
from kapea.studies.models import Study
from kapea.studies.summary_making import (
    make_summary,
    summary_faults,
)
from kapea.studies.summary_rows import SummaryStep
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault
from kapea.web.field.output_files import file_of_paper, marked_paper
from kapea.web.field.output_found import do_paper
from kapea.web.field.output_writing import ANOTHER_PAPER, BLOCKED
from kapea.web.field.summary_found import (
    SummarySeen,
    page_stands,
    standing_page,
    summary_seen,
)
from kapea.web.field.summary_page import source_of_summary, summary_shown
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

NO_QUOTES = PlacedQuotes(QuoteUse.PRINT, (), (), heard=0, sessions=0)
"""Such a page quotes nobody."""


@require_POST
def write_summary_here(request: HttpRequest, id: str, page: str) -> HttpResponse:
    """Writes all parts at once."""
    said, account = form_of(request), acting_member(request).user

    def step(book: SummaryBook) -> SummaryBook:
        return summary_written(book, said, account)

    at = summary_seen(request, id, page, StudyAct.WRITE_SUMMARY)
    if isinstance(at, StudyFault):
        return summary_shown(request, id, page, at)
    return _do(request, at, StudyAct.WRITE_SUMMARY, StudyDeed.SUMMARY, step)


@require_POST
def make_summary_here(request: HttpRequest, id: str, page: str) -> HttpResponse:
    """Makes the page for the last readers, where nothing keeps it."""
    at = summary_seen(request, id, page, StudyAct.WRITE_SUMMARY)
    if isinstance(at, StudyFault):
        return summary_shown(request, id, page, at)
    source, shut = source_of_summary(request, at)
    if source is None:
        return summary_shown(request, id, page, shut or StudyFault(BLOCKED))
    try:
        if summary_faults(source, at.book):
            raise NotASummary(page)
        paper = make_summary(source, at.book, at.words)
    except NotASummary:
        return summary_shown(request, id, page, StudyFault(BLOCKED))
    figures = figures_of(at.seen.row)

    def step(book: SummaryBook) -> SummaryBook:
        return paper_made(book, paper, NO_QUOTES, figures)

    return _do(request, at, StudyAct.WRITE_SUMMARY, StudyDeed.MAKE, step)


@require_POST
def read_summary_last(request: HttpRequest, id: str, page: str) -> HttpResponse:
    """Says that one read it to its end; nobody reads last what they wrote."""
    account, digest = acting_member(request).user, form_of(request).get("paper", "")

    def step(book: SummaryBook) -> SummaryBook:
        return summary_read(book, account, digest)

    return _on_paper(request, id, page, StudyAct.READ_LAST, StudyDeed.READ_LAST, step)


@require_POST
def hand_out_summary(request: HttpRequest, id: str, page: str) -> HttpResponse:
    """Agrees that it is handed out; with the second it is."""
    account, digest, now = acting_member(request).user, form_of(request).get("paper", ""), request_time()

    def step(book: SummaryBook) -> SummaryBook:
        return version_signed(book, account, digest, now)

    return _on_paper(request, id, page, StudyAct.PUBLISH, StudyDeed.HAND_OUT, step)


@require_safe
def summary_file(request: HttpRequest, id: str, page: str, form: str) -> HttpResponse:
    """What was made, while it stands. Before it is handed out it says that it is a draft."""
    at = summary_seen(request, id, page, StudyAct.READ_OUTPUT)
    if isinstance(at, StudyFault):
        return summary_shown(request, id, page, at)
    ready = at.book.ready
    if ready is None or not page_stands(at, ready):
        return summary_shown(request, id, page, StudyFault(ANOTHER_PAPER))

    def otherwise(fault: StudyFault) -> HttpResponse:
        return summary_shown(request, id, page, fault)

    return file_of_paper(request, marked_paper(at.book, ready.paper, at.words), form, page, otherwise)


def _on_paper(
    request: HttpRequest, id: str, page: str, act: StudyAct, did: str, step: SummaryStep
) -> HttpResponse:
    at = summary_seen(request, id, page, act)
    if isinstance(at, StudyFault):
        return summary_shown(request, id, page, at)
    return _do(request, at, act, did, step, standing_page(at))


def _do(
    request: HttpRequest,
    at: SummarySeen,
    act: StudyAct,
    did: str,
    step: SummaryStep,
    stands: Callable[[Study, MadePaper], bool] | None = None,
) -> HttpResponse:
    if fault := do_paper(request, at, act, did, step, stands):
        return summary_shown(request, at.seen.row.id, at.page.name, fault)
    return HttpResponseRedirect(at.address)
