"""What goes back to those who took part, and to children: its parts in plain words, what keeps it from being
made, who read it, and who agreed to hand it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.languages.known import language as known_language
from kapea.core.studies.handed_papers import MadePaper, paper_made, version_signed
from kapea.core.studies.quote_bank import PlacedQuotes, QuoteUse
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.summary_book import (
    MOST_OF_PLACE,
    SUMMARY_PLACES,
    WORDS_A_SENTENCE,
    SummaryBook,
    SummaryKind,
    summary_read,
    summary_written,
)
from kapea.core.studies.summary_pages import NotASummary
from kapea.core.studies.words_written import PlaceFault, long_sentences
from kapea.studies.held_things import figures_of
from kapea.studies.models import Study
from kapea.studies.summary_making import (
    SummarySource,
    make_summary,
    summary_faults,
)
from kapea.studies.summary_rows import SummaryStep
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words, fault_in_words, release_of_member
from kapea.web.field.found import StudyFault, gate_fault, study_seen, study_tabs
from kapea.web.field.output_files import file_of_paper, marked_paper
from kapea.web.field.output_found import KEYS, do_paper
from kapea.web.field.output_writing import ANOTHER_PAPER, BLOCKED
from kapea.web.field.summary_found import (
    SummarySeen,
    page_stands,
    standing_page,
    summary_pages_of,
    summary_seen,
    summary_source,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

PLACE = "study-summary-"
NO_QUOTES = PlacedQuotes(QuoteUse.PRINT, (), (), heard=0, sessions=0)
"""Such a page quotes nobody."""


@require_safe
def list_summaries(request: HttpRequest, id: str) -> HttpResponse:
    """The kinds there are, in each language of the country."""
    return _list(request, id, None)


def _list(request: HttpRequest, id: str, fault: StudyFault | None) -> HttpResponse:
    seen = study_seen(request, id, StudyAct.READ_OUTPUT)
    fault = fault or gate_fault(seen, StudyAct.READ_OUTPUT, request_time())
    pages = summary_pages_of(release_of_member(seen.member, language_of(request))).values()
    return render_staff(
        request,
        "field/summaries.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        pages=[]
        if fault
        else [(each.name, each.kind.value, known_language(each.language).name) for each in pages],
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language_of(request))) if fault else (),
    )


@require_safe
def read_summary(request: HttpRequest, id: str, page: str) -> HttpResponse:
    """All of one."""
    return summary_shown(request, id, page)


def summary_shown(request: HttpRequest, id: str, page: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    at = summary_seen(request, id, page, StudyAct.READ_OUTPUT)
    if isinstance(at, StudyFault):
        return _list(request, id, fault or at)
    seen, book, words = at.seen, at.book, staff_words(language_of(request))
    (source, shut), ready = _source(request, at), at.book.ready
    fault = fault or shut
    said = form_of(request) if request.method == "POST" else {}
    return render_staff(
        request,
        "field/summary.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        kind=at.page.kind.value,
        language=at.page.language,
        language_name=known_language(at.page.language).name,
        address=at.address,
        turn=at.opened.turn,
        book=book,
        most=MOST_OF_PLACE,
        places=[(each, _said(book, said, each), _long(at, each)) for each in SUMMARY_PLACES],
        contacts=at.contacts,
        is_for_children=at.page.kind is SummaryKind.CHILDREN,
        may_write=source is not None,
        faults=[_told(each, words) for each in summary_faults(source, book)] if source else [],
        stands=ready is not None and page_stands(at, ready),
        paper=ready.digest if ready else "",
        readers=len(book.readers),
        signers=len(book.signers),
        may_read=seen.may(StudyAct.READ_LAST) and seen.member.user not in (*book.readers, *book.writers),
        may_sign=seen.may(StudyAct.PUBLISH) and seen.member.user not in book.signers,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def _said(book: SummaryBook, said: Mapping[str, str], place: str) -> str:
    return said.get(place, book.texts.get(place, ""))


def _long(at: SummarySeen, place: str) -> int:
    """How many sentences there are longer than the ear takes in."""
    return long_sentences(at.words.cut(at.book.texts.get(place, "")), WORDS_A_SENTENCE)


def _source(request: HttpRequest, at: SummarySeen) -> tuple[SummarySource | None, StudyFault | None]:
    """For who writes, and where the country has words: what it is held against, or that it does not open."""
    if not at.seen.may(StudyAct.WRITE_SUMMARY):
        return None, None
    try:
        return summary_source(request, at), None
    except CannotOpen:
        return None, StudyFault(KEYS)


def _told(fault: PlaceFault, words: Mapping[str, str]) -> str:
    return fault_in_words(fault, words[PLACE + fault.place] if fault.place else "", words)


# --- what is done to it -------------------------------------------------------------------------


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
    source, shut = _source(request, at)
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
