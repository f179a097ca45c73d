"""Where every node of every journey stands, before any of them is read: targets may point forward."""

from __future__ import annotations

from kapea.core.pack.read.yaml_reader import Item


def node_index(items: dict[str, Item]) -> dict[str, int]:
    """Every name a target may have: `help.q-dying` for a node, `practice` for a journey's start."""
    index: dict[str, int] = {}
    at = 0
    for journey, item in items.items():
        if not isinstance(item.value, dict) or "nodes" not in item.value:
            continue
        nodes = item.value["nodes"].value
        if not isinstance(nodes, dict) or not nodes:
            continue  # the parser names what it is, and whatever leads there
        first = at
        for name in nodes:
            index[f"{journey}.{name}"] = at
            at += 1
        start = item.value["start"].value if "start" in item.value else ""
        index[journey] = index.get(f"{journey}.{start}", first)
    return index
