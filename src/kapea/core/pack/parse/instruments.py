"""Reads `studies/`: what a study asks, shows and says, one file an instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from kapea.core.pack.instrument_model import (
    AGES,
    ANYBODY,
    CARDS_KIND,
    CHILDREN,
    GUIDE,
    HELD,
    INSTRUMENT_KINDS,
    LOW,
    PROBES,
    PURPOSES,
    RISKS,
    SHEET,
    SPOKEN_WITH,
    STORY_SENTENCES,
    TOOLS,
    WORDS_KIND,
    Instrument,
    StudyCard,
    StudyQuestion,
)
from kapea.core.pack.model import Upkeep
from kapea.core.pack.parse.instrument_lines import NEEDED_LINES
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import count, each_in, place_of
from kapea.core.pack.read.yaml_reader import Item, Reader

MOST_MEETING_MINUTES = 90
Piece = TypeVar("Piece", StudyQuestion, StudyCard)
ORIGINAL = "original"
"""A question that was written for Kapea, after no other."""


class InstrumentParser:
    """Parses one instrument."""

    def __init__(self, item: Item, texts: Texts, findings: Findings) -> None:
        self.reader = Reader(item, findings, "an instrument")
        self.texts, self.findings = texts, findings
        self.id = self.reader.text("id", required=True)

    def parse(self) -> tuple[Instrument, Upkeep]:
        reader = self.reader
        kind = _of_list(reader, "kind", INSTRUMENT_KINDS)
        is_guide = kind == GUIDE
        audience = _of_list(reader, "for", SPOKEN_WITH) if is_guide else ANYBODY
        made = Instrument(
            id=self.id,
            kind=kind,
            audience=audience,
            title=self._text(reader, self.id, "title"),
            held=_of_list(reader, "held", HELD) if is_guide else "",
            bands=each_in(reader, "bands", AGES, required=True) if audience == CHILDREN else (),
            minutes=count(reader, "minutes", MOST_MEETING_MINUTES) if is_guide else 0,
            protection_reviewer=self._reviewer(),
            story=self._story() if is_guide else (),
            questions=self._questions() if is_guide else (),
            cards=self._cards() if kind == CARDS_KIND else (),
            left_out=reader.words("left-out", required=True) if kind == CARDS_KIND else (),
            lines=self._lines(kind) if kind in (WORDS_KIND, SHEET) else {},
        )
        kept = read_upkeep(reader)
        reader.done()
        return made, kept

    def _reviewer(self) -> str:
        """The line must stand there, so that nobody forgets it; `null` says that nobody has read it yet."""
        self.reader.get("protection-reviewer", required=True)
        return self.reader.text("protection-reviewer")

    # --- guides -------------------------------------------------------------------------------

    def _story(self) -> tuple[str, ...]:
        each = self.reader.items("story")
        if each and len(each) != STORY_SENTENCES:
            says = f"the story has {len(each)} sentences"
            mend = f"{STORY_SENTENCES}: a child like you, what happens, and in the last one all is well"
            self.findings.add("P03", place_of(self.reader, "story"), says, mend)
        return tuple(self.texts.one(f"{self.id}.story.{n}", item) for n, item in enumerate(each, 1))

    def _questions(self) -> tuple[StudyQuestion, ...]:
        return self._each("questions", self._question)

    def _question(self, item: Item, taken: set[str]) -> StudyQuestion:
        reader = Reader(item, self.findings, "a question of a study")
        id = self._own_id(reader, taken)
        made = StudyQuestion(
            id=id,
            text=self._text(reader, f"{self.id}.ask", "ask", named=id),
            purpose=_of_list(reader, "purpose", PURPOSES),
            written=reader.text("source", required=True),
            risk=_of_list(reader, "risk", RISKS, LOW),
            own_harm=self._own_harm(reader),
            uses=reader.one_of("uses", ("", *TOOLS), ""),
            probes=each_in(reader, "probes", PROBES),
        )
        reader.done()
        return made

    def _own_harm(self, reader: Reader) -> bool | None:
        item = reader.get("own-harm", required=True)
        said = {"no": False, "yes": True}.get(str(item.value)) if item is not None else None
        if item is not None and said is None:
            self.findings.add("P03", item.place, f"`own-harm: {item.value}`", "write yes or no")
        return said

    # --- cards --------------------------------------------------------------------------------

    def _cards(self) -> tuple[StudyCard, ...]:
        return self._each("cards", self._card)

    def _card(self, item: Item, taken: set[str]) -> StudyCard:
        reader = Reader(item, self.findings, "a card")
        id = self._own_id(reader, taken)
        made = StudyCard(
            id=id,
            sign=reader.text("sign", required=True),
            start=self._text(reader, f"{self.id}.start", "start", named=id),
            caution=self._text(reader, f"{self.id}.caution", "caution", named=id, required=False),
            watched=reader.flag("watched"),
        )
        reader.done()
        return made

    # --- words --------------------------------------------------------------------------------

    def _lines(self, kind: str) -> dict[str, dict[str, str]]:
        needed = NEEDED_LINES[kind]
        sections = Reader(self._mapping("lines"), self.findings, f"the lines of {self.id}")
        out = {}
        for section, names in needed.items():
            item = sections.get(section, required=True)
            out[section] = self._section(section, names, item) if item is not None else {}
        sections.done()
        return out

    def _section(self, section: str, names: tuple[str, ...], item: Item) -> dict[str, str]:
        reader = Reader(item, self.findings, f"`{section}`")
        made = {name: self._text(reader, f"{self.id}.{section}", name) for name in names}
        reader.done()
        return made

    # --- pieces ------------------------------------------------------------------------------

    def _mapping(self, key: str) -> Item:
        item = self.reader.get(key, required=True)
        return item if item is not None else Item({}, self.reader.item.place)

    def _each(self, key: str, read: Callable[[Item, set[str]], Piece]) -> tuple[Piece, ...]:
        taken: set[str] = set()
        return tuple(read(item, taken) for item in self.reader.items(key, required=True))

    def _own_id(self, reader: Reader, taken: set[str]) -> str:
        id = reader.text("id", required=True)
        if id in taken:
            says, mend = (
                f"two of {self.id} are called “{id}”",
                "choose another id: what was answered is kept by it",
            )
            self.findings.add("P07", place_of(reader, "id"), says, mend)
        taken.add(id)
        return id

    def _text(self, reader: Reader, of: str, key: str, *, named: str = "", required: bool = True) -> str:
        item = reader.get(key, required=required)
        return self.texts.one(f"{of}.{named or key}", item) if item is not None else ""


def _of_list(reader: Reader, key: str, allowed: tuple[str, ...], default: str = "") -> str:
    """A word of a closed list, required."""
    reader.get(key, required=True)
    return reader.one_of(key, allowed, default or allowed[0])


def read_instruments(
    items: Mapping[str, Item], texts: Texts, findings: Findings
) -> dict[str, tuple[Instrument, Upkeep, Item]]:
    """File name to its instrument, upkeep and place."""
    return {name: (*InstrumentParser(item, texts, findings).parse(), item) for name, item in items.items()}
