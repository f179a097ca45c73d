"""What a pack is expected to speak of, and to whom: the situations of the research, whatever is written.

A situation that is written for more people is good; one that drops somebody is a hole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.pack.parse.situations import AUDIENCES, BANDS
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import each_in
from kapea.core.pack.read.yaml_reader import Item, Reader


@dataclass(frozen=True, slots=True)
class Expected:
    """One situation: its title as programme officers know it, and who must be spoken to."""

    id: str
    title: str
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """Every situation by id, and the ages that must be covered when each audience is spoken to."""

    situations: Mapping[str, Expected]
    bands: Mapping[str, tuple[str, ...]]


def parse_expected(item: Item, findings: Findings) -> Expectation:
    """Reads `catalogue.yaml`. Problems: P02 for what is missing, P03 for an audience or age that is none."""
    reader = Reader(item, findings, "the catalogue of situations")
    ages = Reader(reader.get("ages", required=True) or Item({}, item.place), findings, "ages")
    bands = {who: each_in(ages, who, BANDS, required=True) for who in AUDIENCES}
    ages.done()
    situations = {
        id: _expected(id, inner, findings) for id, inner in reader.pairs("situations", required=True)
    }
    reader.done()
    return Expectation(situations, bands)


def _expected(id: str, item: Item, findings: Findings) -> Expected:
    reader = Reader(item, findings, f"situation {id}")
    title = reader.text("title", required=True)
    audiences = each_in(reader, "for", AUDIENCES, required=True)
    if reader.has("for") and not audiences:
        findings.add("P02", reader.map["for"].place, "it concerns nobody", "list one audience or more")
    reader.done()
    return Expected(id, title, audiences)
