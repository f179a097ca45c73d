"""Items that grown-ups answer on their own phones: who is asked, from how many on answers count, and how the
answers of before and after are compared where somebody wanted it.

Nothing here knows of a person. Whoever sits in a class is not asked: no child has to have a phone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

from kapea.core.evidence.paired import AnswerPairs
from kapea.core.pack.measure_model import CARDS
from kapea.core.pack.workshop_model import WorkshopPlan

LEAST_ON_PHONES = 5
"""Of fewer, whoever led the group could say who answered what."""
MOST_ON_PHONES = 200
"""No group is as large: somebody sends again and again."""
NUMBER_DIGITS = 6
OPEN_FOR = timedelta(hours=2)
"""As long a number may be typed, at most."""
LINKS_LAST = timedelta(hours=24)
"""As long answers of before wait for those of after, at most. A workshop is over long before."""
YES, NO, SKIPPED = "y", "n", "-"

CardTally = Mapping[str, Mapping[str, int]]
"""By item, how many chose each card."""


def measures_counted(fields: Iterable[str], when: str) -> tuple[str, ...]:
    """The items whose cards a workshop counts then. They are written down with it, so they never change."""
    named = (name.split(".") for name in fields)
    return tuple(dict.fromkeys(each[1] for each in named if each[0] == when and each[-1] in CARDS))


def asked_on_phones(plan: WorkshopPlan, when: str, fields: Iterable[str]) -> tuple[str, ...]:
    """The items that are asked then on phones, in their order: those that the workshop counts. None in a
    class.
    """
    asked = () if plan.is_class else plan.measured(when)
    return tuple(id for id in measures_counted(fields, when) if id in asked)


def fit_answers(given: Mapping[str, str], asked: Iterable[str]) -> dict[str, str]:
    """By item the card that somebody chose. Whoever leaves an item out has not answered it."""
    return {id: given[id] for id in asked if given.get(id) in CARDS}


def tally_with(tally: CardTally, answers: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """The tally with the answers of one more phone."""
    counted = {id: Counter(cards) for id, cards in tally.items()}
    for id, card in answers.items():
        counted.setdefault(id, Counter())[card] += 1
    return {id: {card: cards[card] for card in CARDS} for id, cards in counted.items()}


def answered_by_enough(tally: CardTally) -> CardTally:
    """The items that so many answered that nobody is found among them."""
    return {id: cards for id, cards in tally.items() if sum(cards.values()) >= LEAST_ON_PHONES}


def answer_signs(answers: Mapping[str, str], better: Mapping[str, Collection[str]]) -> str:
    """A sign for each item, in the order of `better`: whether the card is one that is hoped for. As long for
    whoever answers one item as for whoever answers all.
    """
    return "".join(_sign(answers.get(id), hoped) for id, hoped in better.items())


def _sign(card: str | None, hoped: Collection[str]) -> str:
    return SKIPPED if card is None else YES if card in hoped else NO


def pairs_by_item(
    before: Sequence[str], after: Sequence[str], linked: Iterable[tuple[str, str]]
) -> dict[str, AnswerPairs]:
    """What became of the answers to each item that was asked both times, of those who gave both. Items with
    too few such pairs are left out. `linked` are the signs of before and of after, each of one code.
    """
    seen: dict[str, Counter[str]] = {id: Counter() for id in before if id in after}
    for first, second in linked:
        of_before, of_after = dict(zip(before, first, strict=True)), dict(zip(after, second, strict=True))
        for id, counted in seen.items():
            counted[of_before[id] + of_after[id]] += 1
    pairs = {id: _pairs(counted) for id, counted in seen.items()}
    return {id: each for id, each in pairs.items() if each.of >= LEAST_ON_PHONES}


def _pairs(counted: Counter[str]) -> AnswerPairs:
    return AnswerPairs(
        kept=counted[YES + YES], lost=counted[YES + NO], gained=counted[NO + YES], neither=counted[NO + NO]
    )
