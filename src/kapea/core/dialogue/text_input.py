"""What typed or spoken words mean where a conversation stands: an answer, a move, or nothing we know."""

from __future__ import annotations

import unicodedata

from kapea.core.dialogue.events import MOVES, Move
from kapea.core.dialogue.likely_tiles import MAX_SAID, offered_here
from kapea.core.dialogue.state import State
from kapea.core.dialogue.world import World
from kapea.core.languages.known import western_digits
from kapea.core.languages.text import FULL_STOPS, ZERO_WIDTH
from kapea.core.pack.model import Choice

QUOTES = "«»“”„‘’\"'"
"""A word is copied as it was printed."""


def normalised(words: str) -> str:
    """Words as they are compared: composed, small, western digits, no break marks or quotes around, single
    spaces.
    """
    composed = unicodedata.normalize("NFKC", words[:MAX_SAID])[:MAX_SAID]
    text = western_digits(composed.replace(ZERO_WIDTH, ""))
    return " ".join(text.casefold().split()).strip(" " + FULL_STOPS + QUOTES)


def understood(world: World, state: State, words: str) -> Choice | Move | None:
    """By number, by label, by a key that is a word, or by a reserved word of any language."""
    said, (node, facts) = normalised(words), state.place
    offered = world.choices(world.release.nodes[node], facts)
    choices = offered_here(world, state, offered, {choice.key: (choice, say) for choice, say in offered})
    if said.isdecimal() and 1 <= int(said[:3]) <= len(choices):
        return choices[int(said[:3]) - 1][0]
    for choice, say in choices:
        if said and said in _labels(world, state.language, world.pick(say, facts), choice.key):
            return choice
    return _reserved(world, state, said, [c for c, _ in choices]) or _language_asked_for(world, said)


def _labels(world: World, language: str, text: str | None, key: str) -> set[str]:
    """What may be typed for a choice: its label, its short form, and a key that is a word (S02, yes)."""
    keys = set() if key.isdecimal() else {normalised(key)}
    if text is None:
        return keys
    return keys | _labels_of_text(world, language, text)


def _labels_of_text(world: World, language: str, text: str) -> frozenset[str]:
    """A label and its short form as they are compared; a release has a few thousand, so they are kept."""
    key = ("labels", language, text)
    found = world.derived.get(key)
    if not isinstance(found, frozenset):
        each = (world.release.text(text, language, form) for form in ("", "short"))
        found = world.derived[key] = frozenset(map(normalised, each))
    return found


def _reserved(world: World, state: State, said: str, choices: list[Choice]) -> Choice | Move | None:
    for language in dict.fromkeys((state.language, *world.release.languages)):
        lint = world.release.lint.get(language)
        for word, spellings in (lint.reserved if lint else {}).items():
            if said in spellings and word in (*MOVES, "restart"):
                return Move(word)
            if said in spellings and any(c.key == word for c in choices):
                return next(c for c in choices if c.key == word)
    return None


def _language_asked_for(world: World, said: str) -> Move | None:
    for language in world.release.languages:
        if said in (language, normalised(world.release.text(f"word.language-{language}", language))):
            return Move("language", language)
    return None
