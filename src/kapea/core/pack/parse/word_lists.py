"""Word lists of one language, which the checker reads every view against."""

from __future__ import annotations

from kapea.core.pack.model import FlagWords, Lint
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, Reader


def parse_lint(item: Item, findings: Findings) -> Lint:
    """`lint/<language>.yaml`: banned words with what to say instead, and lists of phrases."""
    reader = Reader(item, findings, "a word list")
    lint = Lint(
        banned={term: str(inner.value or "") for term, inner in reader.pairs("banned")},
        tells_home=reader.words("tells_home"),
        reveals=reader.words("reveals"),
        legal=reader.words("legal"),
        methods=reader.words("methods"),
        media=reader.words("media"),
        revealing=reader.words("revealing"),
        menus=reader.words("menus"),
        reserved={move: _words(inner) for move, inner in reader.pairs("reserved")},
    )
    reader.done()
    return lint


KINDS = ("dying", "hurt", "meeting", "threat")
"""Kinds of danger that typed words may name; the one that cannot wait stands first."""


def parse_flags(item: Item, findings: Findings) -> FlagWords:
    """`flags/<language>.yaml`: ways to write that there is danger, by kind, and what only looks so."""
    reader = Reader(item, findings, "a list of danger words")
    flags = FlagWords(
        kinds={kind: reader.words(kind, required=True) for kind in KINDS}, alike=reader.words("alike")
    )
    reader.done()
    return flags


def _words(item: Item) -> tuple[str, ...]:
    values = item.value if isinstance(item.value, list) else [item]
    return tuple(str(v.value).casefold() for v in values)
