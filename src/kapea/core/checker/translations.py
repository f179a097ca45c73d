"""K28: a translation says what its English says, as far as that can be told without knowing the language.

Numbers, questions, length, letters, a no: each must be there in both. Where a good translation says it in
another way, the language's word list names the text, and why (`otherwise:`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.listed_words import ListedWords
from kapea.core.checker.scripts import letters_fault
from kapea.core.languages.known import western_digits
from kapea.core.languages.phrases import plain
from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Problem

APP_WORDS = "menu."
"""Words of an app's own menu: each app has its own languages, and its words are said as it writes them."""
ENOUGH, FAR = 200, 1.0
"""Texts of which a language's own length can be told; how far from it a text may be, as a natural logarithm:
2.7 times as long, or as short.
"""
SHORTEST = 12
"""Letters of the longer of two texts whose lengths say something."""
NAMES = ("area.", "word.language-", "pack.name")
_SERVICE = re.compile(r"service\..*\.(name|address)")
_DIGITS, _LETTER = re.compile(r"\d+"), re.compile(r"[^\W\d_]")
_BROKEN = re.compile(r"\?\?|\ufffd|\bxxx\b|\btodo\b")
MENDS = {
    "no": "say it with a no, or name the text in `otherwise: no:` of lint/{}.yaml, with the reason",
    "forbids": "say what the English says, or name the text in `otherwise: forbids:` of lint/{}.yaml",
    "numbers": "say the same numbers, or name the text in `otherwise: numbers:` of lint/{}.yaml",
    "asks": "ask where the English asks, or name the text in `otherwise: asks:` of lint/{}.yaml",
    "length": "see whether it is the translation of another text, else name it in `otherwise: length:`",
    "letters": "translate it, or name the text in `otherwise: letters:` of lint/{}.yaml",
}
"""By what can be told, how to mend it. Only these may be otherwise."""


def translations_agree(case: CheckContext) -> Iterator[Problem]:
    """K28."""
    english = case.searched.plain.get("en", {})
    for language in case.release.languages:
        if language == "en":
            continue
        lint = case.release.lint.get(language) or Lint()
        used: set[tuple[str, str]] = set()
        for text, kind, says in _compared(case, language, english):
            if (named := _named(lint, kind, text)) is not None:
                used.add((kind, named))
                continue
            mend = MENDS[kind].format(language)
            yield case.problem("K28", text, f"{language}: {says}", mend)
        yield from _unused(case, language, lint, used)


def _named(lint: Lint, kind: str, text: str) -> str | None:
    """The name under which a text may say it otherwise: its own, or one that ends in a star."""
    each = lint.otherwise.get(kind, {})
    if text in each:
        return text
    return next((name for name in each if name.endswith("*") and text.startswith(name[:-1])), None)


def _unused(case: CheckContext, language: str, lint: Lint, used: set[tuple[str, str]]) -> Iterator[Problem]:
    """A reason that outlived its text would excuse whatever stands there next."""
    known = case.searched.plain.get(language, {})
    for kind in MENDS.keys() & lint.otherwise.keys():
        for name in lint.otherwise[kind]:
            if (kind, name) not in used and (name in known or name.endswith("*")):
                says = f"{language}: `otherwise: {kind}: {name}` excuses nothing"
                mend = f"take it out of lint/{language}.yaml"
                yield case.problem("K28", name, says, mend, severity="warning")


def _compared(case: CheckContext, language: str, english: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each text that differs: its id, in what, and how to say so."""
    translated = case.searched.plain.get(language, {})
    pairs = {id: (english[id], words) for id, words in translated.items() if id in english}
    yield from _nos(case, language, pairs)
    yield from _lengths(pairs)
    apps = {plain(setting.app) for setting in case.release.menus.values()}
    for id, (source, words) in pairs.items():
        if id.startswith(APP_WORDS):
            continue
        if _numbers(source) != _numbers(words):
            yield id, "numbers", f"other numbers than in English: “{words}” for “{source}”"
        if _asks(source) != _asks(words):
            yield id, "asks", f"one of the two is a question: “{words}” for “{source}”"
        if (_LETTER.search(source) and not _LETTER.search(words)) or _BROKEN.search(words):
            yield id, "letters", f"this is no translation: “{words}”"
        elif not _is_name(id, source, apps) and (fault := letters_fault(words, source, language)):
            yield id, "letters", f"{fault}: “{words}” for “{source}”"


def _is_name(id: str, source: str, apps: set[str]) -> bool:
    """Whether it is a name, which may be the same in both: of an app, a language, a place, a service."""
    base = id.split("~", 1)[0]
    return source in apps or base.startswith(NAMES) or re.fullmatch(_SERVICE, base) is not None


def _asks(words: str) -> bool:
    return words.rstrip("»”\"' ").endswith("?")


def _numbers(words: str) -> list[str]:
    return sorted(map(western_digits, _DIGITS.findall(words)))


def _nos(
    case: CheckContext, language: str, pairs: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    said, lint = case.release.lint.get("en") or Lint(), case.release.lint.get(language) or Lint()
    english, own = (ListedWords(each.negations, each.negations_alike) for each in (said, lint))
    forbids = ListedWords(lint.forbids, lint.negations_alike)
    for id, (source, words) in pairs.items() if own else ():
        if id.startswith(APP_WORDS):
            continue
        wanted, got = english.count(source), own.count(words)
        if got < wanted:
            yield (
                id,
                "no",
                f"the English says no {wanted} times, and this {got} times: “{words}” for “{source}”",
            )
        elif not wanted and forbids.count(words):
            yield id, "forbids", f"this forbids something, and the English does not: “{words}” for “{source}”"


def _lengths(pairs: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Texts much longer or shorter than the language's own measure: two that were swapped, or half of one."""
    ratios = {id: math.log((len(words) + 3) / (len(source) + 3)) for id, (source, words) in pairs.items()}
    if len(ratios) < ENOUGH:
        return
    usual = sorted(ratios.values())[len(ratios) // 2]
    for id, ratio in ratios.items():
        source, words = pairs[id]
        if abs(ratio - usual) > FAR and max(len(source), len(words)) >= SHORTEST:
            says = "too long" if ratio > usual else "too short"
            yield id, "length", f"{says} for a translation of it: “{words}” for “{source}”"
