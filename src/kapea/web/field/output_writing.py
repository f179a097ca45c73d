"""Writing an output, making its paper, reading it last and handing it out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from kapea.core.studies.handed_papers import paper_made, version_read, version_signed
from kapea.core.studies.output_book import OutputBook
from kapea.core.studies.output_writing import all_written
from kapea.core.studies.reports.report_paper import NotPublishable, UnwrittenFinding
from kapea.core.studies.study_people import NotAStratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.studies.output_making import make_output
from kapea.studies.output_rows import BookStep
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_keys import CannotOpen
from kapea.web.base.request import form_of
from kapea.web.field.found import StudyFault, gate_fault
from kapea.web.field.output_forms import writing_said
from kapea.web.field.output_found import (
    KEYS,
    OutputSeen,
    do_paper,
    output_seen,
    report_words,
    source_seen,
    standing_check,
)
from kapea.web.field.output_page import output_page
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

BLOCKED, FRAME = "study-output-blocked", "study-output-frame"
ANOTHER_PAPER = "study-output-another-paper"


@require_POST
def write_output(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """Writes all of it: its texts, and what is chosen to stand in it."""
    at = output_seen(request, id, kind, StudyAct.WRITE_REPORT)
    if isinstance(at, StudyFault):
        return output_page(request, id, kind, at)
    said = writing_said(request, at.kind)
    try:
        claims = source_seen(request, at).claims
    except CannotOpen:
        return output_page(request, id, kind, StudyFault(KEYS))

    def step(book: OutputBook) -> OutputBook:
        return all_written(book, said, claims)

    return _done(request, at, do_paper(request, at, StudyAct.WRITE_REPORT, StudyDeed.OUTPUT, step))


@require_POST
def make_here(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """Makes the paper for the last readers, where nothing keeps it from leaving."""
    at = output_seen(request, id, kind, StudyAct.WRITE_REPORT)
    if isinstance(at, StudyFault):
        return output_page(request, id, kind, at)
    words = report_words(at.seen, language_of(request))
    try:
        made = make_output(source_seen(request, at), at.book)
        paper = made.paper(words, is_draft=False)
    except (NotPublishable, UnwrittenFinding):
        return output_page(request, id, kind, StudyFault(BLOCKED))
    except NotAStratum:
        return output_page(request, id, kind, StudyFault(FRAME))
    except CannotOpen:
        return output_page(request, id, kind, StudyFault(KEYS))
    figures = dict(made.output.draft.figures)

    def step(book: OutputBook) -> OutputBook:
        return paper_made(book, paper, made.output.quotes, figures)

    return _done(request, at, do_paper(request, at, StudyAct.WRITE_REPORT, StudyDeed.MAKE, step))


@require_POST
def read_last_here(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """Says that one read the paper to its end."""
    account, digest = acting_member(request).user, form_of(request).get("paper", "")
    return _on_paper(
        request,
        id,
        kind,
        StudyAct.READ_LAST,
        StudyDeed.READ_LAST,
        lambda book: version_read(book, account, digest),
    )


@require_POST
def hand_out_here(request: HttpRequest, id: str, kind: str) -> HttpResponse:
    """Agrees that the paper is handed out; with the second it is."""
    account, digest, now = acting_member(request).user, form_of(request).get("paper", ""), request_time()
    return _on_paper(
        request,
        id,
        kind,
        StudyAct.PUBLISH,
        StudyDeed.HAND_OUT,
        lambda book: version_signed(book, account, digest, now),
    )


def _on_paper(
    request: HttpRequest, id: str, kind: str, act: StudyAct, did: str, step: BookStep
) -> HttpResponse:
    """Of a paper that stands no more nothing is read or signed."""
    at = output_seen(request, id, kind, act)
    if isinstance(at, StudyFault):
        return output_page(request, id, kind, at)
    if shut := gate_fault(at.seen, act, request_time()):
        return output_page(request, id, kind, shut)
    try:
        stands = standing_check(request, at)
    except CannotOpen:
        return output_page(request, id, kind, StudyFault(KEYS))
    return _done(request, at, do_paper(request, at, act, did, step, stands))


def _done(request: HttpRequest, at: OutputSeen, fault: StudyFault | None) -> HttpResponse:
    if fault:
        return output_page(request, at.seen.row.id, at.kind.value, fault)
    return HttpResponseRedirect(at.address)
