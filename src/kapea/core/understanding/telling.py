"""By which letters it is quick to tell that a way of writing may stand in a text, and may not."""

from __future__ import annotations

import re
from functools import cache

from kapea.core.understanding.spelling import has_spaces, spelled

_BRACKET = re.compile(r"[()|]")


@cache
def telling(phrase: str) -> list[tuple[str, bool]]:
    """Letters, and whether they are a word by themselves, of which some stand in every text that has the
    phrase: of its parts, `(a|b)` among them, the one whose shortest letters are longest.
    """
    return _telling(phrase, spaced=has_spaces(phrase), is_apart=True)


def _telling(phrase: str, *, spaced: bool, is_apart: bool) -> list[tuple[str, bool]]:
    """`is_apart`: whether words end where the phrase begins and ends; inside a bracket one may go on."""
    parts = _parts(phrase)
    edge = "" if is_apart else "x"
    told = []
    for n, part in enumerate(parts):
        before, after = "".join(parts[:n])[-1:] or edge, "".join(parts[n + 1 :])[:1] or edge
        alone = n % 2 == 1 and not (before + after).strip()
        told.append([each for way in _either(part) for each in _told(way, spaced, alone)])
    return max(told, key=lambda each: min(len(letters) for letters, _ in each), default=[("", False)])


def _told(way: str, spaced: bool, is_apart: bool) -> list[tuple[str, bool]]:
    if _BRACKET.search(way):
        return _telling(way, spaced=spaced, is_apart=is_apart)
    return [_longest(way, spaced, is_apart)]


def _parts(phrase: str) -> list[str]:
    """What stands outside of brackets and, at every second place, whole brackets; none where they do not
    close. Ways parted by `|` are one bracket.
    """
    parts, depth = [""], 0
    for sign in phrase:
        if sign == "(" and depth == 0:
            parts.append("")
        depth += (sign == "(") - (sign == ")")
        parts[-1] += sign
        if sign == ")" and depth == 0:
            parts.append("")
        if sign == "|" and depth == 0:
            return _parts(f"({phrase})")
        if depth < 0:
            return []
    return parts if depth == 0 else []


def _either(part: str) -> list[str]:
    """The ways that a whole bracket has; a part without one is one way."""
    if not part.startswith("("):
        return [part]
    ways, depth = [""], 0
    for sign in part[1:-1]:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            ways.append("")
        else:
            ways[-1] += sign
    return ways


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
