"""The shape of a conversation as small JSON: nodes, answers, conditions, voices; texts by their number.

`walk.js` reads it. It holds what the release holds and nothing besides; what is as usual is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from kapea.core.dialogue.aside import aside_node
from kapea.core.dialogue.view import Shown
from kapea.core.dialogue.world import World
from kapea.core.offline.contact_lists import JOURNEYS
from kapea.core.offline.layouts import shown_kind
from kapea.core.offline.same_words import first_with_same_words
from kapea.core.pack.model import ALWAYS, Choice, Clause, Contacts, Fact, Line, Node, Say, Show, Voice, When
from kapea.core.pack.parse.walkthroughs import seen_on

Small = dict[str, Any]
WELL_KNOWN = ("who", "band", "situation", "level", "danger", "home", "power")
"""The facts that the script, too, knows by name."""


class Numbers:
    """Gives each different thing the number under which it is listed."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __call__(self, thing: str) -> int:
        return self.of.setdefault(thing, len(self.of))

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(self.of)


class OfflineGraph(msgspec.Struct, frozen=True):
    """`body` is what the script walks. Its texts and kinds of service are positions in these lists.

    `nodes` are the positions of those that are kept, `done` those of texts that say what to do.
    """

    body: Small
    nodes: tuple[int, ...]
    texts: tuple[str, ...]
    types: tuple[str, ...]
    pictures: frozenset[str]
    done: frozenset[int]


def offline_graph(world: World) -> OfflineGraph:
    """The shape of all that can be reached from what is kept."""
    return _Shaper(world).made()


class _Shaper:
    def __init__(self, world: World) -> None:
        self.world, self.release = world, world.release
        self.texts, self.types, self.pictures, self.done = Numbers(), Numbers(), set[str](), set[int]()
        self._same = first_with_same_words(world.release)

    def made(self) -> OfflineGraph:
        kept = _reached(self.world)
        nodes = [self._node(n) if at in kept else 0 for at, n in enumerate(self.release.nodes)]
        body = {**self._facts(), "nodes": nodes, "voices": self._voices(kept), "order": self._order()}
        pictures = frozenset(self.pictures - {""})
        done = frozenset(self.done)
        return OfflineGraph(body, tuple(sorted(kept)), self.texts.listed, self.types.listed, pictures, done)

    def _facts(self) -> Small:
        world, release = self.world, self.release
        named = {name: self._fact(name) for name in WELL_KNOWN}
        return {
            "at": {name: getattr(world, name) for name in WELL_KNOWN},
            "values": {name: fact.values for name, fact in named.items() if fact},
            "codes": {name: "".join(map(fact.code, fact.values)) for name, fact in named.items() if fact},
            "fresh": world.fresh,
            "rises": [at for at, fact in enumerate(world.facts) if fact.rises],
            "levels": {id: self._level(id) for id in release.situations},
            "tiles": release.tiles,
            "starts": {id: release.journeys[id].start for id in JOURNEYS if id in release.journeys},
            "facts": {id: journey.facts for id, journey in release.journeys.items()},
            "help": world.help,
        }

    def _fact(self, name: str) -> Fact | None:
        at = getattr(self.world, name)
        return self.world.facts[at] if at >= 0 else None

    def _level(self, situation: str) -> str:
        return self.world.facts[self.world.level].code(self.release.situations[situation].level)

    def _order(self) -> Small:
        return {name: self._kinds(types) for name, types in self.world.directory.order.items()}

    def _kinds(self, types: Iterable[str]) -> list[int]:
        return [self.types(kind) for kind in types]

    # --- voices ----------------------------------------------------------------------

    def _voices(self, kept: set[int]) -> Small:
        used = _parts(self.release.nodes[at] for at in sorted(kept))
        found = self.release.situations.items()
        return {f"{id} {who}": self._voice(v, used) for id, s in found for who, v in s.voices.items()}

    def _voice(self, voice: Voice, used: set[str]) -> Small:
        self.pictures.add(voice.picture)
        parts = {part: [self._line(x) for x in lines] for part, lines in voice.parts.items() if part in used}
        title, call = self._say(voice.title), self._kinds(voice.call)
        return {"t": title, "p": voice.picture, "q": parts, "h": voice.has, "c": call}

    # --- nodes -----------------------------------------------------------------------

    def _node(self, node: Node) -> Small:
        self.pictures.add(node.picture)
        return _without_usual(
            {
                "j": node.journey,
                "id": node.id,
                "t": node.kind,
                "w": self._when(node.when),
                "o": node.other,
                "e": node.enter,
                "l": node.enter_level,
                "c": self._contacts(node.contacts),
                "tells": node.id in self.world.telling,
                "s": [self._show(show) for show in node.show],
                "a": self._line(node.ask) if node.ask else None,
                "p": node.picture,
                "k": [self._choice(choice) for choice in node.choices],
                **self._record(node),
            }
        )

    def _record(self, node: Node) -> Small:
        """The day from which the record of a menu that a node rests on is old, and when it was seen so."""
        setting = self.release.menus.get(node.screen.setting) if node.screen is not None else None
        return {"x": setting.upkeep.expires, "d": seen_on(setting)} if setting is not None else {}

    def _contacts(self, wanted: Contacts | None) -> Small | None:
        if wanted is None:
            return None
        kinds = self._kinds(wanted.types)
        return {"from": wanted.source, "types": kinds, "next": wanted.next, "prefer": wanted.prefer}

    def _show(self, show: Show) -> Small:
        line = self._line(show.line) if show.line else None
        return _without_usual({"w": self._when(show.when), "l": line, "q": show.part})

    def _choice(self, choice: Choice) -> Small:
        self.pictures.add(choice.picture)
        return _without_usual(
            {
                "k": choice.key,
                "s": self._say(choice.say),
                "to": choice.to,
                "f": choice.sets,
                "keep": choice.keeps,
                "w": self._when(choice.when),
                "p": choice.picture,
                "m": choice.minor,
                "q": choice.part,
                "b": choice.back,
                "i": aside_node(self.world, choice) is not None,
            }
        )

    def _line(self, line: Line) -> list[Any]:
        self.pictures.add(line.picture)
        if line.role == "do":
            self.done |= {self._text(variant.text) for variant in line.say}
        out: list[Any] = [self._say(line.say), kept_kind(line), line.picture, self._kinds(line.call)]
        usual: Any
        for usual in ([], "", "say"):
            if out[-1] != usual:
                break
            out.pop()
        return out

    def _say(self, say: Say) -> Any:
        """A text alone is its number."""
        if len(say) == 1 and say[0].when == ALWAYS:
            return self._text(say[0].text)
        return [[self._when(variant.when), self._text(variant.text)] for variant in say]

    def _text(self, id: str) -> int:
        return self.texts(self._same[id])

    def _when(self, when: When) -> Any:
        if when == ALWAYS:
            return 0
        return [[_clause(c) for c in when.only], [_clause(c) for c in when.unless]]


def kept_kind(line: Line) -> str:
    """The kind of block a line is drawn in."""
    return shown_kind(Shown(line.say[0].text if line.say else "", line.role))


def _clause(clause: Clause) -> Any:
    return clause.has or [clause.at, clause.codes]


def _without_usual(value: Small) -> Small:
    """Without what is absent, empty or leads nowhere; an empty list of what to keep says much."""
    usual: tuple[Any, ...] = (None, "", False, (), [], -1)
    return {k: v for k, v in value.items() if (k == "keep" and v is not None) or not _is_in(v, usual)}


def _is_in(value: Any, usual: tuple[Any, ...]) -> bool:
    """Zero is no False here: the first node has that number."""
    return any(type(value) is type(each) and value == each for each in usual)


def _parts(nodes: Iterable[Node]) -> set[str]:
    """The parts of a situation that some nodes show, or offer as answers."""
    shown, offered = set[str](), set[str]()
    for node in nodes:
        shown |= {show.part for show in node.show if show.part}
        offered |= {choice.part for choice in node.choices if choice.part}
    return shown | offered


def _reached(world: World) -> set[int]:
    """The nodes that some answer, or standing aside, may lead to."""
    nodes, journeys = world.release.nodes, world.release.journeys
    line = [journeys[id].start for id in JOURNEYS if id in journeys] + [world.help]
    found = set[int]()
    while line:
        at = line.pop()
        if at not in found:
            found.add(at)
            line += [to for to in (nodes[at].other, *(c.to for c in nodes[at].choices)) if to >= 0]
    return found
