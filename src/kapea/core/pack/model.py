"""A built pack: the immutable values that dialogue, directory and doors read. Nothing here reads files or
clocks. What is walked is in `walk_model`, what is said and known in `record_model`; all may be had from here.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kapea.core.directory.model import Directory
from kapea.core.pack.clock_model import ClockRow
from kapea.core.pack.duty_model import DutyToReport
from kapea.core.pack.hearing_model import HearingModel, HearingWanted
from kapea.core.pack.instrument_model import Instrument, StudyCard, StudyQuestion
from kapea.core.pack.measure_model import Measure
from kapea.core.pack.record_model import (
    PHRASES_OF,
    REVIEWED,
    Block,
    Demand,
    FlagWords,
    Law,
    Lint,
    Mark,
    Material,
    Part,
    Phrase,
    Phrasebook,
    Recorded,
    Setting,
    Situation,
    Upkeep,
    Voice,
)
from kapea.core.pack.retention_model import Retention
from kapea.core.pack.text_forms import ELSE
from kapea.core.pack.walk_model import (
    ALPHABET,
    ALWAYS,
    REACTIONS,
    UNIT_KINDS,
    Choice,
    Clause,
    Contacts,
    DeclaredEffect,
    Fact,
    Journey,
    LearningUnit,
    Line,
    Node,
    Say,
    Screen,
    Show,
    Variant,
    When,
    units_in_order,
)
from kapea.core.pack.workshop_model import RoomQuestion, WorkshopPart, WorkshopPlan

__all__ = [
    "ALPHABET",
    "ALWAYS",
    "MAX_ID",
    "MAX_PACK_ID",
    "PHRASES_OF",
    "REACTIONS",
    "RELEASE_FORMAT",
    "REVIEWED",
    "UNIT_KINDS",
    "Block",
    "Choice",
    "Clause",
    "Contacts",
    "DeclaredEffect",
    "Demand",
    "DutyToReport",
    "Fact",
    "FlagWords",
    "Instrument",
    "Journey",
    "Law",
    "LearningUnit",
    "Line",
    "Lint",
    "Mark",
    "Material",
    "Measure",
    "Node",
    "Part",
    "Phrase",
    "Phrasebook",
    "Recorded",
    "Release",
    "RoomQuestion",
    "Say",
    "Screen",
    "Setting",
    "Show",
    "Situation",
    "StudyCard",
    "StudyQuestion",
    "Upkeep",
    "Variant",
    "Voice",
    "When",
    "WorkshopPart",
    "WorkshopPlan",
    "decode_release",
    "encode_release",
    "short_hash",
    "units_in_order",
]

RELEASE_FORMAT = 4
MAX_ID = 64
"""Characters of what names something and may be counted: ids, values of facts, languages."""
MAX_PACK_ID = 40
"""Characters of a pack's id, and of its version."""


class Release(msgspec.Struct, frozen=True):
    """One built pack. `hash` is over everything else, so two equal packs have one name."""

    format: int
    id: str
    name: str
    version: str
    country: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    leave_to: str
    live: bool
    facts: tuple[Fact, ...]
    journeys: Mapping[str, Journey]
    nodes: tuple[Node, ...]
    situations: Mapping[str, Situation]
    blocks: Mapping[str, Block]
    texts: Mapping[str, Mapping[str, str]]
    pictures: Mapping[str, str]
    directory: Directory
    law: Mapping[str, Law]
    marks: Mapping[str, Mark]
    upkeep: Mapping[str, Upkeep]
    lint: Mapping[str, Lint]
    known_sources: Mapping[str, str]
    flags: Mapping[str, FlagWords] = {}
    menus: Mapping[str, Setting] = {}
    tiles: Mapping[str, tuple[str, ...]] = {}
    """Who is there, to the situations that speak to them, in the order of their tiles."""
    materials: Mapping[str, Material] = {}
    media: Mapping[str, Mapping[str, Recorded]] = {}
    """Language to text id to its recording; only those that say what the text says."""
    phrasebooks: Mapping[str, Phrasebook] = {}
    """By id, `phrases-vi`: what somebody needs who reads none of `languages`."""
    demands: Mapping[str, Demand] = {}
    """What the catalogue asks of each situation, by id."""
    signs: Mapping[str, str] = {}
    """Text id to the drawing beside it; an answer that is no tile shows it."""
    hearing: HearingModel | None = None
    """The numbers by which typed words are understood; None: only the lists of words are heard."""
    hearing_wanted: HearingWanted = HearingWanted()
    """How well those numbers must hear."""
    duties: Mapping[str, DutyToReport] = {}
    """By id, what staff are told of a duty to report."""
    staff_texts: Mapping[str, Mapping[str, str]] = {}
    """Language to text id to words that only staff read: none is in `texts`, and no door reads them."""
    retention: Mapping[str, Retention] = {}
    """By kind, for how long a record is kept."""
    clocks: Mapping[str, ClockRow] = {}
    """By id, `assessment.red`: until when each thing of a case is due."""
    workshops: Mapping[str, WorkshopPlan] = {}
    """By id, what a facilitator does with a group."""
    measures: Mapping[str, Measure] = {}
    """By id, what workshops ask before and after."""
    instruments: Mapping[str, Instrument] = {}
    """By id, what a study asks, shows and says."""
    hash: str = ""

    @property
    def short_hash(self) -> str:
        return short_hash(self.hash)

    @property
    def units(self) -> dict[str, LearningUnit]:
        """What can be learnt, by journey, in order."""
        return units_in_order({id: j.unit for id, j in self.journeys.items() if j.unit is not None})

    def has_text(self, text: str, language: str) -> bool:
        return text in self.texts.get(language, {})

    def text(self, text: str, language: str, form: str = "") -> str:
        """The words of a text: asked form, else full; asked language, else the default, else English."""
        for lang in (language, self.default_language, "en"):
            words = self.texts.get(lang, {})
            for name in (form, ELSE.get(form)) if form else ():
                if (said := words.get(f"{text}~{name}")) is not None:
                    return said
            if text in words:
                return words[text]
        return ""

    def staff_text(self, text: str, language: str) -> str:
        """The words of a text that only staff read, in that language or in English; empty without it."""
        return next((self.staff_texts[s][text] for s in (language, "en") if self.has_staff_text(text, s)), "")

    def has_staff_text(self, text: str, language: str) -> bool:
        return text in self.staff_texts.get(language, {})

    def recorded(self, text: str, language: str) -> Recorded | None:
        """The recording of the words that `text` gives there; None where they were not recorded."""
        for lang in (language, self.default_language, "en"):
            if self.has_text(text, lang):
                return self.media.get(lang, {}).get(text)
        return None


def short_hash(hash: str) -> str:
    """The beginning of a hash, by which people and conversations name a release."""
    return hash[:12]


def encode_release(release: Release) -> bytes:
    return msgspec.msgpack.encode(release)


def decode_release(data: bytes) -> Release:
    """Reads a built release back; raises msgspec.ValidationError when it is not one of this format."""
    return msgspec.msgpack.decode(data, type=Release)
