"""A page for those who took part, or for children: what keeps it from being made, and the page. Its words are
held against all that was said in the study, and against the lists of words that are never said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kapea.core.languages.phrases import count_words
from kapea.core.pack.model import Lint, Release
from kapea.core.pack.parse.materials import NOW
from kapea.core.paper.contacts import groups
from kapea.core.paper.study_paper import StudyDrawing, StudyPaper
from kapea.core.studies.handed_papers import MadePaper, is_of_figures
from kapea.core.studies.plain_words import WordFault
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.reports.summary_paper import SummaryMatter, summary_paper
from kapea.core.studies.summary_book import (
    SUMMARY_DRAWINGS,
    TITLE,
    SummaryBook,
    SummaryKind,
    summary_words,
)
from kapea.core.studies.words_written import PlaceFault, place_faults
from kapea.studies.held_things import figures_of
from kapea.studies.models import Study

BETWEEN_TOLD = " · "
DRAWN = frozenset(SUMMARY_DRAWINGS.values())


@dataclass(frozen=True, slots=True)
class SummarySource:
    """All that a page is made of and held against. `turns`: what was said; `contacts`: who helps, of now;
    `cut`: puts in where words end, in scripts without spaces.
    """

    row: Study
    release: Release
    passages: Sequence[QuotePassage]
    turns: Sequence[str]
    contacts: tuple[str, ...]
    cut: Callable[[str], str]

    def count(self, text: str) -> int:
        """Words of a text."""
        return count_words(self.cut(text))


def contacts_told(release: Release | None, language: str, at: datetime) -> tuple[str, ...]:
    """Who is called first in a country: number, name, what it costs, and what nobody tried yet; nobody where
    none may be printed.
    """
    if release is None or language not in release.languages:
        return ()
    try:
        found = groups(release, (NOW,), language, at=at)
    except LookupError:
        return ()
    people = [each for group in found for each in group.people]
    return tuple(
        BETWEEN_TOLD.join(dict.fromkeys(filter(None, (each.big, each.name, *each.reasons, *each.caveats))))
        for each in people
    )


def summary_faults(source: SummarySource, book: SummaryBook) -> tuple[PlaceFault, ...]:
    """Everything that keeps it from being made; nothing where it may be."""
    return (*_of_whole(source, book), *_of_places(source, book))


def _of_whole(source: SummarySource, book: SummaryBook) -> Iterator[PlaceFault]:
    for place in book.missing:
        yield PlaceFault(place, WordFault.MISSING)
    if not source.contacts:
        yield PlaceFault("who-helps", WordFault.MISSING)
    if many := book.words_too_many(source.count):
        yield PlaceFault("", WordFault.TOO_MANY_WORDS, str(many))


def _of_places(source: SummarySource, book: SummaryBook) -> Iterator[PlaceFault]:
    said = said_words((*source.turns, *(each.words for each in source.passages)))
    lints = lists_for(source.release, book.language)
    for place, words in book.texts.items():
        yield from place_faults(place, words, said, lints)


def lists_for(release: Release | None, *languages: str) -> list[Lint]:
    """The lists of some languages, and the English ones: a word left in English is no other word."""
    lints: Mapping[str, Lint] = release.lint if release is not None else {}
    return [lints[code] for code in dict.fromkeys((*languages, "en")) if code in lints]


def make_summary(source: SummarySource, book: SummaryBook, words: ReportWords) -> StudyPaper:
    """The page. Raises NotASummary."""
    ids = {f"contact-{n}": told for n, told in enumerate(source.contacts, 1)}
    matter = SummaryMatter(
        study=source.row.code,
        title=book.texts.get(TITLE, ""),
        texts=book.texts,
        contacts=ids,
        drawings={id: source.release.pictures[id] for id in DRAWN if id in source.release.pictures},
        passages=source.passages,
        is_draft=False,
        is_invented=source.row.organisation.demo,
    )
    count = source.count if book.kind is SummaryKind.CHILDREN else None
    return summary_paper(summary_words(tuple(ids)), matter, words, count_words=count)


def summary_stands(row: Study, made: MadePaper, contacts: Sequence[str], words: ReportWords) -> bool:
    """Whether a page may be shown at this moment: nobody withdrew since, and it names who helps now and
    nobody else: a number that is out of the directory may be anybody's.
    """
    blocks = [block for part in made.paper.parts for block in part.blocks if isinstance(block, StudyDrawing)]
    helps = {words.written(each) for each in contacts}
    names_them = bool(helps) and helps in [set(block.lines) for block in blocks]
    return names_them and is_of_figures(made, figures_of(row))
