"""Reads `measures.yaml`: items that workshops ask before and after, and what the three cards mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kapea.core.pack.layers import Layers
from kapea.core.pack.measure_model import CARDS, MEASURED, Measure
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import each_in, place_of
from kapea.core.pack.read.yaml_reader import Item, Reader
from kapea.core.pack.record_model import Upkeep

FILE = "measures.yaml"
Answers = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReadMeasures:
    """The items by id, and the upkeep of the file; none where there is no file."""

    by_id: Mapping[str, Measure] = field(default_factory=dict)
    upkeep: Upkeep = field(default_factory=Upkeep)
    root: Item | None = None


def read_measures(layers: Layers, texts: Texts, findings: Findings) -> ReadMeasures:
    """Every item, with its texts: `measure.<id>.ask`, and for the cards `answer.<name>.<card>`."""
    root = layers.read(FILE, findings)
    if root is None:
        return ReadMeasures()
    reader = Reader(root, findings, FILE)
    named = reader.pairs("answers", required=True)
    answers = {name: _answers(name, item, texts, findings) for name, item in named}
    given = list(reader.pairs("measures", required=True))
    kept = read_upkeep(reader)
    reader.done()
    return ReadMeasures({id: _measure(id, item, answers, texts, findings) for id, item in given}, kept, root)


def _answers(name: str, item: Item, texts: Texts, findings: Findings) -> Answers:
    reader = Reader(item, findings, f"the answers {name}")
    smile, straight, question = (_text(reader, f"answer.{name}", card, texts) for card in CARDS)
    reader.done()
    return smile, straight, question


def _measure(id: str, item: Item, known: Mapping[str, Answers], texts: Texts, findings: Findings) -> Measure:
    reader = Reader(item, findings, f"the measure {id}")
    reader.get("about", required=True)
    name = reader.text("answers", required=True)
    if name and name not in known:
        says = f"`answers`: none are called “{name}”"
        findings.add("P06", place_of(reader, "answers"), says, f"one of {', '.join(known)}")
    out = Measure(
        id=id,
        about=reader.one_of("about", MEASURED, MEASURED[0]),
        ask=_text(reader, f"measure.{id}", "ask", texts),
        answers=known.get(name, ("", "", "")),
        better=each_in(reader, "better", CARDS, required=True),
    )
    reader.done()
    return out


def _text(reader: Reader, of: str, key: str, texts: Texts) -> str:
    item = reader.get(key, required=True)
    return texts.one(f"{of}.{key}", item) if item is not None else ""
