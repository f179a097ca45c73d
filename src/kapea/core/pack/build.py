"""From the files of a pack to one immutable, hashed Release, or to every reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kapea.core.directory.model import Directory, Service
from kapea.core.directory.needs import country_parts
from kapea.core.pack import assets
from kapea.core.pack.layers import Files, Layers
from kapea.core.pack.model import (
    RELEASE_FORMAT,
    Block,
    FlagWords,
    Instrument,
    Journey,
    Law,
    LearningUnit,
    Lint,
    Mark,
    Material,
    Node,
    Phrasebook,
    Release,
    Situation,
    Upkeep,
    WorkshopPlan,
)
from kapea.core.pack.parse import duty_to_report, learning_units, recording_index, retention, walkthroughs
from kapea.core.pack.parse.called_types import named_types
from kapea.core.pack.parse.catalogue import read_demands
from kapea.core.pack.parse.clocks import read_clocks
from kapea.core.pack.parse.directory_parser import parse_directory
from kapea.core.pack.parse.facts import facts_of_journeys
from kapea.core.pack.parse.file_names import name_unread
from kapea.core.pack.parse.hearing_numbers import read_hearing, read_wanted
from kapea.core.pack.parse.instruments import read_instruments
from kapea.core.pack.parse.journeys import Around, JourneyParser
from kapea.core.pack.parse.materials import read_materials
from kapea.core.pack.parse.measures import read_measures
from kapea.core.pack.parse.pack_toml import Meta, parse_meta
from kapea.core.pack.parse.phrasebooks import read_phrasebooks
from kapea.core.pack.parse.situations import SituationParser, parse_block
from kapea.core.pack.parse.small_words import read_small_words
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.tile_order import tiles, tiles_in_order
from kapea.core.pack.parse.word_lists import list_place, parse_flags, parse_lint
from kapea.core.pack.parse.workshops import PlanNeeds, read_workshops
from kapea.core.pack.problem import Findings, Place, Problem
from kapea.core.pack.read.field_readers import an_id
from kapea.core.pack.read.node_index import node_index
from kapea.core.pack.read.yaml_reader import Item
from kapea.core.pack.stored import with_hash

List = TypeVar("List", Lint, FlagWords)
Document = TypeVar("Document", Material, WorkshopPlan, Instrument)


@dataclass(slots=True)
class Built:
    """What a build found: the release when it could be made, and where everything stands."""

    release: Release | None
    problems: list[Problem]
    places: dict[str, Place] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    begun: bool = False

    @property
    def ok(self) -> bool:
        return self.release is not None and not any(p.severity == "error" for p in self.problems)


def build(files: Files, pack: str, breakers: Mapping[str, assets.Breaker] | None = None) -> Built:
    """Builds the pack named `pack` out of its own files and those of the packs it extends."""
    return _Builder(files, pack, breakers or {}).build()


@dataclass(frozen=True, slots=True)
class Sources:
    """What translators work from: English words by text id, where they stand, and the release so far, if any.

    The release is there for its shape (which picture is beside which words), also where something is wrong.
    """

    english: Mapping[str, str]
    places: Mapping[str, Place]
    release: Release | None


def sources(files: Files, pack: str) -> Sources:
    """Every English text of a pack, however far the rest of the pack is."""
    builder = _Builder(files, pack, {})
    builder.build()
    return Sources(builder.texts.english, builder.texts.places, builder.made)


def english(files: Files, pack: str) -> tuple[Mapping[str, str], Mapping[str, Place]]:
    """Every English text of a pack by id, and where it stands, however far the rest of the pack is."""
    found = sources(files, pack)
    return found.english, found.places


class _Builder:
    def __init__(self, files: Files, pack: str, breakers: Mapping[str, assets.Breaker]) -> None:
        self.findings, self.breakers, self.pack = Findings(), breakers, pack
        self.meta = parse_meta(files, pack, self.findings)
        self.layers = Layers(files, [*(self.meta.extends if self.meta else ()), pack])
        self.files = self.layers.nearest
        self.types = named_types(self.files)
        self.places: dict[str, Place] = {}
        self.upkeep: dict[str, Upkeep] = {}
        self.texts = Texts((), self.findings)
        self.made: Release | None = None
        self.settings = assets.read_menu_settings(self.layers, self.findings)
        self.menus = {setting.id: (setting, place) for setting, place in self.settings}
        self.walked: tuple[str, ...] = ()
        self.units: dict[str, LearningUnit] = {}

    def build(self) -> Built:
        meta = self.meta
        if meta is None or self.findings.has_errors:
            return Built(None, self.findings.problems)
        name_unread(self.layers.names, meta.languages, self.pack, self.findings)
        situations = tiles_in_order(self._read("situations/"))
        written = self._read("journeys/")
        self.units = learning_units.read_units(written, self.findings)
        journeys = walkthroughs.expanded(written, self.menus, self.findings)
        journeys = learning_units.expanded(journeys, self.units)
        facts = facts_of_journeys(journeys, tuple(situations), self.places, self.findings)
        self.texts = texts = Texts(facts, self.findings)
        read_small_words(self.layers, meta, self.pack, texts, self.findings)
        directory, law, self.places = parse_directory(
            self.files, meta.time_zone, texts.one, self.findings, self.pack
        )
        texts.country = country_parts(directory)
        blocks = self._blocks(texts)
        told = self._situations(situations, texts, blocks)
        walked, nodes = self._journeys(journeys, texts, blocks)
        self.walked = walkthroughs.register(written, self.menus, texts)
        self.made = release = self._release(meta, texts, (directory, law), blocks, told, walked, nodes)
        self.places |= texts.places
        if self.findings.has_errors:
            return Built(None, self.findings.problems, self.places, meta.languages)
        made = with_hash(release)
        return Built(made, self.findings.problems, self.places, meta.languages, begun=meta.begun)

    # --- the parts, in the order they need each other ---------------------------

    def _read(self, folder: str) -> dict[str, Item]:
        return dict(self.layers.folder(folder, self.findings))

    def _blocks(self, texts: Texts) -> dict[str, Block]:
        blocks = {}
        for name, item in self._read("blocks/").items():
            block, kept = parse_block(item, texts, self.findings)
            self._named(block.id, name, item, kept)
            blocks[block.id] = block
        return blocks

    def _situations(
        self, items: dict[str, Item], texts: Texts, blocks: dict[str, Block]
    ) -> dict[str, Situation]:
        out = {}
        for name, item in items.items():
            situation, kept = SituationParser(item, texts, blocks, self.types, self.findings).parse()
            self._named(situation.id, name, item, kept)
            out[situation.id] = situation
        return out

    def _documents(self, read: Mapping[str, tuple[Document, Upkeep, Item]]) -> dict[str, Document]:
        """What the files of a folder hold by id, each id there once and named as its file."""
        for name, (document, kept, item) in read.items():
            if an_id(document.id, item.place, self.places, self.findings):
                self._named(document.id, name, item, kept)
        return {document.id: document for document, _, _ in read.values()}

    def _phrasebooks(
        self, meta: Meta, texts: Texts, services: Mapping[str, Service]
    ) -> dict[str, Phrasebook]:
        items = self._read("phrases/")
        read = read_phrasebooks(items, texts, services, meta.languages, self.findings)
        for id, (_, kept, place) in read.items():
            if an_id(id, place, self.places, self.findings):
                self.places[id], self.upkeep[id] = place, kept
        return {id: book for id, (book, _, _) in read.items()}

    def _named(self, id: str, file: str, item: Item, kept: Upkeep) -> None:
        if id != file:
            self.findings.add("P03", item.place, f"id “{id}” in a file named {file}", "make the two the same")
        self.places[id], self.upkeep[id] = item.place, kept

    def _journeys(
        self, items: dict[str, Item], texts: Texts, blocks: dict[str, Block]
    ) -> tuple[dict[str, Journey], tuple[Node, ...]]:
        names = sorted(items, key=lambda n: (n != "help", n))
        index = node_index({n: items[n] for n in names})
        journeys: dict[str, Journey] = {}
        nodes: list[Node] = []
        titles = frozenset(unit.title for unit in self.units.values())
        texts.pictures |= {unit.title: unit.picture for unit in self.units.values()}
        around = Around(texts, blocks, index, self.menus, self.types, titles)
        for name in names:
            parser = JourneyParser(items[name], around, self.findings, self.units.get(name))
            journey, own, kept = parser.parse()
            if name == "help":
                around.lent.update({f"help.{text}": said for text, said in parser.says.items()})
            self._named(journey.id, name, items[name], kept)
            self.places |= parser.places
            journeys[journey.id] = journey
            nodes += own
        return journeys, tuple(nodes)

    def _lists(self, folder: str, parse: Callable[[Item, Findings], List]) -> dict[str, List]:
        """The word lists of a folder by language."""
        items = self._read(f"{folder}/")
        self.places |= {list_place(folder, language): item.place for language, item in items.items()}
        return {language: parse(item, self.findings) for language, item in items.items()}

    def _release(
        self,
        meta: Meta,
        texts: Texts,
        who_helps: tuple[Directory, dict[str, Law]],
        blocks: dict[str, Block],
        situations: dict[str, Situation],
        journeys: dict[str, Journey],
        nodes: tuple[Node, ...],
    ) -> Release:
        directory, law = who_helps
        lines = learning_units.lines_for_paper(self.units, nodes)
        on_paper = (texts, blocks, directory.types, lines, self.findings)
        materials = self._documents(read_materials(self._read("materials/"), *on_paper))
        asked = read_measures(self.layers, texts, self.findings)
        if asked.root is not None:
            self._named("measures", "measures", asked.root, asked.upkeep)
        needs = PlanNeeds(blocks, self.types, materials, journeys, asked.by_id)
        plans = read_workshops(self._read("workshops/"), texts, needs, self.findings)
        instruments = read_instruments(self._read("studies/"), texts, self.findings)
        phrasebooks = self._phrasebooks(meta, texts, directory.services)
        duties = duty_to_report.read_duties(self.layers, texts.one, self.places, self.findings)
        said = assets.texts_by_language(self.layers, meta.languages, texts, self.breakers, self.findings)
        said, for_staff = duty_to_report.apart(said)
        said = walkthroughs.settings_by_name(said, (self.menus[id][0] for id in self.walked), self.breakers)
        return Release(
            format=RELEASE_FORMAT,
            id=self.pack,
            name=meta.name,
            version=meta.version,
            country=meta.country,
            languages=meta.languages,
            default_language=meta.default_language,
            time_zone=meta.time_zone,
            leave_to=meta.leave_to,
            live=meta.live,
            facts=texts.facts,
            journeys=journeys,
            nodes=nodes,
            situations=situations,
            blocks=blocks,
            texts=said,
            pictures=assets.read_pictures(self.layers, self.places, self.findings),
            directory=directory,
            law=law,
            marks={id: mark for id, mark in texts.marks.items() if mark != Mark()},
            upkeep=self.upkeep,
            lint=self._lists("lint", parse_lint),
            known_sources=assets.read_sources(self.layers, self.findings),
            flags=self._lists("flags", parse_flags),
            menus=assets.menus_by_id(self.settings, self.places, self.findings),
            materials=materials,
            workshops=self._documents(plans),
            measures=asked.by_id,
            instruments=self._documents(instruments),
            phrasebooks=phrasebooks,
            tiles=tiles(self.layers.read("tiles.yaml", self.findings), situations, self.findings),
            demands=read_demands(self.layers, self.findings),
            signs=texts.pictures,
            duties=duties,
            staff_texts=for_staff,
            retention=retention.read_retention(self.layers, self.places, self.findings),
            clocks=read_clocks(self.layers, self.places, self.findings),
            hearing=read_hearing(self.layers, self.findings),
            hearing_wanted=read_wanted(self.layers, self.findings),
            media=recording_index.recordings_by_language(self.layers, said, self.findings),
        )
