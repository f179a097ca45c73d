"""The one form in which an output is written: what it sent, and its places as they are shown."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from kapea.core.studies.output_book import OutputBook
from kapea.core.studies.output_writing import PART, TITLE, OutputWriting, places_of, words_by_place
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.study_report import OutputKind
from kapea.web.base.request import form_of
from kapea.web.field.form_places import FormPlace, text_of_field, written_in


def writing_said(request: HttpRequest, kind: OutputKind) -> OutputWriting:
    """All that the form says."""
    said = form_of(request)
    return OutputWriting(
        places={place: text_of_field(said, place) for place in places_of(kind)},
        findings=said.getlist("finding"),
        quotes=said.getlist("quote"),
        ask=_ask(said),
    )


def _ask(said: QueryDict) -> OfficeAsk | None:
    office, words = said.get("office", "").strip(), text_of_field(said, "ask").strip()
    return OfficeAsk(office, said.get("rests-on", ""), words) if office or words else None


def was_sent(request: HttpRequest) -> QueryDict:
    """The form that was sent and not saved; empty where there is none."""
    said = form_of(request) if request.method == "POST" else QueryDict()
    return said if TITLE in said else QueryDict()


def places_shown(request: HttpRequest, book: OutputBook, words: ReportWords) -> dict[str, FormPlace]:
    """Each place with what stands there, or what was typed and not saved."""
    stands, said = words_by_place(book), was_sent(request)
    return {
        place: FormPlace(place, _label(place, words), written_in(stands.get(place, ""), said, place))
        for place in places_of(book.kind)
    }


def _label(place: str, words: ReportWords) -> str:
    return words.say(f"study-report-{place}" if place.startswith(PART) else place)
