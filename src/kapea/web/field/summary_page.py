"""What goes back to those who took part, and to children: its parts in plain words, what keeps it from being
made, who read it, and who agreed to hand it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.languages.known import language as known_language
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.summary_book import (
    MOST_OF_PLACE,
    SUMMARY_PLACES,
    WORDS_A_SENTENCE,
    SummaryBook,
    SummaryKind,
)
from kapea.core.studies.words_written import PlaceFault, long_sentences
from kapea.studies.summary_making import (
    SummarySource,
    summary_faults,
)
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words, fault_in_words, release_of_member
from kapea.web.field.form_places import FormPlace, written_in
from kapea.web.field.found import StudyFault, gate_fault, study_seen, study_tabs
from kapea.web.field.output_found import KEYS
from kapea.web.field.summary_found import (
    SummarySeen,
    page_stands,
    summary_pages_of,
    summary_seen,
    summary_source,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words

PLACE = "study-summary-"


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
    (source, shut), ready = source_of_summary(request, at), at.book.ready
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
        places=[(_place(book, said, words, each), _long(at, each)) for each in SUMMARY_PLACES],
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


def _place(book: SummaryBook, said: Mapping[str, str], words: Mapping[str, str], place: str) -> FormPlace:
    return FormPlace(place, words[PLACE + place], written_in(book.texts.get(place, ""), said, place))


def _long(at: SummarySeen, place: str) -> int:
    """How many sentences there are longer than the ear takes in."""
    return long_sentences(at.words.cut(at.book.texts.get(place, "")), WORDS_A_SENTENCE)


def source_of_summary(
    request: HttpRequest, at: SummarySeen
) -> tuple[SummarySource | None, StudyFault | None]:
    """For who writes, and where the country has words: what it is held against, or that it does not open."""
    if not at.seen.may(StudyAct.WRITE_SUMMARY):
        return None, None
    try:
        return summary_source(request, at), None
    except CannotOpen:
        return None, StudyFault(KEYS)


def _told(fault: PlaceFault, words: Mapping[str, str]) -> str:
    return fault_in_words(fault, words[PLACE + fault.place] if fault.place else "", words)
