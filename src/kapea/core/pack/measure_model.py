"""What a workshop changes, as a pack asks it: an item, answered with one of three cards or by hands."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

CARDS = ("smile", "straight", "question")
"""The cards that are held up, and the mouths that are drawn on them; the third is also for whoever passes."""
MEASURED = ("knowledge", "confidence", "first-words", "practice", "norm", "warning")
"""What an item is about: what is so, how sure somebody is, words that are ready, what was practised since the
last time, what people here would do, and what somebody still does alone or passes on. What anybody went
through is not among them.
"""
TWICE = ("knowledge", "confidence", "first-words")
"""Asked before and after in one workshop; the others change from one workshop to the next, if at all."""
BEFORE, AFTER = "before", "after"
ASKED_WHEN = (BEFORE, AFTER)


class Measure(msgspec.Struct, frozen=True):
    """An item. `ask` is the id of its text, `answers` those of what each card means, in their order;
    `better` are the cards that are hoped for.
    """

    id: str
    about: str
    ask: str
    answers: tuple[str, str, str]
    better: tuple[str, ...]

    @property
    def by_card(self) -> Mapping[str, str]:
        """Each card to the id of the text that says what it means here."""
        return dict(zip(CARDS, self.answers, strict=True))

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids of all its texts."""
        return self.ask, *self.answers
