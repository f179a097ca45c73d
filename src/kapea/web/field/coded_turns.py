"""The turns of a session as its page shows them, cut wherever a coding begins or ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.shown_text import ShownText, ShownTurn


@dataclass(frozen=True, slots=True)
class WordsShown:
    """Some words of a turn, and the codes on them."""

    words: str
    codes: str


@dataclass(frozen=True, slots=True)
class CodedTurnShown:
    """A turn as the page shows it."""

    number: int
    speaker: str
    parts: tuple[WordsShown, ...]
    translated: str
    is_here: bool


def coded_turns(
    text: ShownText, codings: tuple[StudyCoding, ...], chosen: ShownTurn | None, translated: Mapping[int, str]
) -> list[CodedTurnShown]:
    """All of them. `chosen`: where the form stands; `translated`: by the number of a turn."""
    return [
        CodedTurnShown(
            each.turn.number,
            each.turn.speaker,
            parts_of_turn(each, codings),
            translated.get(each.turn.number, ""),
            each is chosen,
        )
        for each in text.turns
    ]


def parts_of_turn(shown: ShownTurn, codings: tuple[StudyCoding, ...]) -> tuple[WordsShown, ...]:
    """The words of a turn, cut wherever a coding begins or ends."""
    here = [c for c in codings if c.span.overlaps(shown.span)]
    inside = {
        place for c in here for place in (c.span.start, c.span.end) if shown.words_at < place < shown.span.end
    }
    places = [shown.words_at, *sorted(inside), shown.span.end]
    words = shown.turn.words
    return tuple(
        WordsShown(
            words[start - shown.words_at : end - shown.words_at],
            " ".join(sorted({c.code for c in here if c.span.start <= start and end <= c.span.end})),
        )
        for start, end in pairwise(places)
    )
