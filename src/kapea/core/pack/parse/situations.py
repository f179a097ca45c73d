"""Situations and blocks: the words of a pack. A situation never routes; it says what is said, to whom."""

from __future__ import annotations

from kapea.core.pack.model import Block, Line, Say, Situation, Upkeep, Voice
from kapea.core.pack.parse.called_types import Types, called_types
from kapea.core.pack.parse.step_acts import parts_that_tell, say_step
from kapea.core.pack.parse.texts import QUESTIONS as QUESTIONS
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, Reader

AUDIENCES = ("child", "caregiver", "peer", "community", "professional")
BANDS = ("9-11", "12-14", "15-17")
LEVELS = ("green", "yellow", "orange", "red")
GROUPS = ("pictures", "online", "home", "other")
"""What tiles are grouped by; the words over them are `group-pictures` and so on."""
MAX_STEPS = 3
MAX_STUCK = 2


class SituationParser:
    """Parses one situation file."""

    def __init__(
        self, item: Item, texts: Texts, blocks: dict[str, Block], types: Types, findings: Findings
    ) -> None:
        self.reader = Reader(item, findings, "a situation")
        self.types = types
        self.texts, self.blocks, self.findings = texts, blocks, findings
        self.id = self.reader.text("id", required=True)

    def parse(self) -> tuple[Situation, Upkeep]:
        reader = self.reader
        level = reader.one_of("level", LEVELS, "orange")
        picture = reader.text("picture", required=True)
        group = reader.one_of("group", GROUPS, "") if reader.text("group", "") else ""
        kept = read_upkeep(reader)
        reader.words("safeguards")
        reader.flag("last")  # read by the builder, which orders the tiles
        voices = {}
        for who, item in reader.pairs("for", required=True):
            if who not in AUDIENCES:
                self.findings.add("P03", item.place, f"no audience “{who}”", "one of " + ", ".join(AUDIENCES))
                continue
            voices[who] = self._voice(who, item, picture)
        reader.done()
        return Situation(self.id, level, picture, voices, group), kept

    def _voice(self, who: str, item: Item, picture: str) -> Voice:
        reader = Reader(item, self.findings, f"{self.id} for {who}")
        base = f"{self.id}.{who}"
        parts: dict[str, tuple[Line, ...]] = {}
        has = {f"asks.{q}" for q in self._known(reader, "asks", QUESTIONS)}
        has |= {f"band.{b}" for b in self._known(reader, "bands", BANDS)}
        title = self._say(reader, f"{base}.title", "title")
        self._line(reader, parts, base, "first", "first")
        self._line(reader, parts, base, "say", "do")
        self._steps(reader, parts, has, base)
        self._list(reader, parts, base, "after")
        self._never(reader, parts)
        self._evidence(reader, parts, has)
        if reader.flag("takedown"):
            has.add("takedown")
        call = called_types(reader, "call", self.types)
        reader.done()
        return Voice(title, picture, parts, tuple(sorted(has)), call)

    def _known(self, reader: Reader, key: str, allowed: tuple[str, ...]) -> list[str]:
        words = reader.words(key)
        for word in words:
            if word not in allowed:
                place = reader.map[key].place
                self.findings.add("P03", place, f"`{key}` knows no “{word}”", "one of " + ", ".join(allowed))
        return [w for w in words if w in allowed]

    def _say(self, reader: Reader, id: str, key: str) -> Say:
        item = reader.get(key)
        return self.texts.say(id, item) if item is not None else ()

    def _line(
        self, reader: Reader, parts: dict[str, tuple[Line, ...]], base: str, key: str, role: str
    ) -> None:
        if say := self._say(reader, f"{base}.{key}", key):
            parts[key] = (Line(say, role),)

    def _list(self, reader: Reader, parts: dict[str, tuple[Line, ...]], base: str, key: str) -> None:
        lines = []
        for n, item in enumerate(reader.items(key), 1):
            lines.append(Line(self.texts.say(f"{base}.{key}.{n}", item), "item"))
        if lines:
            parts[key] = tuple(lines)

    def _steps(self, reader: Reader, parts: dict[str, tuple[Line, ...]], has: set[str], base: str) -> None:
        for n, item in enumerate(reader.items("steps"), 1):
            step = Reader(item, self.findings, f"step {n}")
            place, picture = f"{base}.step.{n}", step.text("picture")
            has.add(f"step.{n}")
            if (do := step.get("do", required=True)) is not None:
                say = say_step(self.texts, f"{place}.do", step, do)
                parts[f"step.{n}"] = (Line(say, "do", picture, called_types(step, "call", self.types)),)
                has |= parts_that_tell(self.texts, say, str(n))
            if (why := step.get("why")) is not None:
                parts[f"why.{n}"] = (Line(self.texts.say(f"{place}.why", why), "say"),)
            for m, stuck in enumerate(step.items("stuck"), 1):
                self._stuck(stuck, parts, has, place, n, m)
            step.done()

    def _stuck(
        self, item: Item, parts: dict[str, tuple[Line, ...]], has: set[str], place: str, n: int, m: int
    ) -> None:
        reader = Reader(item, self.findings, "stuck")
        say, then = reader.get("say", required=True), reader.get("then", required=True)
        call, picture = called_types(reader, "call", self.types), reader.text("picture")
        reader.done()
        if say is None or then is None:
            return
        has.add(f"stuck.{n}.{m}")
        said = self.texts.say(f"{place}.stuck.{m}.say", say)
        self.texts.draw(said, picture)
        parts[f"stuck.{n}.{m}"] = (Line(said),)
        parts[f"then.{n}.{m}"] = (Line(self.texts.say(f"{place}.stuck.{m}.then", then), call=call),)

    def _never(self, reader: Reader, parts: dict[str, tuple[Line, ...]]) -> None:
        names = reader.words("never")
        block = self.blocks.get("A5")
        lines = []
        for name in names:
            if block is None or name not in block.lines:
                place = reader.map["never"].place
                self.findings.add("P06", place, f"block A5 has no line “{name}”", "add it to blocks/A5.yaml")
                continue
            lines.append(Line(block.lines[name], "item"))
        if lines:
            parts["never"] = tuple(lines)

    def _evidence(self, reader: Reader, parts: dict[str, tuple[Line, ...]], has: set[str]) -> None:
        name = reader.text("evidence")
        if name in ("", "none"):
            if name:
                has.add("evidence-none")
            return
        block = self.blocks.get(name)
        if block is None:
            place, mend = reader.map["evidence"].place, f"write blocks/{name}.yaml, or correct the id"
            self.findings.add("P06", place, f"no block “{name}”", mend)
            return
        has.add("evidence")
        parts["evidence"] = tuple(Line(say, "item") for key, say in block.lines.items() if key != "why")


def parse_block(item: Item, texts: Texts, findings: Findings) -> tuple[Block, Upkeep]:
    """One block file: a title and named lines in their order."""
    reader = Reader(item, findings, "a block")
    id = reader.text("id", required=True)
    title_item = reader.get("title", required=True)
    title = texts.say(f"{id}.title", title_item) if title_item is not None else ()
    lines = {name: texts.say(f"{id}.{name}", line) for name, line in reader.pairs("lines", required=True)}
    headings = {}
    for name, over in reader.pairs("headings"):
        if name not in lines:
            findings.add(
                "P06", over.place, f"no line “{name}” to stand below", "name the first line under it"
            )
        headings[name] = texts.say(f"{id}.heading.{name}", over)
    block = Block(id, title, reader.text("picture"), lines, headings)
    kept = read_upkeep(reader)
    reader.done()
    return block, kept
