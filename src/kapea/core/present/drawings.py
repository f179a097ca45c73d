"""Drawings with room for words: what stands in a slot is broken into lines that fit, and put in.

A slot is an empty `<text data-slot="1" …/>` of a drawing. `x` is where its lines begin, `y` the middle of its
height, `data-wide` and `data-high` the room it has, all in the drawing's own units, as is `font-size`: the
largest its letters are. They may be as small as LEAST. A slot with `data-spare` stays empty when its words do
not fit. Letters are reckoned somewhat wider than they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from kapea.core.languages.text import is_tall
from kapea.core.present.layout import broken_into_lines

LEAST = 12.0
"""The smallest letters: 13 px and more, as a drawing of a phone stands on a screen 320 px wide."""
LEADING, TALL_LEADING = 1.2, 1.45
"""From line to line; scripts with signs above and below need more."""
_SLOT = re.compile(r'<text\b([^>]*\bdata-slot="(\d+)"[^>]*)/>')
_VALUE = re.compile(r'([\w-]+)="([^"]*)"')


class TooLong(ValueError):
    """Words that do not fit their slot, whole; a drawing shows no half of a word."""


def slots(drawing: str) -> tuple[int, ...]:
    """The numbers of a drawing's slots, in order."""
    return tuple(sorted(int(number) for _, number in _SLOT.findall(drawing)))


def filled(drawing: str, words: Sequence[str]) -> str:
    """The drawing with the first of `words` in slot 1, the next in slot 2. Raises TooLong."""
    return _SLOT.sub(lambda found: _text(found[1], _at(words, int(found[2]))), drawing)


def _at(words: Sequence[str], number: int) -> str:
    return words[number - 1] if 0 < number <= len(words) else ""


def _text(head: str, words: str) -> str:
    if not words:
        return ""
    value = dict(_VALUE.findall(head))
    found = _fitting(words, float(value["font-size"]), float(value["data-wide"]), float(value["data-high"]))
    if found is None:
        if "data-spare" in value:
            return ""
        raise TooLong(words)
    size, lines = found
    apart = _apart(words, size)
    top = float(value["y"]) - apart * (len(lines) - 1) / 2 + size * 0.35
    spans = (
        f'<tspan x="{value["x"]}" y="{top + apart * n:.1f}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    kept = re.sub(r'font-size="[^"]*"', f'font-size="{size:g}"', head.rstrip())
    return f"<text{kept}>{''.join(spans)}</text>"


def _fitting(words: str, largest: float, wide: float, high: float) -> tuple[float, list[str]] | None:
    """The largest letters with which the words fit, and their lines."""
    size = largest
    while size >= LEAST:
        lines = broken_into_lines(words, wide / size)
        if lines and len(lines) * _apart(words, size) <= high:
            return size, lines
        size -= 1
    return None


def _apart(words: str, size: float) -> float:
    """From line to line."""
    tall = any(map(is_tall, words))
    return size * (TALL_LEADING if tall else LEADING)
