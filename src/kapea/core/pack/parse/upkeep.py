"""What keeps a document honest, read the same way wherever it stands: sources, review, the day it expires."""

from __future__ import annotations

from kapea.core.pack.model import REVIEWED, Upkeep
from kapea.core.pack.read.field_readers import iso_date
from kapea.core.pack.read.yaml_reader import Item, Reader

STATES = ("draft", REVIEWED)


def read_upkeep(reader: Reader, *, required: bool = False) -> Upkeep:
    """Sources, review, expiry of a document. Without `required` the checker finds what is missing (K18)."""
    day = iso_date(reader, "expires", required=required)
    kept = Upkeep(sources=reader.words("sources", required=required), expires=day)
    item = reader.get("review", required=required)
    return _reviewed(item, reader, kept) if item is not None else kept


def _reviewed(item: Item, outer: Reader, kept: Upkeep) -> Upkeep:
    reader = Reader(item, outer.findings, "a review")
    state = reader.one_of("state", STATES, "draft")
    by, on, reviewed = reader.text("by"), iso_date(reader, "on"), reader.words("for")
    reader.done()
    if state == REVIEWED and not (by and on and reviewed):
        mend = "write by: a name, on: a date, for: [protection, law, language]"
        outer.findings.add("P02", item.place, "reviewed, but not by whom, when and for what", mend)
    return Upkeep(kept.sources, state, by, on, reviewed, kept.expires)
