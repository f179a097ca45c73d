"""tiles.yaml: which situations stand first, for whom."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.model import Situation
from kapea.core.pack.parse.situations import AUDIENCES
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, Reader


def tiles(
    item: Item | None, situations: Mapping[str, Situation], findings: Findings
) -> dict[str, tuple[str, ...]]:
    """Who is there, to all situations that speak to them: those named first, then the rest as they come."""
    reader = Reader(item, findings, "tiles.yaml") if item is not None else None
    out = {}
    for who in AUDIENCES:
        speaking = [id for id, situation in situations.items() if who in situation.voices]
        first = _named(reader, who, speaking, findings) if reader is not None else ()
        out[who] = (*first, *(id for id in speaking if id not in first))
    if reader is not None:
        reader.done()
    return out


def _named(reader: Reader, who: str, speaking: list[str], findings: Findings) -> tuple[str, ...]:
    named = reader.words(who)
    for id in named:
        if id not in speaking:
            says = f"“{id}” does not speak to {who}"
            findings.add("P03", reader.map[who].place, says, "take it out, or correct the id")
    return tuple(dict.fromkeys(id for id in named if id in speaking))


def tiles_in_order(situations: Mapping[str, Item]) -> dict[str, Item]:
    """Situations in the order of their ids; those that say `last: true` after all others."""
    return dict(sorted(situations.items(), key=lambda pair: (_says_last(pair[1]), pair[0])))


def _says_last(item: Item) -> bool:
    return isinstance(item.value, dict) and "last" in item.value and item.value["last"].value is True
