"""Words that may mean danger, in what somebody typed. They only make Kapea ask; nothing is assumed.

A list says how people write it, one way a line: words that follow each other; `*` for how a word may go on;
`(a|b)`, or `|` between whole ways, for one or the other; `..` for up to three words between. Scripts without
spaces are searched anywhere but inside a syllable, and `..` is a few letters there. What only looks alike
(`alike`) is taken out before anything is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain

from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.model import FlagWords
from kapea.core.understanding.spelling import has_spaces, spelled
from kapea.core.understanding.telling import telling

_NOTHING = re.compile(r"(?!)")
"""Stands nowhere: what a way of writing without a letter is taken for."""
_WORD_BETWEEN = r"(?:\S+ ){0,3}?"
_LETTERS_BETWEEN = r".{0,14}?"
_BEGINS, _ENDS = r"(?<!\u17d2)", r"(?!\u17d2)"
"""Beside a way of writing without spaces no Khmer letter hangs on another: the end of *house* (ផ្ទះ) is no
*slap* (ទះ).
"""
FIRST_LETTERS = 3
"""By how many of their first letters longer ones are looked up."""


class Flags:
    """The lists of all languages of a pack, as one: people mix them, and write one in letters of another."""

    def __init__(self, lists: Iterable[FlagWords]) -> None:
        each = list(lists)
        self._alike = Ways(p for words in each for p in words.alike)
        self._kinds = [(kind, Ways(p for words in each for p in words.kinds.get(kind, ()))) for kind in KINDS]

    def find(self, words: str) -> str:
        """The kind of danger that is named first among the urgent, or "" when none is."""
        left = left_of(self._alike, words)
        return next((kind for kind, phrases in self._kinds if phrases.stand_in(left)), "")


class FlagsWhenAsked(Flags):
    """As `Flags`, taken apart when something is first looked for: for whoever may never look."""

    def __init__(self, lists: Iterable[FlagWords]) -> None:
        self._lists = lists

    def find(self, words: str) -> str:
        return self._ready.find(words) if spelled(words) else ""

    @cached_property
    def _ready(self) -> Flags:
        return Flags(self._lists)


class Ways:
    """Ways of writing. Only those are made expressions that have a word in a text: the lists of a country are
    so long that to make all of them would keep the first who types waiting.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._all = tuple(dict.fromkeys(phrases))
        self._by_word: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[int]] = {}
        self._made: dict[int, re.Pattern[str]] = {}
        for number, phrase in enumerate(self._all):
            for letters, is_word in telling(phrase):
                index = self._by_word if is_word else self._by_letters
                index.setdefault(letters, []).append(number)
        self._short = [letters for letters in self._by_letters if len(letters) < FIRST_LETTERS]
        self._starts: dict[str, list[str]] = {}
        for letters in self._by_letters.keys() - set(self._short):
            self._starts.setdefault(letters[:FIRST_LETTERS], []).append(letters)

    def found(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Each of them that stands in a text, as `spelled` has it, and where first."""
        for number in self._numbers(text):
            if (match := self._expression(number).search(text)) is not None:
                yield self._all[number], match

    def stand_in(self, text: str) -> bool:
        """Whether one of them stands in a text, as `spelled` has it."""
        return any(pattern.search(text) for pattern in self._possible(text))

    def without(self, text: str, mark: str) -> str:
        """The text with a mark in place of each that stands there; where two begin, the first listed."""
        possible, out, at = self._possible(text), "", 0
        while found := [match for pattern in possible if (match := pattern.search(text, at))]:
            first = min(found, key=re.Match.start)
            out, at = out + text[at : first.start()] + mark, first.end()
        return out + text[at:]

    def _possible(self, text: str) -> list[re.Pattern[str]]:
        return [self._expression(number) for number in self._numbers(text)]

    def _numbers(self, text: str) -> list[int]:
        numbers = {n for word in set(text.split()) for n in self._by_word.get(word, ())}
        looked_for = self._by_letters if len(self._by_letters) <= len(text) else self._begun_in(text)
        numbers |= {n for letters in looked_for if letters in text for n in self._by_letters[letters]}
        return sorted(numbers)

    def _begun_in(self, text: str) -> Iterator[str]:
        """Of the letters that are looked for those that begin as some place of a text does."""
        starts = self._starts.keys() & {text[at : at + FIRST_LETTERS] for at in range(len(text))}
        return chain(self._short, *map(self._starts.__getitem__, starts))

    def _expression(self, number: int) -> re.Pattern[str]:
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = _compiled(self._all[number])
        return made


@lru_cache(maxsize=4_096)
def _compiled(phrase: str) -> re.Pattern[str]:
    """The same way of writing stands in several lists."""
    made = re.compile(expression(phrase))
    return _NOTHING if made.match("") else made


def left_of(alike: Ways, words: str) -> str:
    """What is searched of words, once what only looks alike is taken out."""
    return alike.without(spelled(words), " \u2205 ")


def expression(phrase: str) -> str:
    """A way of writing as an expression: our signs mean what they mean, all else is taken as it stands."""
    spaced = has_spaces(phrase)
    words = re.sub(r"\s*\.\.\s*", " .. ", phrase).split()
    out = ""
    for at, word in enumerate(words):
        if word == "..":
            out += _WORD_BETWEEN if spaced else _LETTERS_BETWEEN
            continue
        out += _word(word) if spaced else f"{_BEGINS}{_word(word)}{_ENDS}"
        if at + 1 < len(words):
            out += " " if spaced else " ?"
    return rf"(?<!\S)(?:{out})(?!\S)" if spaced else out


def _word(word: str) -> str:
    """One word of a pattern: `want*`, `(my|him)self`, `kill`."""
    out = ""
    for part in re.split(r"([()|*])", word):
        if part in ("(", "|", ")"):
            out += "(?:" if part == "(" else part
        else:
            out += r"\S*" if part == "*" else re.escape(spelled(part))
    return out
