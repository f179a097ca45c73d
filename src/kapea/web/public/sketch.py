"""What a piece of paper looks like, small: lines for words, frames for people, a square for the code.

Made of the piece itself, without the press: a list of papers is a page like others, and as light.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kapea.core.pack.parse.materials import LARGE
from kapea.core.paper.piece import Piece, Thing

WIDE = 60
"""Units of a sketch from left to right; every length below is in them."""
MARGIN, LINE = 5, 5
LETTERS = 26
"""Letters in a line of it, about."""
STRIPS_HIGH, STRIP_WIDE = 14, 6
"""Strips to tear off, at the foot: they are drawn down to the edge."""
BOXES = ("box", "number")
"""Marks that are drawn before a line."""


def sketch(piece: Piece) -> SafeString:
    """The drawing of a piece. It says nothing but its largest number; readers aloud pass it by."""
    high = round(WIDE * piece.sheet.height / piece.sheet.width)
    across, down = piece.sheet.across, piece.sheet.down
    wide_each, high_each = WIDE // across, high // down
    one = "".join(_copy(piece, wide_each, high_each))
    corners = ((n % across * wide_each, n // across * high_each) for n in range(across * down))
    copies = "".join(f'<g transform="translate({x},{y})">{one}</g>' for x, y in corners)
    cuts = "".join((*_cuts(high, across, down), *(_folds(high) if piece.fold else ())))
    frame = f'<path d="M1 1h{WIDE - 2}v{high - 2}h-{WIDE - 2}z{cuts}"/>'
    size = f'width="{WIDE}" height="{high}" viewBox="0 0 {WIDE} {high}"'
    drawn = f'<svg {size} fill="none" stroke="currentColor" aria-hidden="true">{frame}{copies}</svg>'
    return mark_safe(drawn)  # noqa: S308 - shapes of ours, reviewed drawings, and one number that is escaped


def _cuts(high: int, across: int, down: int) -> Iterator[str]:
    yield from (f"M{WIDE * n // across} 1v{high - 2}" for n in range(1, across))
    yield from (f"M1 {high * n // down}h{WIDE - 2}" for n in range(1, down))


def _folds(high: int) -> tuple[str, str]:
    return f"M1 {high // 2}h{WIDE - 2}", f"M{WIDE // 2} {high // 2}v{high // 2 - 1}"


def _copy(piece: Piece, wide: int, high: int) -> Iterator[str]:
    """One copy, panel by panel."""
    half = high // 2
    corners = {
        "inside": (0, 0, wide, half),
        "back": (0, half, wide // 2, half),
        "front": (wide // 2, half, wide // 2, half),
    }
    for panel in piece.panels:
        x, y, w, h = corners.get(panel.name, (0, 0, wide, high))
        yield from _panel(panel.things, x + MARGIN, y + MARGIN, w - 2 * MARGIN, y + h - MARGIN)


def _panel(things: tuple[Thing, ...], x: int, y: int, wide: int, end: int) -> Iterator[str]:
    """Its drawings and its number, then one path with the rest, from the top to where its room ends."""
    out: list[str] = []
    if any(thing.kind == "strips" for thing in things):
        end -= STRIPS_HIGH
        out += [
            f"M1 {end + 2}h{WIDE - 2}",
            *(f"M{at} {end + 2}v17" for at in range(STRIP_WIDE, WIDE, STRIP_WIDE)),
        ]
    for thing in things:
        if thing.kind == "head" and thing.drawing:
            yield thing.drawing.replace("<svg", f'<svg x="{x}" y="{y}" width="14" height="14"', 1)
            y += 16
        if thing.mark == LARGE:
            yield _number(thing.groups[0].people[0].big, x, y + 14)
            y += 20
        for command, taken in _drawn(thing, wide):
            if y + taken > end:
                break
            out.append(command.format(at=f"M{x} {y}", inside=f"M{x + 5} {y}"))
            y += taken
    yield f'<path d="{"".join(out)}"/>'


def _number(number: str, x: int, y: int) -> str:
    looks = 'font-size="17" font-weight="700" fill="currentColor" stroke="none"'
    return f'<text x="{x}" y="{y}" {looks}>{escape(number)}</text>'


def _drawn(thing: Thing, wide: int) -> Iterator[tuple[str, int]]:
    """Commands of a path with room for where they begin, and how high each is."""
    if thing.kind == "head":
        yield f"{{at}}h{wide * 3 // 4}v2h-{wide * 3 // 4}z", LINE + 2
    if thing.code is not None:
        yield f"{{at}}h9v9h-9zm3 3h3v3h-3zm9 -2h{max(wide - 14, 4)}m-{max(wide - 14, 4)} 4h6", 13
    people = [who for group in thing.groups for who in group.people]
    for _ in people[thing.mark == LARGE :]:
        yield f"{{at}}h{wide}v7h-{wide}zm2 3.5h8", 10
    if thing.kind in ("say", "list"):
        for words in thing.words:
            yield from _lines(words, thing.mark, wide)
    if thing.kind in ("write", "sign"):
        yield f"{{at}}h{wide}v9h-{wide}z", 13


def _lines(words: str, mark: str, wide: int) -> Iterator[tuple[str, int]]:
    """A sentence in as many lines as it takes, behind its mark."""
    sign, start, room = ("{at}m0 -1h2v2h-2z", "{inside}", wide - 5) if mark in BOXES else ("", "{at}", wide)
    for n in range(len(words) // LETTERS):
        yield f"{'' if n else sign}{start}h{room}", LINE
    yield f"{'' if len(words) >= LETTERS else sign}{start}h{room * 2 // 3}", LINE
