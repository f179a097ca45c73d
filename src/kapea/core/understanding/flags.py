"""Words that may mean danger, in what somebody typed. They only make Kapea ask; nothing is assumed.

A list says how people write it, one way a line: words that follow each other; `*` for how a word may go on;
`(a|b)`, or `|` between whole ways, for one or the other; `..` for up to three words between. Scripts without
spaces are searched anywhere but inside a syllable, and `..` is a few letters there. What only looks alike
(`alike`) is taken out before anything is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from string import ascii_letters

from kapea.core.languages.text import ZERO_WIDTH, is_spaced
from kapea.core.pack.model import FlagWords
from kapea.core.pack.parse.word_lists import KINDS

_APOSTROPHES = "'’‘ʼ`"
_DROPPED: dict[int, None] = dict.fromkeys((*map(ord, _APOSTROPHES), *range(0x300, 0x370)))
"""Apostrophes and accents, once those are signs of their own."""
_LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
_GROUP, _BRACKET = re.compile(r"(\([^()]*\))"), re.compile(r"[()|]")
_SIGNS = re.compile(r"[\s.*]+")
_NOTHING = re.compile(r"(?!)")
"""Stands nowhere: what a way of writing without a letter is taken for."""
_WORD_BETWEEN = r"(?:\S+ ){0,3}?"
_LETTERS_BETWEEN = r".{0,14}?"
_BEGINS, _ENDS = r"(?<!\u17d2)", r"(?!\u17d2)"
"""Beside a way of writing without spaces no Khmer letter hangs on another: the end of *house* (ផ្ទះ) is no
*slap* (ទះ).
"""
LONGEST = 1000
"""Letters and signs that are searched, once each is taken apart: twice what may be typed. One sign can stand
for eighteen letters (U+FDFA), and searching them all would be dear.
"""


def spelled(words: str) -> str:
    """Words as they are searched: small, without accents, apostrophes, signs, drawn-out letters."""
    if words.isascii():
        return " ".join(_LONG_DRAWN.sub(r"\1", words[:LONGEST].translate(_PARTED)).split())
    small = unicodedata.normalize("NFKD", words.replace(ZERO_WIDTH, ""))[:LONGEST].casefold()
    kept = unicodedata.normalize("NFKD", small).translate(_DROPPED)
    parted = unicodedata.normalize("NFC", kept).translate(_PARTED)
    return " ".join(_LONG_DRAWN.sub(r"\1", parted).split())


class _Parted(dict[int, int | str | None]):
    """What stands for a character, by its number: itself, or a space where it is no letter. The letters of
    a few languages come again and again, so what was asked is kept.
    """

    def __missing__(self, number: int) -> int:
        part = number if _is_letter(chr(number)) else ord(" ")
        if len(self) < MOST_LETTERS:
            self[number] = part
        return part


def _is_letter(c: str) -> bool:
    """Letters, digits, and the signs that are part of a syllable in Khmer and Devanagari."""
    return c.isalnum() or unicodedata.category(c) in ("Mn", "Mc", "Cf")


MOST_LETTERS = 5_000
"""Characters of which is kept whether they are letters: those of all our languages, many times over."""
_PARTED = _Parted({ord(c): c.lower() for c in ascii_letters} | dict.fromkeys(map(ord, _APOSTROPHES)))


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
        numbers |= {n for letters, each in self._by_letters.items() if letters in text for n in each}
        return sorted(numbers)

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


@cache
def telling(phrase: str) -> list[tuple[str, bool]]:
    """Letters, and whether they are a word by themselves, of which some stand in every text that has the
    phrase: of its parts, `(a|b)` among them, the one whose shortest letters are longest.
    """
    parts = _GROUP.split(phrase)
    if any(_BRACKET.search(part) for part in parts[::2]):
        return [("", False)]  # brackets inside brackets: not taken apart
    ways = [part[1:-1].split("|") if n % 2 else [part] for n, part in enumerate(parts)]
    best = max(range(len(parts)), key=lambda n: min(map(_roughly, ways[n])))
    around = "".join(parts[:best])[-1:] + "".join(parts[best + 1 :])[:1]
    spaced, is_apart = _has_spaces(phrase), best % 2 == 1 and not around.strip()
    return [_longest(way, spaced, is_apart) for way in ways[best]]


def _roughly(way: str) -> int:
    """How many letters stand together at most."""
    return max(map(len, _SIGNS.split(way)))


def _longest(way: str, spaced: bool, is_apart: bool) -> tuple[str, bool]:
    """The longest letters that are written without a sign of ours or, in scripts with spaces, as a word."""
    words = way.replace("..", " ").split()
    best = ("", False)
    for at, word in enumerate(words):
        is_word = spaced and "*" not in word and (is_apart or 0 < at < len(words) - 1)
        for part in word.split("*"):
            letters = max(spelled(part).split(), key=len, default="")
            best = max(best, (letters, is_word), key=lambda found: len(found[0]))
    return best


def _has_spaces(phrase: str) -> bool:
    return phrase.isascii() or all(is_spaced(c) for c in phrase if c.isalpha())


def expression(phrase: str) -> str:
    """A way of writing as an expression: our signs mean what they mean, all else is taken as it stands."""
    spaced = _has_spaces(phrase)
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
