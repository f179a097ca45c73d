"""An output as a file: PDF, one page without a script, or Markdown. A draft says so on every page; a paper is
given out only while it stands, asked at every copy.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.study_html import study_html
from kapea.core.paper.study_markdown import study_markdown
from kapea.core.paper.study_paper import StudyPaper
from kapea.core.studies.handed_papers import PaperBook
from kapea.core.studies.reports.report_paper import UnwrittenFinding
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.study_people import NotAStratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.print.press_process import PressFailed
from kapea.print.queue import Busy
from kapea.studies.output_making import make_output
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.found import StudyFault
from kapea.web.field.output_found import (
    KEYS,
    OutputSeen,
    output_seen,
    paper_stands,
    report_words,
    source_seen,
)
from kapea.web.field.output_page import output_page
from kapea.web.field.output_writing import ANOTHER_PAPER, FRAME
from kapea.web.public.printing_views import press_queue
from kapea.web.staff.frame import language_of
from kapea.web.workshops.papers import as_paper_file, print_later

UNWRITTEN = "study-output-unwritten"
NOT_PRINTED = "study-output-not-printed"


@require_safe
def draft_file(request: HttpRequest, id: str, kind: str, form: str) -> HttpResponse:
    """As it would be now, with all that keeps it from leaving; for who writes it."""
    at = output_seen(request, id, kind, StudyAct.WRITE_REPORT)
    if isinstance(at, StudyFault):
        return output_page(request, id, kind, at)
    words = report_words(at.seen, language_of(request))
    try:
        paper = make_output(source_seen(request, at), at.book).paper(words, is_draft=True)
    except NotAStratum:
        return output_page(request, id, kind, StudyFault(FRAME))
    except UnwrittenFinding:
        return output_page(request, id, kind, StudyFault(UNWRITTEN))
    except CannotOpen:
        return output_page(request, id, kind, StudyFault(KEYS))
    return _file(request, at, paper, form)


@require_safe
def paper_file(request: HttpRequest, id: str, kind: str, form: str) -> HttpResponse:
    """The paper that was made, while it stands. Before it is handed out it says that it is a draft."""
    at = output_seen(request, id, kind, StudyAct.READ_OUTPUT)
    if isinstance(at, StudyFault):
        return output_page(request, id, kind, at)
    ready = at.book.ready
    if ready is None or not paper_stands(request, at, ready):
        return output_page(request, id, kind, StudyFault(ANOTHER_PAPER))
    words = report_words(at.seen, ready.paper.language)
    return _file(request, at, marked_paper(at.book, ready.paper, words), form)


def marked_paper(book: PaperBook, paper: StudyPaper, words: ReportWords) -> StudyPaper:
    """The paper, marked as a draft until two handed it out."""
    if book.is_handed_out:
        return paper
    return msgspec.structs.replace(paper, marks=(words.own("draft"), *paper.marks))


def _file(request: HttpRequest, at: OutputSeen, paper: StudyPaper, form: str) -> HttpResponse:
    def otherwise(fault: StudyFault) -> HttpResponse:
        return output_page(request, at.seen.row.id, at.kind.value, fault)

    return file_of_paper(request, paper, form, at.kind.value, otherwise)


def file_of_paper(
    request: HttpRequest,
    paper: StudyPaper,
    form: str,
    named: str,
    otherwise: Callable[[StudyFault], HttpResponse],
) -> HttpResponse:
    """A paper as PDF, HTML or Markdown. `otherwise`: the page that says why there is no file."""
    if form == "pdf":
        return _pdf(request, paper, otherwise)
    made = {"html": study_html, "md": study_markdown}.get(form)
    if made is None:
        raise Http404
    response = HttpResponse(made(paper), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="study-{named}.{form}"'
    return response


def _pdf(
    request: HttpRequest, paper: StudyPaper, otherwise: Callable[[StudyFault], HttpResponse]
) -> HttpResponse:
    try:
        return as_paper_file(press_queue.pressed(paper))
    except Unprintable:
        return otherwise(StudyFault(NOT_PRINTED))
    except (Busy, PressFailed) as wait:
        return print_later(request, wait)
