"""Reads one law record: what it covers, where that is from, whether a lawyer has read it."""

from __future__ import annotations

from kapea.core.directory.trust import LABELS, UNSAID
from kapea.core.pack.model import Law
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, Reader


def read_law(root: Item, findings: Findings) -> Law | None:
    """The record of a file in `law/`, or None when it has no id or is named differently from its file."""
    reader = Reader(root, findings, "a law record")
    ident = reader.text("id", required=True)
    law = Law(
        id=ident,
        title=reader.text("title", required=True),
        about=reader.text("about", required=True),
        upkeep=read_upkeep(reader, required=True),
        confidence=reader.one_of("confidence", LABELS, UNSAID),
    )
    reader.words("open")
    reader.done()
    if ident and not root.place.file.endswith(f"law/{ident}.yaml"):
        findings.add("P07", reader.map["id"].place, f"“{ident}” stands in another file", f"law/{ident}.yaml")
        return None
    return law if ident else None
