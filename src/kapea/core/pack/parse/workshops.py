"""Reads `workshops/`: plans of what a facilitator does with a group, part by part from the beginning.

How a group begins safely, what to do if somebody tells something, and if somebody is upset stands in blocks,
written once for all plans. Numbers never stand in a plan: they come from the directory.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kapea.core.pack.conditions import pick
from kapea.core.pack.measure_model import ASKED_WHEN
from kapea.core.pack.model import ALPHABET, Block, Upkeep
from kapea.core.pack.parse.called_types import Types, called_types
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import count, each_in, place_of
from kapea.core.pack.read.yaml_reader import Item, Reader
from kapea.core.pack.workshop_model import (
    ASKED_IN_ROOMS,
    BREAK,
    MEASURE,
    PART_KINDS,
    PLAN_FOR,
    PRACTICE,
    ROLES,
    RoomQuestion,
    WorkshopPart,
    WorkshopPlan,
)

START_LINES = ("rules", "pass", "no-stories", "limits", "who-listens")
"""Lines that the block of a safe beginning has: the rules of the room, that anybody may pass, that no real
story is told today, that nobody promises silence, and who listens afterwards.
"""
TOLD_LINES = ("pause", "thank", "no-promise", "no-questions", "call", "danger", "one-of-us")
DISTRESS_LINES = ("notice", "go-out", "breathe", "dying", "not-alone")
WITH_PRESSURE = ("skill", PRACTICE)
"""Kinds of parts in which the facilitator speaks a line of somebody made up."""
DONE = (PRACTICE, MEASURE, "help-map")
"""Kinds of parts that say what people do."""
READ = ("story", "skill", *DONE)
"""Kinds of parts where something is often read: they say what whoever reads nothing does."""
MOST_PLANS = 99
MOST_MINUTES = 180
MOST_PEOPLE = 100
MOST_FACILITATORS = 9


@dataclass(frozen=True, slots=True)
class PlanNeeds:
    """What plans point at: blocks, kinds of services, and materials, journeys and measures by id."""

    blocks: Mapping[str, Block]
    types: Types
    materials: Collection[str]
    journeys: Collection[str]
    measures: Collection[str]


class WorkshopParser:
    """Parses one plan."""

    def __init__(self, item: Item, texts: Texts, needs: PlanNeeds, findings: Findings) -> None:
        self.reader = Reader(item, findings, "a workshop plan")
        self.texts, self.needs, self.findings = texts, needs, findings
        self.id = self.reader.text("id", required=True)

    def parse(self) -> tuple[WorkshopPlan, Upkeep]:
        reader = self.reader
        audience = _one_of(reader, "for", tuple(PLAN_FOR))
        least, most = self._group()
        told = Reader(self._required("if-told"), self.findings, "what to do if somebody tells")
        facts = self._facts(audience)
        plan = WorkshopPlan(
            id=self.id,
            number=count(reader, "number", MOST_PLANS),
            audience=audience,
            minutes=count(reader, "minutes", MOST_MINUTES),
            least_people=least,
            most_people=most,
            facilitators=count(reader, "facilitators", MOST_FACILITATORS),
            title=self._text(reader, self.id, "title"),
            able=self._text(reader, self.id, "able"),
            led_by=self._text(reader, self.id, "led-by"),
            seating=self._text(reader, self.id, "seating"),
            picture=reader.text("picture"),
            calls=self._calls(),
            prints=self._prints(),
            brings=self._list(reader, self.id, "bring"),
            start=self._lines(reader, "start", START_LINES, facts),
            if_told=self._lines(told, "block", TOLD_LINES, facts),
            guide=self._journey(told, "journey", required=True),
            distress=self._lines(reader, "distress", DISTRESS_LINES, facts),
            parts=tuple(self._part(n, i) for n, i in enumerate(reader.items("parts", required=True), 1)),
            after=self._list(reader, self.id, "after", required=True),
        )
        told.done()
        kept = read_upkeep(reader)
        reader.done()
        return plan, kept

    def _required(self, key: str) -> Item:
        item = self.reader.get(key, required=True)
        return item if item is not None else Item({}, self.reader.item.place)

    def _group(self) -> tuple[int, int]:
        reader = Reader(self._required("group"), self.findings, "a group")
        least, most = count(reader, "least", MOST_PEOPLE), count(reader, "most", MOST_PEOPLE)
        if least > most:
            says = f"a group of at least {least} and at most {most}"
            self.findings.add("P03", reader.item.place, says, "write the smaller number as `least`")
        reader.done()
        return least, most

    def _facts(self, audience: str) -> str:
        """For whom the lines of blocks are picked: whoever sits in the room."""
        facts = [ALPHABET[0]] * len(self.texts.facts)
        for clause in self.texts.selector(PLAN_FOR[audience], place_of(self.reader, "for")).only:
            facts[clause.at] = clause.codes[0]
        return "".join(facts)

    # --- parts ---------------------------------------------------------------------------------

    def _part(self, n: int, item: Item) -> WorkshopPart:
        reader = Reader(item, self.findings, f"part {n} of {self.id}")
        id = f"{self.id}.{n}"
        kind = _one_of(reader, "kind", PART_KINDS)
        measures = kind == MEASURE
        part = WorkshopPart(
            kind=kind,
            minutes=count(reader, "minutes", MOST_MINUTES),
            say=self._list(reader, id, "say", required=kind != BREAK),
            ask=self._questions(reader, id) if not measures else (),
            pressure=self._list(reader, id, "pressure") if kind in WITH_PRESSURE else (),
            do=self._text(reader, id, "do", required=kind in DONE),
            without_reading=self._text(reader, id, "without-reading", required=kind in READ),
            roles=each_in(reader, "roles", ROLES, required=True) if kind == PRACTICE else (),
            pictures=reader.words("pictures"),
            uses=self._journey(reader, "uses"),
            when=_one_of(reader, "when", ASKED_WHEN) if measures else "",
            measures=self._measures(reader) if measures else (),
        )
        reader.done()
        return part

    def _questions(self, reader: Reader, part: str) -> tuple[RoomQuestion, ...]:
        return tuple(self._question(part, m, each) for m, each in enumerate(reader.items("ask"), 1))

    def _question(self, part: str, m: int, item: Item) -> RoomQuestion:
        reader = Reader(item, self.findings, "a question to a group")
        about = _one_of(reader, "about", ASKED_IN_ROOMS)
        said = reader.get("say", required=True)
        id = f"{part}.ask.{m}"
        reader.done()
        return RoomQuestion(about, self.texts.one(id, said) if said is not None else id)

    # --- texts, and what a plan points at ----------------------------------------------------------

    def _text(self, reader: Reader, of: str, key: str, *, required: bool = True) -> str:
        item = reader.get(key, required=required)
        return self.texts.one(f"{of}.{key}", item) if item is not None else ""

    def _list(self, reader: Reader, of: str, key: str, *, required: bool = False) -> tuple[str, ...]:
        each = enumerate(reader.items(key, required=required), 1)
        return tuple(self.texts.one(f"{of}.{key}.{m}", item) for m, item in each)

    def _lines(self, reader: Reader, key: str, needed: tuple[str, ...], facts: str) -> tuple[str, ...]:
        """The lines of a block, as they are said to those in the room; P06 where a needed one is not said."""
        name = reader.text(key, required=True)
        lines = self.needs.blocks[name].lines if name in self.needs.blocks else {}
        picked = {line: pick(say, facts, frozenset()) for line, say in lines.items()}
        if name and (lacking := [line for line in needed if picked.get(line) is None]):
            says = f"`{key}`: the block {name} does not say `{lacking[0]}` to those in the room"
            self.findings.add("P06", place_of(reader, key), says, f"write it in blocks/{name}.yaml")
        return tuple(text for text in picked.values() if text is not None)

    def _calls(self) -> tuple[str, ...]:
        self.reader.get("call", required=True)
        return called_types(self.reader, "call", self.needs.types)

    def _measures(self, reader: Reader) -> tuple[str, ...]:
        return each_in(reader, "measures", self.needs.measures, code="P06", required=True)

    def _prints(self) -> tuple[str, ...]:
        ids = self.reader.words("print")
        for id in (id for id in ids if id not in self.needs.materials):
            place, mend = place_of(self.reader, "print"), "the id of a file in materials/"
            self.findings.add("P06", place, f"`print`: no material is “{id}”", mend)
        return ids

    def _journey(self, reader: Reader, key: str, *, required: bool = False) -> str:
        name = reader.text(key, required=required)
        if name and name not in self.needs.journeys:
            mend = "the name of a file in journeys/"
            self.findings.add("P06", place_of(reader, key), f"`{key}`: no journey is “{name}”", mend)
        return name


def _one_of(reader: Reader, key: str, allowed: tuple[str, ...]) -> str:
    """A word of a closed list, required."""
    reader.get(key, required=True)
    return reader.one_of(key, allowed, allowed[0])


def read_workshops(
    items: Mapping[str, Item], texts: Texts, needs: PlanNeeds, findings: Findings
) -> dict[str, tuple[WorkshopPlan, Upkeep, Item]]:
    """File name to its plan, upkeep and place; no two have the same number."""
    out: dict[str, tuple[WorkshopPlan, Upkeep, Item]] = {}
    numbers: dict[int, str] = {}
    for name, item in items.items():
        plan, kept = WorkshopParser(item, texts, needs, findings).parse()
        out[name] = (plan, kept, item)
        if (other := numbers.setdefault(plan.number, plan.id)) != plan.id:
            findings.add("P07", item.place, f"number {plan.number} is that of {other}", "choose another")
    return out
