"""Twins of the small pack whose situations ask less, or are less urgent, than the catalogue says: K22."""

from __future__ import annotations

from tests.core.checker.small_pack import files
from tests.core.checker.twins_of_walks import HELP, S01, S02, Change

DEMANDS = "catalogue.yaml"
CHILD = "asks: [band, dying, home]"
RECENT = """  q-home:
    only: {asks: home}
    else: q-recent
    ask: q-home
    "yes": {set: {level: orange, home: unsafe}, to: q-recent}
    "no": {set: {home: safe}, to: q-recent}
  q-recent:
    only: {asks: recent}
    unless: {band: 9-11}
    else: step-2
    ask: q-recent
    "yes": {set: {level: orange}, to: step-2}
    "no": {to: step-2}
"""


def _home() -> str:
    text = files()["small/journeys/help.yaml"].decode()
    return text[text.index("  q-home:\n    only") : text.index("  step-2:\n    only")]


BODY: tuple[Change, ...] = (
    (HELP, _home(), RECENT),
    (HELP, "  q-home: Is", "  q-recent: Did something happen to your body?\n  q-home: Is"),
    (S01, CHILD, "asks: [band, dying, home, recent]"),
)
"""The question about the body, as it may be asked: after the age, and of nobody of 9 to 11."""

TWINS: list[tuple[str, str, list[Change]]] = [
    ("K22", "a question deleted", [(S01, "asks: [dying, home]", "asks: [home]")]),
    ("K22", "a situation made less urgent", [(S01, "level: orange", "level: yellow")]),
    (
        "K22",
        "a child asked about no danger, whatever the catalogue says",
        [
            (DEMANDS, "asks: {child: [dying]}}", "asks: {child: [home]}}"),
            (S02, "asks: [dying]", "asks: [home]"),
        ],
    ),
    (
        "K22",
        "a situation that stands in no catalogue",
        [(DEMANDS, "  S02: {title: Something else, for: [child], asks: {child: [dying]}}\n", "")],
    ),
    (
        "K22",
        "the body of a child of nine",
        [(HELP, _home(), RECENT.replace("    unless: {band: 9-11}\n", "")), *BODY[1:]],
    ),
    (
        "K22",
        "the body before the age is known",
        [
            *BODY,
            (HELP, "      - {say: done, to: band}", "      - {say: done, to: q-recent}"),
        ],
    ),
]
FINE: list[tuple[str, list[Change]]] = [
    ("the body after the age, and of nobody of nine", list(BODY)),
    ("more asked than the catalogue says", [(S02, "asks: [dying]", "asks: [dying, home]")]),
    ("a situation more urgent than that", [(S02, "level: yellow", "level: orange")]),
]
