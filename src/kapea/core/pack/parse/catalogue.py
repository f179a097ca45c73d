"""What a pack is expected to speak of, to whom, and what it must ask them: the situations of the research.

A situation that is written for more people is good; one that drops somebody is a hole. One that is made less
urgent, or asks less, would leave a danger unnoticed: the check refuses it (K22).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kapea.core.pack.layers import Layers
from kapea.core.pack.model import Demand
from kapea.core.pack.parse.situations import AUDIENCES, BANDS, LEVELS
from kapea.core.pack.parse.texts import QUESTIONS
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import each_in
from kapea.core.pack.read.yaml_reader import Item, Reader

PATH = "catalogue.yaml"


@dataclass(frozen=True, slots=True)
class Expected:
    """One situation: its title as programme officers know it, who must be spoken to, what it may not fall
    short of.
    """

    id: str
    title: str
    audiences: tuple[str, ...]
    demand: Demand


@dataclass(frozen=True, slots=True)
class Expectation:
    """Every situation by id, and the ages that must be covered when each audience is spoken to."""

    situations: Mapping[str, Expected]
    bands: Mapping[str, tuple[str, ...]]


def parse_expected(item: Item, findings: Findings) -> Expectation:
    """Reads `catalogue.yaml`. Problems: P02 for what is missing, P03 for an audience, an age, a level or a
    question that is none.
    """
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
    level = reader.one_of("level", LEVELS, LEVELS[0])
    asked = Reader(reader.get("asks", required=True) or Item({}, item.place), findings, f"asks of {id}")
    asks = {who: each_in(asked, who, QUESTIONS, required=who in audiences) for who in AUDIENCES}
    asked.done()
    reader.done()
    demand = Demand(level, {who: each for who, each in asks.items() if each})
    return Expected(id, title, audiences, demand)


def read_demands(layers: Layers, findings: Findings) -> dict[str, Demand]:
    """What each situation must ask and how urgent it is at least, by id: whatever a nearer pack says, no less
    than what the packs beneath it say.
    """
    item = layers.read(PATH, findings)
    if item is None:
        return {}
    demands = {id: each.demand for id, each in parse_expected(item, findings).situations.items()}
    for each in layers.each(PATH, Findings()):
        for id, level in _levels(each):
            if id in demands and LEVELS.index(level) > LEVELS.index(demands[id].level):
                demands[id] = Demand(level, demands[id].asks)
    return demands


def _levels(item: Item) -> list[tuple[str, str]]:
    """The level that one file gives each situation."""
    reader = Reader(item, Findings(), "")
    said = ((id, Reader(inner, Findings(), "").text("level")) for id, inner in reader.pairs("situations"))
    return [(id, level) for id, level in said if level in LEVELS]
