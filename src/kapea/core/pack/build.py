"""From the files of a pack to one immutable, hashed Release, or to every reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from kapea.core.pack import catalogue
from kapea.core.pack.journeys import JourneyParser, declared_facts
from kapea.core.pack.lint import parse_lint
from kapea.core.pack.meta import Meta, parse_meta
from kapea.core.pack.model import (
    RELEASE_FORMAT,
    Block,
    Fact,
    Journey,
    Lint,
    Node,
    Release,
    Situation,
    Upkeep,
    encode,
)
from kapea.core.pack.problem import Findings, Place, Problem
from kapea.core.pack.services import parse_directory
from kapea.core.pack.situations import SituationParser, parse_block
from kapea.core.pack.source import Item, Reader, read
from kapea.core.pack.texts import Texts

Breaker = Callable[[str], str]
"""Puts break opportunities (U+200B) between the words of a language written without spaces."""

Files = Mapping[str, bytes]
"""`<pack>/<path>` to the bytes of that file; a later pack's file replaces an earlier one of the same path."""


@dataclass(slots=True)
class Built:
    """What a build found: the release when it could be made, and where everything stands."""

    release: Release | None
    problems: list[Problem]
    places: dict[str, Place] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return self.release is not None and not any(p.severity == "error" for p in self.problems)


def build(files: Files, pack: str, breakers: Mapping[str, Breaker] | None = None) -> Built:
    """Builds the pack named `pack` out of its own files and those of the packs it extends."""
    return _Builder(files, pack, breakers or {}).build()


def english(files: Files, pack: str) -> tuple[dict[str, str], dict[str, Place]]:
    """Every English text of a pack by id, and where it stands, however far the rest of the pack is."""
    builder = _Builder(files, pack, {})
    builder.build()
    return builder.texts.english, builder.texts.places


class _Builder:
    def __init__(self, files: Files, pack: str, breakers: Mapping[str, Breaker]) -> None:
        self.found, self.breakers, self.pack = Findings(), breakers, pack
        self.meta = parse_meta(files, pack, self.found)
        self.files = _layered(files, [*(self.meta.extends if self.meta else ()), pack])
        self.places: dict[str, Place] = {}
        self.upkeep: dict[str, Upkeep] = {}
        self.texts = Texts((), self.found)

    def build(self) -> Built:
        meta = self.meta
        if meta is None or self.found.has_errors:
            return Built(None, self.found.problems)
        situations = _tile_order(self._read("situations/"))
        journeys = self._read("journeys/")
        facts = self._facts(journeys, tuple(situations))
        self.texts = texts = Texts(facts, self.found)
        self._words(texts)
        blocks = self._blocks(texts)
        told = self._situations(situations, texts, blocks)
        walks, nodes = self._journeys(journeys, texts, blocks)
        release = self._release(meta, texts, blocks, told, walks, nodes)
        self.places |= texts.places
        if self.found.has_errors:
            return Built(None, self.found.problems, self.places, meta.languages)
        return Built(_hashed(release), self.found.problems, self.places, meta.languages)

    # --- the parts, in the order they need each other ---------------------------

    def _read(self, folder: str) -> dict[str, Item]:
        out = {}
        for path in sorted(p for p in self.files if p.startswith(folder) and p.endswith(".yaml")):
            name, data = self.files[path]
            if (item := read(name, data, self.found)) is not None:
                out[path.removeprefix(folder).removesuffix(".yaml")] = item
        return out

    def _read_one(self, path: str) -> Item | None:
        if path not in self.files:
            return None
        name, data = self.files[path]
        return read(name, data, self.found)

    def _facts(self, journeys: dict[str, Item], situations: tuple[str, ...]) -> tuple[Fact, ...]:
        facts: dict[str, Fact] = {}
        for name in sorted(journeys, key=lambda n: (n != "help", n)):
            for fact in declared_facts(journeys[name], situations, self.found):
                if facts.setdefault(fact.name, fact) != fact:
                    place = journeys[name].place
                    self.found.add(
                        "P03", place, f"fact “{fact.name}” differs between journeys", "same values"
                    )
        return tuple(facts.values())

    def _words(self, texts: Texts) -> None:
        item = self._read_one("words.yaml")
        if item is None:
            self.found.add("P01", Place(f"{self.pack}/words.yaml"), "the pack has no words.yaml", "")
            return
        for name, word in Reader(item, self.found, "words").map.items():
            texts.one(f"word.{name}", word)

    def _blocks(self, texts: Texts) -> dict[str, Block]:
        blocks = {}
        for name, item in self._read("blocks/").items():
            block, kept = parse_block(item, texts, self.found)
            self._named(block.id, name, item, kept)
            blocks[block.id] = block
        return blocks

    def _situations(
        self, items: dict[str, Item], texts: Texts, blocks: dict[str, Block]
    ) -> dict[str, Situation]:
        out = {}
        for name, item in items.items():
            situation, kept = SituationParser(item, texts, blocks, self.found).parse()
            self._named(situation.id, name, item, kept)
            out[situation.id] = situation
        return out

    def _named(self, id: str, file: str, item: Item, kept: Upkeep) -> None:
        if id != file:
            self.found.add("P03", item.place, f"id “{id}” in a file named {file}", "make the two the same")
        self.places[id], self.upkeep[id] = item.place, kept

    def _journeys(
        self, items: dict[str, Item], texts: Texts, blocks: dict[str, Block]
    ) -> tuple[dict[str, Journey], tuple[Node, ...]]:
        names = sorted(items, key=lambda n: (n != "help", n))
        index = _node_index({n: items[n] for n in names})
        walks: dict[str, Journey] = {}
        nodes: list[Node] = []
        for name in names:
            parser = JourneyParser(items[name], texts, blocks, index, self.found)
            journey, own, kept = parser.parse()
            self._named(journey.id, name, items[name], kept)
            self.places |= parser.places
            walks[journey.id] = journey
            nodes += own
        return walks, tuple(nodes)

    def _release(
        self,
        meta: Meta,
        texts: Texts,
        blocks: dict[str, Block],
        situations: dict[str, Situation],
        journeys: dict[str, Journey],
        nodes: tuple[Node, ...],
    ) -> Release:
        directory, law, places = parse_directory(self.files, meta.time_zone, texts.one, self.found)
        self.places |= places
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
            texts=self._languages(meta.languages, texts),
            pictures=self._pictures(),
            directory=directory,
            law=law,
            marks={id: mark for id, mark in texts.marks.items() if mark.law or mark.tells},
            upkeep=self.upkeep,
            lint=self._lint(),
            known_sources=self._sources(),
        )

    def _languages(self, languages: tuple[str, ...], texts: Texts) -> dict[str, dict[str, str]]:
        out: dict[str, dict[str, str]] = {}
        for language in languages:
            words = dict(texts.english) if language == "en" else self._catalogues(language, texts)
            breaker = self.breakers.get(language)
            out[language] = {id: breaker(w) for id, w in words.items()} if breaker else words
        return out

    def _catalogues(self, language: str, texts: Texts) -> dict[str, str]:
        words: dict[str, str] = {}
        for path in sorted(p for p in self.files if p.startswith(f"locale/{language}/")):
            name, data = self.files[path]
            if path.endswith(".po") and (po := catalogue.load(name, data, self.found)) is not None:
                words |= catalogue.translations(po, name, texts.english, self.found)
        return words

    def _pictures(self) -> dict[str, str]:
        svgs = {p: d for p, (_, d) in self.files.items() if p.startswith("pictures/") and p.endswith(".svg")}
        return {
            p.removeprefix("pictures/").removesuffix(".svg"): d.decode("utf-8").strip()
            for p, d in sorted(svgs.items())
        }

    def _lint(self) -> dict[str, Lint]:
        return {name: parse_lint(item, self.found) for name, item in self._read("lint/").items()}

    def _sources(self) -> dict[str, str]:
        item = self._read_one("sources.yaml")
        if item is None:
            return {}
        return {id: Reader(s, self.found, "a source").text("title") for id, s in item.value.items()}


def _tile_order(situations: dict[str, Item]) -> dict[str, Item]:
    """Situations in the order of their ids; those that say `last: true` after all others."""
    return dict(sorted(situations.items(), key=lambda pair: (_says_last(pair[1]), pair[0])))


def _says_last(item: Item) -> bool:
    return isinstance(item.value, dict) and "last" in item.value and item.value["last"].value is True


def _layered(files: Files, chain: list[str]) -> dict[str, tuple[str, bytes]]:
    """Path inside the pack to (full name, bytes): a country's own file stands before the common one.

    Catalogues add up instead: a country translates its own files beside the common ones.
    """
    out: dict[str, tuple[str, bytes]] = {}
    for pack in chain:
        for name in sorted(n for n in files if n.startswith(f"{pack}/")):
            path = name.removeprefix(f"{pack}/")
            if path.startswith("locale/"):
                path = path.replace(".po", f".{pack}.po")
            out[path] = (name, files[name])
    return out


def _node_index(items: dict[str, Item]) -> dict[str, int]:
    """Every name a target may have: `help.q-dying` for a node, `practice` for a journey's start."""
    index: dict[str, int] = {}
    at = 0
    for journey, item in items.items():
        if not isinstance(item.value, dict) or "nodes" not in item.value:
            continue
        first = at
        for name in item.value["nodes"].value:
            index[f"{journey}.{name}"] = at
            at += 1
        start = item.value["start"].value if "start" in item.value else ""
        index[journey] = index.get(f"{journey}.{start}", first)
    return index


def _hashed(release: Release) -> Release:
    return msgspec.structs.replace(release, hash=hashlib.sha256(encode(release)).hexdigest())
