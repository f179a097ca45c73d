"""An edition of figures as its page shows it: one message, tables, what they cannot say, what is not told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kapea.core.evidence.counts import CountMark, FigureKey, PublishedCount, ShownCount
from kapea.core.pack.measure_model import AFTER, BEFORE
from kapea.core.workshops.answer_figures import ALL, ANSWERS_KEY, HOPED, ToldChange
from kapea.core.workshops.attendance_figures import CAME_KEY, DIMENSIONS
from kapea.core.workshops.held_workshop import KINDS, PUPILS
from kapea.core.workshops.year_figures import YEAR_KEY
from kapea.web.workshops.edition_plot import BarPlot, ChangePlot, bar_plot, change_plot
from kapea.web.workshops.edition_words import ABOUT_WORDS, KIND_WORDS, TABLE_WORDS, EditionWords


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """All that a page, a file or a sheet of paper reads of an edition, published or not yet."""

    number: int
    begins: date
    ends: date
    said: Mapping[FigureKey, PublishedCount]
    changes: Sequence[ToldChange]
    held: int
    uncounted: int
    earlier: int
    not_said: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Who came at one place, or of one group: this time, and in the year so far."""

    name: str
    this_time: str
    this_year: str


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Who came, by one thing."""

    caption: str
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """How one question was answered. `groups`: how many were asked at first and at last."""

    question: str
    before: str
    after: str
    change: str
    groups: int


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The questions of a kind of people, by what they are about: what people do beside what they know."""

    caption: str
    parts: tuple[tuple[str, tuple[AnswerRow, ...]], ...]
    plot: ChangePlot | None
    is_of_pupils: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPage:
    """The page of an edition. `message` is its title."""

    message: str
    number: str
    months: str
    came: str
    this_year: str
    places: tuple[PlaceTable, ...]
    plot: BarPlot | None
    answers: tuple[AnswerTable, ...]
    notes: tuple[str, ...]
    cannot: tuple[str, ...]
    not_told: tuple[str, ...]


def edition_page(facts: EditionFacts, words: EditionWords) -> EditionPage:
    """The page out of what the edition says, and of nothing else."""
    return EditionPage(
        message=edition_message(facts, words),
        number=words.say("figures-edition", number=facts.number),
        months=words.months(facts.begins, facts.ends),
        came=words.mark(facts.said[CAME_KEY,]),
        this_year=words.mark(facts.said[YEAR_KEY,]),
        places=tuple(_place_tables(facts, words)),
        plot=_came_plot(facts, words),
        answers=tuple(_answer_tables(facts, words)),
        notes=tuple(_notes(facts, words)),
        cannot=tuple(words.words[id] for id in _cannot(facts, words)),
        not_told=tuple(words.not_told(code) for code in facts.not_said),
    )


def edition_message(facts: EditionFacts, words: EditionWords) -> str:
    """The one finding: whether more answered as hoped for, where that can be said; else how many came."""
    sure = [each.change for each in facts.changes if each.change is not None]
    rose = sum(each.low > 0 for each in sure)
    fell = sum(each.high < 0 for each in sure)
    if not sure:
        mark = facts.said[CAME_KEY,]
        return words.say("figures-times", count=mark.count if isinstance(mark, ShownCount) else 0)
    if not rose and not fell:
        return words.words["figures-unclear"]
    if fell > rose:
        return words.say("figures-fell", count=fell, all=len(sure))
    return words.say("figures-rose", count=rose, all=len(sure))


def _place_tables(facts: EditionFacts, words: EditionWords) -> Iterator[PlaceTable]:
    for table in DIMENSIONS:
        if rows := tuple(_place_rows(facts, words, table)):
            yield PlaceTable(words.words[TABLE_WORDS[table]], rows)


def _place_rows(facts: EditionFacts, words: EditionWords, table: str) -> Iterator[PlaceRow]:
    for name, id in _places(facts, words, table):
        now, year = facts.said.get((CAME_KEY, table, id)), facts.said.get((YEAR_KEY, table, id))
        yield PlaceRow(
            name, "–" if now is None else words.mark(now), "–" if year is None else words.mark(year)
        )


def _places(facts: EditionFacts, words: EditionWords, table: str) -> list[tuple[str, str]]:
    ids = {
        key[2] for key in facts.said if len(key) == 3 and key[0] in (CAME_KEY, YEAR_KEY) and key[1] == table
    }
    return words.places(table, ids)


def _came_plot(facts: EditionFacts, words: EditionWords) -> BarPlot | None:
    named = _places(facts, words, "area")
    bars = [
        (name, facts.said[CAME_KEY, "area", id]) for name, id in named if (CAME_KEY, "area", id) in facts.said
    ]
    return bar_plot(bars, words)


def _answer_tables(facts: EditionFacts, words: EditionWords) -> Iterator[AnswerTable]:
    for kind in KINDS:
        mine = [each for each in facts.changes if each.kind == kind]
        if not mine:
            continue
        parts = (
            (ABOUT_WORDS[about], [e for e in mine if words.about(e.measure) == about]) for about in _ORDER
        )
        others = [each for each in mine if words.about(each.measure) not in _ORDER]
        told = [(words.words[id], rows) for id, rows in parts if rows] + ([("", others)] if others else [])
        yield AnswerTable(
            caption=words.words[KIND_WORDS[kind]],
            parts=tuple((name, tuple(_answer_row(facts, words, row) for row in rows)) for name, rows in told),
            plot=change_plot([each for _, rows in told for each in rows], words),
            is_of_pupils=kind == PUPILS,
        )


_ORDER = ("knowledge", "warning", "practice", "confidence", "first-words", "norm")
"""What people do stands right after what they know."""


def _answer_row(facts: EditionFacts, words: EditionWords, told: ToldChange) -> AnswerRow:
    before, after = (
        words.of(*(facts.said[ANSWERS_KEY, told.kind, told.measure, when, what] for what in (HOPED, ALL)))
        for when in (BEFORE, AFTER)
    )
    question = words.question(told.measure)
    return AnswerRow(question, before, after, words.change(told), told.groups)


def _notes(facts: EditionFacts, words: EditionWords) -> Iterator[str]:
    """How many workshops it tells of, and what is missing in it."""
    yield words.say("figures-held", count=facts.held)
    if facts.uncounted:
        yield words.say("figures-uncounted", count=facts.uncounted)
    if facts.earlier:
        yield words.say("figures-earlier", count=facts.earlier)
    marks = set(facts.said.values())
    if CountMark.HIDDEN in marks:
        yield words.words["figures-what-hidden"]
    if CountMark.NO_DATA in marks:
        yield words.words["figures-what-no-data"]
    if CountMark.ZERO in marks:
        yield words.words["figures-what-zero"]


def _cannot(facts: EditionFacts, words: EditionWords) -> Iterator[str]:
    """The sentences that belong to what is told, by the ids of their words."""
    about = {words.about(each.measure) for each in facts.changes}
    yield "figures-twice"
    if not facts.changes:
        return
    yield "figures-not-caused"
    yield "figures-no-others"
    yield "figures-absent"
    if about & {"knowledge", "confidence", "first-words"}:
        yield "figures-not-doing"
    if about & {"practice", "warning"}:
        yield "figures-say-themselves"
    if any(each.kind == PUPILS for each in facts.changes):
        yield "figures-beside"
        yield "figures-more-tell"
