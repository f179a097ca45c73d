"""Reads one law record: what it covers, where that is from, whether a lawyer has read it."""

from __future__ import annotations

from kapea.core.pack.model import Law, Upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import iso_date
from kapea.core.pack.read.yaml_reader import Item, Reader

CONFIDENCE = ("C2", "C3", "C3+", "OWN", "S1", "GK", "CONFLICT", "NOT FOUND", "STALE")


def read_law(root: Item, findings: Findings) -> Law | None:
    """The record of a file in `law/`, or None when it has no id or is named differently from its file."""
    reader = Reader(root, findings, "a law record")
    ident = reader.text("id", required=True)
    law = Law(
        id=ident,
        title=reader.text("title", required=True),
        about=reader.text("about", required=True),
        upkeep=_upkeep(reader, findings),
        confidence=reader.one_of("confidence", CONFIDENCE, "GK"),
    )
    reader.words("open")
    reader.done()
    if ident and not root.place.file.endswith(f"law/{ident}.yaml"):
        findings.add("P07", reader.map["id"].place, f"“{ident}” stands in another file", f"law/{ident}.yaml")
        return None
    return law if ident else None


def _upkeep(reader: Reader, findings: Findings) -> Upkeep:
    sources = reader.words("sources", required=True)
    expires = iso_date(reader, "expires", required=True)
    item = reader.get("review", required=True)
    if item is None:
        return Upkeep(sources=sources, expires=expires)
    review = Reader(item, findings, "a review")
    state = review.one_of("state", ("draft", "reviewed"), "draft")
    upkeep = Upkeep(
        sources, state, review.text("by"), iso_date(review, "on"), review.words("for"), expires=expires
    )
    review.done()
    if state == "reviewed" and not (upkeep.by and upkeep.on):
        findings.add(
            "P07", item.place, "reviewed by nobody", "say by whom (`by`) and when (`on`), or `draft`"
        )
    return upkeep
