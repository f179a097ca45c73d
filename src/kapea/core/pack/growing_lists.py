"""Word lists only grow: a country adds to the common ones, and takes nothing away.

    changes: common
    methods: [a word said here only]
    banned: {a label used here: what to say instead}

A list that could be emptied by a line would leave its property proved of nothing, and nobody would be told.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.pack.overrides import MARK, is_change
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item

GROWING = ("lint/", "flags/", "catalogue.yaml")
"""How paths begin of what only grows: word lists, and what situations must ask."""
NAMED = 2
"""Phrases that are named when some are missing; the rest are counted."""
MEND = f"begin the file with `{MARK}: common`, and write only what you add"


def grown(base: Item, upper: Item, findings: Findings) -> Item:
    """The lists beneath with what a nearer pack adds. P09 where that one leaves something out."""
    if not isinstance(upper.value, dict) or not isinstance(base.value, dict):
        return upper
    said = {key: item for key, item in upper.value.items() if key != MARK}
    whole = not is_change(upper)
    for key in (key for key in base.value if whole and key not in said):
        findings.add("P09", upper.place, f"the list `{key}` is left out, and lists only grow", MEND)
    for key, item in said.items():
        for place, says in _lost(base.value.get(key), item, whole, key):
            findings.add("P09", place, says, MEND)
    return Item(_added(base, Item(said, upper.place)).value, base.place)


def _lost(base: Item | None, item: Item, whole: bool, key: str) -> Iterator[tuple[Place, str]]:
    """What an author means to take away from one list, and where."""
    if base is None or not base.value:
        return
    if not item.value:
        yield item.place, f"`{key}` is empty here: it takes nothing away, for lists only grow"
        return
    ours, theirs = _phrases(base), _phrases(item)
    lost = [phrase for phrase in ours if phrase not in theirs] if whole else []
    if lost:
        some = ", ".join(f"“{phrase}”" for phrase in lost[:NAMED])
        yield item.place, f"`{key}` has {len(lost)} phrases fewer than the common list: {some}"
    if isinstance(base.value, dict) and isinstance(item.value, dict):
        for name, inner in item.value.items():
            if isinstance(inner.value, list):
                yield from _lost(base.value.get(name), inner, whole, f"{key}.{name}")


def _phrases(item: Item) -> dict[str, None]:
    values = item.value if isinstance(item.value, dict | list) else [item]
    return dict.fromkeys(str(v.value) if isinstance(v, Item) else str(v) for v in values)


def _added(base: Item | None, upper: Item) -> Item:
    """Both, the common phrases first; a word to say instead is the nearer pack's."""
    if base is None or not base.value:
        return upper
    if isinstance(base.value, dict) and isinstance(upper.value, dict):
        both = {key: _added(base.value.get(key), item) for key, item in upper.value.items()}
        return Item(base.value | both, base.place)
    if isinstance(base.value, list) and not isinstance(upper.value, dict):
        known, more = _phrases(base), upper.value if isinstance(upper.value, list) else [upper]
        return Item([*base.value, *(v for v in more if str(v.value) not in known)], base.place)
    return upper if upper.value and not isinstance(base.value, dict | list) else base
