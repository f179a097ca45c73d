"""An edition as a file: a table, the same with HXL tags, and one page of paper. All read the edition."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.core.paper.belief import Unprintable
from kapea.core.workshops.edition_exports import ExportedEdition, exported_csv
from kapea.print.press_process import PressFailed
from kapea.print.queue import Busy
from kapea.web.base.request import query_of
from kapea.web.public.printing_views import press_queue
from kapea.web.staff.frame import language_of
from kapea.web.workshops.edition_page import EditionFacts
from kapea.web.workshops.edition_words import EditionWords
from kapea.web.workshops.figures import edition_of
from kapea.web.workshops.figures_paper import figures_paper
from kapea.web.workshops.papers import as_paper_file, print_later


@require_safe
def edition_csv(request: HttpRequest, id: str) -> HttpResponse:
    """The edition as a table."""
    return _table(request, id, with_hxl=False)


@require_safe
def edition_hxl(request: HttpRequest, id: str) -> HttpResponse:
    """The same with a row of HXL tags."""
    return _table(request, id, with_hxl=True)


@require_safe
def edition_paper(request: HttpRequest, id: str) -> HttpResponse:
    """One page to show, in any language that the pack has."""
    language = query_of(request).get("language", "") or language_of(request)
    _, facts, words = edition_of(request, id, language)
    if language not in words.release.languages:
        raise Http404
    try:
        return as_paper_file(press_queue.pressed(figures_paper(facts, words)))
    except Unprintable:
        raise Http404 from None
    except (Busy, PressFailed) as wait:
        return print_later(request, wait)


def _table(request: HttpRequest, id: str, *, with_hxl: bool) -> HttpResponse:
    row, facts, words = edition_of(request, id, language_of(request))
    body = exported_csv(exported(facts, words), with_hxl=with_hxl)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    name = f"figures-{row.number}{'-hxl' if with_hxl else ''}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def exported(facts: EditionFacts, words: EditionWords) -> ExportedEdition:
    """What goes into a file, with the names that areas and questions have in a language."""
    return ExportedEdition(
        number=facts.number,
        begins=facts.begins,
        ends=facts.ends,
        said=facts.said,
        changes=facts.changes,
        area_name=words.area,
        question=words.question,
    )
