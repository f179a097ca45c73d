"""Whether words are written in the letters of their language, and not left in English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from kapea.core.languages.known import LANGUAGES, LATIN, language

NAMES = {"Latn": "LATIN", "Khmr": "KHMER", "Deva": "DEVANAGARI"}
"""By ISO 15924, how the names of a script's letters begin in Unicode."""
_SMALL = "the and you your is are of with this that they them do not what when it for can will who from"
ENGLISH = frozenset(re.findall(r"\w+", _SMALL))
"""Small words without which hardly an English sentence is built; no other language here has two of them."""
SENTENCE = 2
"""Different small words of English that make a sentence English."""
_RUN = re.compile(r"[^\W\d_]+")


def letters_fault(words: str, source: str, code: str) -> str:
    """What is wrong with the letters of a translation, or "". Both as `plain` has them."""
    own = NAMES.get(language(code).script.code, "") if code in LANGUAGES else ""
    if words == source and any(map(str.isalpha, words)):
        return "this is its English again"
    runs = _RUN.findall(words)
    if len(ENGLISH.intersection(runs)) >= SENTENCE:
        return "this is left in English"
    if not own:
        return ""
    known, latin, strange = _sorted(runs, source, own)
    if strange:
        return f"letters of another script (“{strange[0]}”)"
    if own != NAMES[LATIN.code] and (not known or sum(map(len, latin)) > known / 2):
        return "not in the letters of its language"
    return ""


def _sorted(runs: Iterable[str], source: str, own: str) -> tuple[int, list[str], list[str]]:
    """How many letters are its own; runs of Latin letters that its English has not; runs of any other."""
    theirs, known = set(_RUN.findall(source)), 0
    latin: list[str] = []
    strange: list[str] = []
    for run in runs:
        script = _script(run)
        if script == own:
            known += len(run)
        elif run not in theirs:
            (latin if script == NAMES[LATIN.code] else strange).append(run)
    return known, latin, strange


@lru_cache(maxsize=100_000)
def _script(run: str) -> str:
    """The script of a run of letters, as Unicode names it; "mixed" where it is of several."""
    each = {unicodedata.name(c, "?").split()[0] for c in run if c.isalpha()}
    return each.pop() if len(each) == 1 else "mixed"
