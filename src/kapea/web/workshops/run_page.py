"""What the page holds with which a workshop is led: every part, what is said, and where its numbers go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kapea.core.pack.measure_model import CARDS
from kapea.core.pack.model import Release, WorkshopPart, WorkshopPlan
from kapea.core.present.card_faces import CARD_FACES
from kapea.core.present.plan_in_words import PartInWords, PlanRow, plan_in_words
from kapea.core.workshops.count_entries import CountedField
from kapea.core.workshops.counted_fields import HANDS, LEFT, came_fields, card_field, hands_field


@dataclass(frozen=True, slots=True)
class CountInput:
    """Where a number is entered: its field, its label, the drawing of a card, what stands there already, and
    the ids of the entries that say so.
    """

    field: str
    label: str
    card: str = ""
    values: tuple[int, ...] = ()
    over: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The number, where one stands."""
        return str(self.values[0]) if len(self.values) == 1 else ""


@dataclass(frozen=True, slots=True)
class CountGroup:
    """Numbers that are counted together, under what was asked."""

    asked: str
    inputs: tuple[CountInput, ...]


@dataclass(frozen=True, slots=True)
class RunPart:
    """A part, in words and as it is run. `on_phones`: its items may be answered on phones, too."""

    words: PartInWords
    minutes: int
    groups: tuple[CountGroup, ...]
    on_phones: bool = False

    @property
    def rows(self) -> tuple[PlanRow, ...]:
        """Its rows; what is answered with cards is asked where the cards are counted."""
        return tuple(row for row in self.words.rows if not row.cards)


class RunPage:
    """The parts of a plan with their numbers. `label` gives the words of a field that has no question."""

    def __init__(
        self,
        release: Release,
        plan: WorkshopPlan,
        language: str,
        fields: Mapping[str, CountedField],
        label: Callable[[str], str],
    ) -> None:
        self.release, self.plan, self.language = release, plan, language
        self._fields, self._label = fields, label
        self.words = plan_in_words(release, plan, language)

    @cached_property
    def parts(self) -> tuple[RunPart, ...]:
        """In their order. Who came is counted in the first, who left in the last."""
        return tuple(
            RunPart(
                words,
                part.minutes,
                tuple(self._groups(n, part)),
                on_phones=bool(part.measures) and not self.plan.is_class,
            )
            for n, (words, part) in enumerate(zip(self.words.parts, self.plan.parts, strict=True), 1)
        )

    @property
    def standing(self) -> str:
        """What the page showed, as its form says it again: by field the number, then the ids behind it."""
        inputs = (each for part in self.parts for group in part.groups for each in group.inputs)
        return json.dumps({each.field: [each.value, *each.over] for each in inputs if each.over})

    def _groups(self, number: int, part: WorkshopPart) -> Iterator[CountGroup]:
        if number == 1:
            yield CountGroup("", tuple(map(self._input, came_fields(self.plan)[:-1])))
        for m, question in enumerate(part.ask, 1):
            if question.about in HANDS:
                asked = self._text(question.text)
                yield CountGroup(asked, (self._input(hands_field(number, m), "hands"),))
        for id in part.measures:
            yield self._cards(part.when, id)
        if number == len(self.plan.parts):
            yield CountGroup("", (self._input(LEFT),))

    def _cards(self, when: str, id: str) -> CountGroup:
        measure = self.release.measures[id]
        inputs = (
            self._input(card_field(when, id, card), self._text(measure.by_card[card]), CARD_FACES[card])
            for card in CARDS
        )
        return CountGroup(self._text(measure.ask), tuple(inputs))

    def _input(self, field: str, label: str = "", card: str = "") -> CountInput:
        told = self._fields.get(field)
        said = self._label("hands-up") if label == "hands" else label or self._label(field)
        if told is None:
            return CountInput(field, said, card)
        return CountInput(field, said, card, told.values, tuple(sorted(told.over)))

    def _text(self, id: str) -> str:
        return self.release.text(id, self.language)
