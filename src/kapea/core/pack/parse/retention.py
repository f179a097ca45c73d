"""Reads `retention.yaml`: for each kind of record the days for which it is kept."""

from __future__ import annotations

from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader
from kapea.core.pack.retention_model import LONGEST_DAYS, RETAINED, Retention

FILE = "retention.yaml"


def read_retention(layers: Layers, places: dict[str, Place], findings: Findings) -> dict[str, Retention]:
    """By kind, and in `places` where each stands (`retention.case`); none where there is no file."""
    root = layers.read(FILE, findings)
    if root is None:
        return {}
    reader = Reader(root, findings, FILE)
    given = dict(reader.pairs("kinds", required=True))
    reader.done()
    for kind in given.keys() - set(RETAINED):
        findings.add("P02", given[kind].place, f"no record is a “{kind}”", f"one of {', '.join(RETAINED)}")
    for kind in (kind for kind in RETAINED if kind not in given):
        findings.add("P02", root.place, f"{kind} has no number of days", f"write `{kind}:` under `kinds:`")
    out = {kind: _kept(kind, given[kind], findings) for kind in RETAINED if kind in given}
    places.update({f"retention.{kind}": given[kind].place for kind in out})
    return out


def _kept(kind: str, item: Item, findings: Findings) -> Retention:
    reader = Reader(item, findings, f"what is kept of a {kind}")
    days = _days(reader.get("days", required=True), findings)
    upkeep = read_upkeep(reader, required=True)
    reader.done()
    return Retention(kind, days, upkeep)


def _days(item: Item | None, findings: Findings) -> int:
    if item is None:
        return 1
    whole = item.value.isdecimal() if isinstance(item.value, str) else isinstance(item.value, int)
    if whole and 1 <= int(item.value) <= LONGEST_DAYS:
        return int(item.value)
    findings.add("P02", item.place, "days are a whole number", f"write 1 to {LONGEST_DAYS}")
    return 1
