"""What came out on lines of writers left out, in percent: by language, and by way of writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kapea.core.pack.danger_kinds import UNSURE
from kapea.core.understanding.corpus import Example
from kapea.core.understanding.listening import Heard

ALL = "all"
STYLE = "style "


@dataclass(frozen=True)
class Judged:
    """A line, and what was heard in it by numbers that had not met its writer."""

    example: Example
    heard: Heard


def needs_asking(each: Judged) -> bool:
    return bool(each.example.line.danger)


def is_calm(each: Judged) -> bool:
    """It tells of a worry, and of no danger; lines of which people would disagree are neither."""
    line = each.example.line
    return bool(line.situations) and not line.danger and not line.maybe


def needs_nothing(each: Judged) -> bool:
    line = each.example.line
    return not line.situations and not line.danger and not line.maybe


def is_worry(each: Judged) -> bool:
    return bool(each.example.line.situations)


def is_asked(each: Judged) -> bool:
    return each.heard.asks


def right_kind(each: Judged) -> bool:
    return each.heard.kind in (*each.example.line.danger, *each.example.line.maybe, UNSURE)


def tile_right(each: Judged) -> bool:
    return bool(set(each.heard.situations) & set(each.example.line.situations))


def says_nothing(each: Judged) -> bool:
    return each.heard.nothing


FIGURES: Mapping[str, tuple[Callable[[Judged], bool], Callable[[Judged], bool]]] = {
    "danger_asked": (needs_asking, is_asked),
    "danger_kind": (lambda each: needs_asking(each) and is_asked(each), right_kind),
    "calm_asked": (is_calm, is_asked),
    "nothing_asked": (needs_nothing, is_asked),
    "tile_right": (is_worry, tile_right),
    "nothing_left_alone": (needs_nothing, says_nothing),
    "worry_left_alone": (is_worry, says_nothing),
}
"""By name: of which lines, and the share of them that this is so of."""


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """All figures: of all lines, of each language, of each way of writing."""
    groups: dict[str, list[Judged]] = {ALL: list(judged)}
    for each in judged:
        groups.setdefault(each.example.language, []).append(each)
        groups.setdefault(STYLE + each.example.line.style, []).append(each)
    return {name: _of(group) for name, group in sorted(groups.items())}


def _of(group: Sequence[Judged]) -> dict[str, float]:
    out = {}
    for name, (among, holds) in FIGURES.items():
        lines = [each for each in group if among(each)]
        if lines:
            out[name] = round(100 * sum(map(holds, lines)) / len(lines), 1)
    return out
