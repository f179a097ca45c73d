"""Which numbers a workshop counts: who came, how a group answered, who left. A field is made of words of the
plan alone, so no name fits into one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.evidence.proportions import AnswerCount
from kapea.core.pack.measure_model import AFTER, ASKED_WHEN, BEFORE, CARDS, Measure
from kapea.core.pack.workshop_model import WorkshopPlan
from kapea.core.workshops.count_entries import CountedField

GROWN_UPS = ("women", "men", "others")
PUPILS = ("girls", "boys", "others")
CAME, LEFT, ASKED = "came", "left.early", "asked"
HANDS = ("facts", "sure", "next", "ready")
"""Questions to a group that hands may answer; to the others people answer in words."""


def people_groups(plan: WorkshopPlan) -> tuple[str, ...]:
    """The broad groups that are counted; `others` also holds whoever does not say."""
    return PUPILS if plan.is_class else GROWN_UPS


def came_fields(plan: WorkshopPlan) -> tuple[str, ...]:
    """Who came, by group, and how many left before the end."""
    return *(f"{CAME}.{group}" for group in people_groups(plan)), LEFT


def card_field(when: str, measure: str, card: str) -> str:
    """How many held up this card."""
    return f"{when}.{measure}.{card}"


def hands_field(part: int, question: int) -> str:
    """How many raised a hand at a question; both count from 1."""
    return f"{ASKED}.{part}-{question}.hands"


def counted_of_plan(plan: WorkshopPlan) -> tuple[str, ...]:
    """Every field of a plan, in the order in which it is counted."""
    fields = list(came_fields(plan)[:-1])
    for n, part in enumerate(plan.parts, 1):
        fields += [card_field(part.when, each, card) for each in part.measures for card in CARDS]
        fields += [hands_field(n, m) for m, ask in enumerate(part.ask, 1) if ask.about in HANDS]
    return *dict.fromkeys(fields), LEFT


def people_who_came(fields: Mapping[str, CountedField], plan: WorkshopPlan) -> int | None:
    """How many came; None where nobody counted any group, or two numbers stand in one."""
    counted = [fields[name] for name in came_fields(plan)[:-1] if name in fields]
    values = [field.value for field in counted]
    return sum(value or 0 for value in values) if values and None not in values else None


@dataclass(frozen=True, slots=True)
class MeasuredAnswers:
    """How a group answered an item: those hoped for, out of all; None where it was not asked."""

    measure: str
    before: AnswerCount | None
    after: AnswerCount | None


def measured_answers(
    fields: Mapping[str, CountedField], measures: Mapping[str, Measure]
) -> tuple[MeasuredAnswers, ...]:
    """The answers to each item that was asked, in the order of the pack."""
    each = (
        MeasuredAnswers(id, *(_answers(fields, measure, when) for when in ASKED_WHEN))
        for id, measure in measures.items()
    )
    return tuple(found for found in each if found.before is not None or found.after is not None)


def _answers(fields: Mapping[str, CountedField], measure: Measure, when: str) -> AnswerCount | None:
    """A card that nobody counted was held up by nobody, where another was counted."""
    found = {card: fields.get(card_field(when, measure.id, card)) for card in CARDS}
    counts = {card: field.value for card, field in found.items() if field is not None}
    if not counts or None in counts.values():
        return None
    better = sum(count or 0 for card, count in counts.items() if card in measure.better)
    return AnswerCount(better, sum(count or 0 for count in counts.values()))


def more_answers_than_people(
    fields: Mapping[str, CountedField], plan: WorkshopPlan
) -> tuple[tuple[str, str], ...]:
    """Items, and when, at which more cards were counted than people: somebody miscounted, or came late."""
    came = people_who_came(fields, plan)
    if came is None:
        return ()
    asked = [(when, id) for when in (BEFORE, AFTER) for id in plan.measured(when)]
    return tuple((when, id) for when, id in asked if _cards(fields, when, id) > came)


def _cards(fields: Mapping[str, CountedField], when: str, measure: str) -> int:
    found = (fields.get(card_field(when, measure, card)) for card in CARDS)
    return sum(field.value or 0 for field in found if field is not None)
