"""An edition of figures in words: what each count, place, item and reason is called, in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from kapea.core.evidence.counts import CountMark, PublishedCount, ShownCount
from kapea.core.languages.known import language as known_language
from kapea.core.pack.model import Release
from kapea.core.pack.workshop_model import PLAN_FOR
from kapea.core.present.dates import in_words
from kapea.core.present.plan_in_words import audience_words
from kapea.core.workshops.answer_figures import ToldChange, WhyNot
from kapea.core.workshops.change_kept import SaidChange
from kapea.core.workshops.edition_draft import BEHIND_HIDDEN, LATER, STILL_MEET, WAITS
from kapea.core.workshops.held_workshop import BROAD_GROUPS, CAREGIVERS, KINDS, LEADERS, PUPILS

KIND_WORDS = {CAREGIVERS: "figures-caregivers", PUPILS: "figures-pupils", LEADERS: "figures-leaders"}
ABOUT_WORDS = {
    "knowledge": "figures-knowledge",
    "confidence": "figures-confidence",
    "first-words": "figures-first-words",
    "norm": "figures-norm",
    "practice": "figures-practice",
    "warning": "figures-warning",
}
"""What an item is about."""
GROUP_WORDS = {
    "women": "came-women",
    "men": "came-men",
    "others": "figures-other-grown-ups",
    "girls": "came-girls",
    "boys": "came-boys",
    "other-pupils": "figures-other-pupils",
}
TABLE_WORDS = {"area": "figures-by-area", "audience": "figures-by-audience", "group": "figures-by-group"}
NOT_TOLD_WORDS = {
    LATER: "figures-later",
    "no-table-area": "figures-no-table-area",
    "no-table-audience": "figures-no-table-audience",
    "no-table-group": "figures-no-table-group",
    STILL_MEET: "figures-still-meet",
    BEHIND_HIDDEN: "figures-behind-hidden",
}
WAITS_WORDS = {
    WhyNot.TOO_FEW_GROUPS: "figures-too-few-groups",
    WhyNot.KNOWLEDGE_ALONE: "figures-knowledge-alone",
    WhyNot.NOT_SAFE: "figures-not-safe",
}
ORDERS = {"audience": tuple(PLAN_FOR), "group": BROAD_GROUPS}
"""In which order places stand that do not stand by name."""
MINUS = "−"
FEW_GROUPS = 6


@dataclass(frozen=True, slots=True)
class EditionDates:
    """Months and days of an edition, in the words of staff pages."""

    language: str
    words: Mapping[str, str]

    def say(self, id: str, **values: object) -> str:
        """A word of ours with what stands in its gaps."""
        return self.words[id].format(**values)

    def months(self, begins: date, ends: date) -> str:
        """The months of an edition."""
        first, last = self.month(begins), self.month(ends)
        return first if first == last else self.say("figures-period", begins=first, ends=last)

    def month(self, day: date) -> str:
        """A month and its year, of the common era."""
        dates = known_language(self.language).dates or self.language
        return format_date(day, "LLLL y", locale=dates)

    def day(self, day: date) -> str:
        """A day with its month as a word."""
        return in_words(day.isoformat(), self.language)


@dataclass(frozen=True, slots=True)
class EditionWords(EditionDates):
    """All words of an edition; those that are not of staff pages come out of the pack. What the pack knows no
    more is called by its id.
    """

    release: Release

    def mark(self, mark: PublishedCount) -> str:
        """A count, or the one word for each of hidden, no data and nobody."""
        if isinstance(mark, ShownCount):
            return str(mark.count)
        if mark is CountMark.ZERO:
            return "0"
        return self.words["figures-hidden" if mark is CountMark.HIDDEN else "figures-no-data"]

    def of(self, hoped: PublishedCount, every: PublishedCount) -> str:
        """So many of so many; one word where neither is there."""
        if every is CountMark.NO_DATA:
            return self.mark(every)
        return self.say("figures-of", count=self.mark(hoped), all=self.mark(every))

    def place(self, table: str, id: str) -> str:
        """An area, an audience or a broad group."""
        if table == "group":
            return self.words[GROUP_WORDS[id]] if id in GROUP_WORDS else id
        if table == "audience":
            return audience_words(self.release, id, self.language)
        return self.area(id)

    def places(self, table: str, ids: Iterable[str]) -> list[tuple[str, str]]:
        """Places with what they are called. Areas stand by name, never by how many came: none is ranked."""
        order = {id: at for at, id in enumerate(ORDERS.get(table, ()))}
        named = [(self.place(table, id), id) for id in ids]
        return sorted(named, key=lambda each: (order.get(each[1], len(order)), each))

    def area(self, id: str) -> str:
        """What an area is called."""
        found = self.release.directory.areas.get(id)
        return self.release.text(found.name, self.language) if found is not None else id

    def question(self, measure: str) -> str:
        """What was asked, and the answers that are hoped for: of what still happens, that is a no."""
        found = self.release.measures.get(measure)
        if found is None:
            return measure
        hoped = (self.release.text(found.by_card[card], self.language) for card in found.better)
        return " ".join((self.release.text(found.ask, self.language), *(f"“{each}”" for each in hoped)))

    def about(self, measure: str) -> str:
        """What an item is about, as the pack calls it; empty where the pack has it no more."""
        found = self.release.measures.get(measure)
        return found.about if found is not None else ""

    def change(self, told: ToldChange) -> str:
        """By how much it changed, or why that is not said."""
        if told.change is not None:
            return self.points(told.change)
        if not told.groups:
            return self.words["figures-asked-once"]
        few = told.groups < FEW_GROUPS
        return self.words["figures-few-groups" if few else "figures-would-tell"]

    def points(self, change: SaidChange) -> str:
        """Of a hundred, with the limits."""
        points, low, high = map(signed, (change.points, change.low, change.high))
        return self.say("figures-points", points=points, low=low, high=high)

    def not_told(self, code: str) -> str:
        """What is not told, and why."""
        if code in NOT_TOLD_WORDS:
            return self.words[NOT_TOLD_WORDS[code]]
        for why, id in WAITS_WORDS.items():
            for kind in KINDS:
                if code == f"{WAITS}-{why.value}-{kind}":
                    return f"{self.words[KIND_WORDS[kind]]}: {self.words[id]}"
        return code


def signed(points: int) -> str:
    """With its sign, so that more and fewer are told apart without colour."""
    return f"+{points}" if points > 0 else f"{MINUS}{-points}" if points else "0"
