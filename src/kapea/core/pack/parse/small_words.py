"""Reads `words.yaml`: the small words of every screen, and beside them what the pack calls itself."""

from __future__ import annotations

from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.pack_toml import Meta
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader


def read_small_words(layers: Layers, meta: Meta, pack: str, texts: Texts, findings: Findings) -> None:
    """Adds a text for each word (`word.<name>`), and for the name of a country's pack."""
    item = layers.read("words.yaml", findings)
    if item is None:
        place, mend = Place(f"{pack}/words.yaml"), "write it, or extend `common`, which has one"
        findings.add("P01", place, "the pack has no words.yaml", mend)
        return
    for name, word in Reader(item, findings, "words").map.items():
        texts.one(f"word.{name}", word)
    if meta.country:
        texts.one("pack.name", Item(meta.name, Place(f"{pack}/pack.toml", key="name")))
