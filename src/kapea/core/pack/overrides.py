"""A country's change file: it says only what differs from the common file of the same path.

    changes: common
    texts:
      who-community: {say: "Teacher, pastor or imam", short: Teacher or pastor}

Mappings merge key by key; a word, a sentence or a list takes the place of the common one; one item of a list
is changed under its number, counted from 1. What the common file does not have is added, before what it has:
so a selector that is added is looked at first. A line that is added to a block is read after its lines. A
text in forms (`say`, `short`, `spoken`) is replaced whole, so that no form of it keeps the old words.
"""

from __future__ import annotations

from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item
from kapea.core.pack.text_forms import TEXT_KEYS

LINES = "lines"
"""What is read in its order: what is sure in one country follows what is said in all."""
MARK = "changes"
"""The key that makes a file a change of a common one; its value is the pack it changes."""


def is_change(item: Item) -> bool:
    return isinstance(item.value, dict) and MARK in item.value


def changed(base: Item | None, change: Item, findings: Findings) -> Item | None:
    """The common file with a country's changes; every value keeps the place where it was written."""
    if base is None:
        named = change.value[MARK]
        says = f"“{named.value}” has no file of this path that could be changed"
        findings.add("P03", named.place, says, f"correct the file's name, or take out the line `{MARK}:`")
        return None
    said = {key: value for key, value in change.value.items() if key != MARK}
    return _merged(base, Item(said, change.place), findings)


def _merged(base: Item, change: Item, findings: Findings, name: str = "") -> Item:
    if isinstance(base.value, list) and isinstance(change.value, dict):
        return _renumbered(base, change, findings)
    if not _mergeable(base) or not _mergeable(change):
        return change
    added = {key: value for key, value in change.value.items() if key not in base.value}
    kept = {
        key: _merged(value, change.value[key], findings, key) if key in change.value else value
        for key, value in base.value.items()
    }
    return Item(kept | added if name == LINES else added | kept, base.place)


def _mergeable(item: Item) -> bool:
    """A mapping that is not one text in its forms. Where `say` has several sentences, it is no such text."""
    if not isinstance(item.value, dict) or "say" not in item.value:
        return isinstance(item.value, dict)
    return isinstance(item.value["say"].value, dict | list) or not item.value.keys() <= TEXT_KEYS


def _renumbered(base: Item, change: Item, findings: Findings) -> Item:
    items = list(base.value)
    for key, value in change.value.items():
        at = int(key) if key.isdecimal() else 0
        if 1 <= at <= len(items):
            items[at - 1] = _merged(items[at - 1], value, findings)
        else:
            mend = f"numbers from 1 to {len(items)}, or write the whole list"
            findings.add("P03", value.place, f"the list it changes has no item “{key}”", mend)
    return Item(items, base.place)
