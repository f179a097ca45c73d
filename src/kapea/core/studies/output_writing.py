"""All that is written in an output at once, as its page sends it: one form, so that nothing typed is lost by
saving something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kapea.core.studies.coreq import REPORT_ITEMS
from kapea.core.studies.handed_papers import OutputRefused
from kapea.core.studies.output_book import (
    OutputBook,
    asked_of_office,
    findings_chosen,
    item_written,
    part_written,
    parts_of,
    quotes_chosen,
    titled,
)
from kapea.core.studies.reports.report_matter import OfficeAsk
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_report import OutputKind

TITLE = "srqr-01"
"""The item of the checklist that the title is."""
PART = "part-"
WRITTEN_ITEMS = tuple(item.id for item in REPORT_ITEMS if not item.facts and item.id != TITLE)
"""What no data fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputWriting:
    """`places`: words by place, each of `places_of`. `findings`, `quotes`: ids of what was ticked. `ask`: of
    an office, where one was typed.
    """

    places: Mapping[str, str]
    findings: Sequence[str] = ()
    quotes: Sequence[str] = ()
    ask: OfficeAsk | None = None


def places_of(kind: OutputKind) -> tuple[str, ...]:
    """Where somebody writes in it: its title, its parts, the items that no data fill."""
    return (TITLE, *(PART + each.value for each in parts_of(kind)), *WRITTEN_ITEMS)


def words_by_place(book: OutputBook) -> Mapping[str, str]:
    """What stands in each place."""
    parts = {PART + part: words for part, words in book.texts.items()}
    return {TITLE: book.title, **parts, **book.written}


def all_written(book: OutputBook, said: OutputWriting, claims: Sequence[StudyClaim]) -> OutputBook:
    """Everything that a form says, or nothing of it. `claims`: as they are now. Raises OutputRefused."""
    for place in places_of(book.kind):
        book = _place_written(book, place, said.places.get(place, ""))
    book = quotes_chosen(findings_chosen(book, claims, said.findings), said.quotes)
    return _asked(book, said.ask) if said.ask else book


def _asked(book: OutputBook, ask: OfficeAsk) -> OutputBook:
    known = ask.office in {each.office for each in book.asks}
    if not ask.office or not (ask.ask or known):
        raise OutputRefused("ask-half")
    return asked_of_office(book, ask)


def _place_written(book: OutputBook, place: str, words: str) -> OutputBook:
    if place == TITLE:
        return titled(book, words)
    if place.startswith(PART):
        return part_written(book, place.removeprefix(PART), words)
    return item_written(book, place, words)
