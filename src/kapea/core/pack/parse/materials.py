"""Materials: what is put on paper. A file names parts from the top; how they are laid out is the printer's.

A material holds words and says whom to name. Numbers never stand in it: they come from the directory.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.conditions import pick
from kapea.core.pack.model import ALPHABET, Block, Material, Part, Upkeep
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import count, place_of
from kapea.core.pack.read.yaml_reader import Item, Reader

SIZES = ("A4", "A5", "A6", "A7")
"""An A7 stands eight times on a sheet of A4, with marks to cut along."""
PANELS = ("front", "inside", "back")
"""Of a sheet that is folded twice, print outward: what a stranger sees, what only the reader sees, behind."""
MARKS = ("dot", "box", "number", "frame")
"""`frame`: what is for the speaker only; its first line is its head."""
UNITS = "units"
"""A part with one line of each lesson, or each practice; on paper it is as one with the lines of a block."""
KINDS = ("head", "say", "list", "block", UNITS, "people", "address", "write", "sign", "strips")
UnitLines = Mapping[str, tuple[tuple[str, str], ...]]
"""Kind of what can be learnt to one text of each and its drawing, in the order of their numbers."""
NAMING = ("people", "strips")
"""Parts that name whom to call: all of them, or the first on strips to tear off."""
LARGE, FIRST = "large", "first"
"""Marks of people: the first number is read across a room; only the first is named, where words say one."""
MOST_MATERIALS = 99
MOST_PAGES = 4
MOST_LINES = 12
NOW, EVERY = "now", "every"


class MaterialParser:
    """Parses one material file."""

    def __init__(
        self, item: Item, texts: Texts, blocks: Mapping[str, Block], units: UnitLines, findings: Findings
    ) -> None:
        self.reader = Reader(item, findings, "a material")
        self.texts, self.blocks, self.units, self.findings = texts, blocks, units, findings
        self.id = self.reader.text("id", required=True)

    def parse(self) -> tuple[Material, Upkeep]:
        reader = self.reader
        fold, facts = reader.flag("fold"), self._facts()
        title = reader.get("title", required=True)
        material = Material(
            id=self.id,
            number=count(reader, "number", MOST_MATERIALS),
            size=reader.one_of("size", SIZES, "A4"),
            fold=fold,
            most_pages=count(reader, "pages", MOST_PAGES) if reader.has("pages") else 1,
            title=self.texts.one(f"{self.id}.title", title) if title is not None else "",
            picture=reader.text("picture"),
            parts=tuple(
                part
                for n, each in enumerate(reader.items("parts", required=True), 1)
                if (part := self._part(n, each, fold, facts)) is not None
            ),
        )
        kept = read_upkeep(reader)
        reader.done()
        return material, kept

    def _facts(self) -> str:
        """For whom the lines of blocks are picked: `for: caregiver 9-11`; nobody in particular without it."""
        when = self.texts.selector(self.reader.text("for"), place_of(self.reader, "for"))
        facts = [ALPHABET[0]] * len(self.texts.facts)
        for clause in when.only:
            facts[clause.at] = clause.codes[0]
        return "".join(facts)

    def _part(self, n: int, item: Item, fold: bool, facts: str) -> Part | None:
        reader = Reader(item, self.findings, f"part {n} of {self.id}")
        kinds = [kind for kind in KINDS if reader.has(kind)]
        if len(kinds) != 1:
            self.findings.add("P02", item.place, "a part is one thing", "one of " + ", ".join(KINDS))
            return None
        kind = kinds[0]
        part = Part(
            kind="block" if kind == UNITS else kind,
            texts=self._texts(kind, f"{self.id}.{n}", reader, facts),
            people=self._people(reader, kind) if kind in NAMING else (),
            picture=reader.text("picture"),
            panel=reader.one_of("panel", PANELS, "front") if fold else "",
            mark=self._mark(reader, kind),
            lines=count(reader, "lines", MOST_LINES, default=1) if kind == "write" else 0,
            pictures=tuple(picture for _, picture in self._of_units(reader)) if kind == UNITS else (),
        )
        reader.done()
        return part

    def _mark(self, reader: Reader, kind: str) -> str:
        if kind == "people":
            return next((mark for mark in (LARGE, FIRST) if reader.flag(mark)), "")
        return reader.one_of("mark", MARKS, "dot") if kind in ("list", "block", UNITS) else ""

    def _texts(self, kind: str, id: str, reader: Reader, facts: str) -> tuple[str, ...]:
        if kind in NAMING:
            return ()
        if kind == "block":
            return self._of_block(reader, facts)
        if kind == UNITS:
            return tuple(text for text, _ in self._of_units(reader))
        if kind in ("list", "sign"):
            each = enumerate(reader.items(kind), 1)
            return tuple(self.texts.one(f"{id}.{m}", item) for m, item in each)
        item = reader.get(kind)
        return (self.texts.one(id, item),) if item is not None else ()

    def _of_units(self, reader: Reader) -> tuple[tuple[str, str], ...]:
        return self.units.get(reader.one_of(UNITS, tuple(self.units), ""), ())

    def _of_block(self, reader: Reader, facts: str) -> tuple[str, ...]:
        name, only = reader.text("block"), reader.words("lines")
        block = self.blocks.get(name)
        wrong = [line for line in only if block is not None and line not in block.lines]
        if block is None or wrong:
            says = f"block {name} has no line “{wrong[0]}”" if wrong else f"no block “{name}”"
            self.findings.add("P06", reader.item.place, says, f"write it in blocks/{name}.yaml")
            return ()
        chosen = (block.lines[line] for line in only or block.lines)
        return tuple(text for say in chosen if (text := pick(say, facts, frozenset())) is not None)

    def _people(self, reader: Reader, kind: str) -> tuple[str, ...]:
        words = reader.words(kind, required=True)
        if not words:
            self.findings.add("P02", reader.item.place, f"`{kind}` names nobody", "now, every, or [HELPLINE]")
        return words


Read = tuple[Material, Upkeep, Item]


def read_materials(
    items: Mapping[str, Item],
    texts: Texts,
    blocks: Mapping[str, Block],
    types: Mapping[str, str],
    units: UnitLines,
    findings: Findings,
) -> dict[str, Read]:
    """File name to its material, upkeep and place. Problems: a number twice, a kind of service unknown."""
    out: dict[str, Read] = {}
    numbers: dict[int, str] = {}
    for name, item in items.items():
        material, kept = MaterialParser(item, texts, blocks, units, findings).parse()
        out[name] = (material, kept, item)
        other = numbers.setdefault(material.number, material.id)
        if other != material.id:
            findings.add("P07", item.place, f"number {material.number} is that of {other}", "choose another")
        for kind in _unknown(material, types):
            mend = "name one of contacts.yaml, `now` or `every`"
            findings.add("P06", item.place, f"`people`: no kind of service “{kind}”", mend)
    return out


def _unknown(material: Material, types: Mapping[str, str]) -> tuple[str, ...]:
    named = (kind for part in material.parts for kind in part.people)
    return tuple(kind for kind in named if kind not in types and kind not in (NOW, EVERY))
