"""What stands on the one page of an edition: few numbers, out of what it says and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.evidence.counts import PublishedCount, ShownCount
from kapea.core.pack.measure_model import AFTER, BEFORE, TWICE
from kapea.core.paper.figures_sheet import (
    FIGURES_SHEET,
    NOT_DRAWN,
    FiguresSheet,
    SheetGroup,
    SheetQuestion,
    SheetSide,
)
from kapea.core.paper.piece import TITLE
from kapea.core.workshops.answer_figures import ALL, ANSWERS_KEY, HOPED, WARNING, ToldChange
from kapea.core.workshops.attendance_figures import CAME_KEY
from kapea.core.workshops.held_workshop import BROAD_GROUPS, KINDS, PUPILS
from kapea.web.workshops.edition_page import EditionFacts, edition_message
from kapea.web.workshops.edition_words import KIND_WORDS, EditionWords

STANDS_FOR = (10, 50, 100, 500, 1000)
MOST_FIGURES = 20
"""In a row; then each stands for more."""
MOST_QUESTIONS = 3


def figures_paper(facts: EditionFacts, words: EditionWords) -> FiguresSheet:
    """The page of an edition."""
    came, message = _came(facts, words), edition_message(facts, words)
    groups, each = _groups(facts, words)
    questions = tuple(_questions(facts, words))
    drawn = any(side.of_ten != NOT_DRAWN for q in questions for side in (q.before, q.after))
    return FiguresSheet(
        id="figures",
        number=facts.number,
        language=words.language,
        title=TITLE,
        sheet=FIGURES_SHEET,
        message=message,
        months=words.months(facts.begins, facts.ends),
        came=came if came != message else "",
        groups=groups,
        each=words.say("figures-each", count=each) if groups else "",
        questions=questions,
        of_ten=words.words["figures-of-ten"] if drawn else "",
        says=tuple(words.words[id] for id in _sentences(facts)),
        foot=words.say("figures-edition", number=facts.number),
    )


def _came(facts: EditionFacts, words: EditionWords) -> str:
    return words.say("figures-times", count=words.mark(facts.said[CAME_KEY,]))


def _sentences(facts: EditionFacts) -> Iterator[str]:
    if facts.changes:
        yield "figures-not-caused"
        yield "figures-absent"
    yield "figures-twice"
    yield "figures-small-hidden"


def _groups(facts: EditionFacts, words: EditionWords) -> tuple[tuple[SheetGroup, ...], int]:
    """Broad groups in their order without those of which nobody came; and for how many a figure stands."""
    told = [
        (id, facts.said[CAME_KEY, "group", id])
        for id in BROAD_GROUPS
        if (CAME_KEY, "group", id) in facts.said
    ]
    there = [(id, mark) for id, mark in told if words.mark(mark) != "0"]
    most = max((_count(mark) for _, mark in there), default=0)
    each = next((n for n in STANDS_FOR if most <= n * MOST_FIGURES), STANDS_FOR[-1])
    groups = (
        SheetGroup(words.place("group", id), _figures(mark, each), words.mark(mark)) for id, mark in there
    )
    return tuple(groups), each


def _count(mark: PublishedCount) -> int:
    return mark.count if isinstance(mark, ShownCount) else 0


def _figures(mark: PublishedCount, each: int) -> int:
    """Rounded; whoever is told is drawn at least once."""
    return max(1, (2 * mark.count + each) // (2 * each)) if isinstance(mark, ShownCount) else NOT_DRAWN


def _questions(facts: EditionFacts, words: EditionWords) -> Iterator[SheetQuestion]:
    for told in _chosen(facts, words):
        before, after = (_side(facts, words, told, when) for when in (BEFORE, AFTER))
        yield SheetQuestion(
            kind=words.words[KIND_WORDS[told.kind]],
            question=words.question(told.measure),
            before=before,
            after=after,
            change=words.change(told),
        )


def _chosen(facts: EditionFacts, words: EditionWords) -> list[ToldChange]:
    """Of each kind the first question whose change is told, or the first; of pupils also what they do. Then
    more of those whose change is told, as long as there is room.
    """
    first: list[ToldChange] = []
    for kind in KINDS:
        mine = [each for each in facts.changes if each.kind == kind and words.about(each.measure) in TWICE]
        first += sorted(mine, key=lambda each: each.change is None)[:1]
        if kind == PUPILS and mine:
            first += [e for e in facts.changes if e.kind == kind and words.about(e.measure) == WARNING][:1]
    more = [each for each in facts.changes if each.change is not None and each not in first]
    return [*first, *more][:MOST_QUESTIONS]


def _side(facts: EditionFacts, words: EditionWords, told: ToldChange, when: str) -> SheetSide:
    """Ten figures are drawn only where a change is told: they say a proportion."""
    hoped, every = (facts.said[ANSWERS_KEY, told.kind, told.measure, when, what] for what in (HOPED, ALL))
    drawn = told.change is not None and _count(every)
    of_ten = (20 * _count(hoped) + _count(every)) // (2 * _count(every)) if drawn else NOT_DRAWN
    return SheetSide(words.words[f"asked-{when}"], of_ten, words.of(hoped, every))
