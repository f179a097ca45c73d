"""Journeys: the order in which words meet a person. Facts are few and finite; targets are names, resolved
at build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kapea.core.learning.progress_code import MOST_LESSONS
from kapea.core.pack.conditions import fact_at
from kapea.core.pack.model import (
    ALWAYS,
    REACTIONS,
    Block,
    Choice,
    Contacts,
    DeclaredEffect,
    Journey,
    LearningUnit,
    Line,
    Node,
    Say,
    Show,
    Upkeep,
    Variant,
)
from kapea.core.pack.parse import walkthroughs
from kapea.core.pack.parse.called_types import Types, called_types
from kapea.core.pack.parse.texts import ABOUT, Texts
from kapea.core.pack.parse.typed_words import read_typed_words
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import count, each_in
from kapea.core.pack.read.yaml_reader import Item, Reader

COUNTS = ("guided", "referred", "red")
EFFECTS = ("remind", "send", "keep", "refer")
LIKELY, NONE = "likely", "none"
"""`each: likely`: the situations that typed words may tell of; `none`, the answer that it is none."""
PREFERRED = ("free", "message", "emergency")
"""Which lines lead where not all can be used: they cost nothing; they take messages."""
REACTION_PICTURES = {reaction: f"face-{reaction}" for reaction in REACTIONS}
"""The drawing of a reaction, where a node names no other."""
WORD = "word."
"""How the id of a small word of every screen begins: a journey may say it without writing it again."""
YES_NO = (("yes", "word.yes"), ("no", "word.no"), ("unsure", "word.unsure"))


def node_place(node: str) -> str:
    """The name under which a node's place is kept: a text of the same journey may have the same id."""
    return f"node {node}"


@dataclass(frozen=True, slots=True)
class Around:
    """What a journey may name besides its own: blocks, nodes of others by name, settings, kinds of services;
    `titles`, texts of other journeys that an answer may have; `lent`, those of the help that any may say.
    """

    texts: Texts
    blocks: Mapping[str, Block]
    index: Mapping[str, int]
    menus: walkthroughs.Settings
    types: Types
    titles: frozenset[str] = frozenset()
    lent: dict[str, Say] = field(default_factory=dict)


class JourneyParser:
    """Parses one journey; node names are resolved through the index (name or journey/name to position)."""

    def __init__(
        self, item: Item, around: Around, findings: Findings, unit: LearningUnit | None = None
    ) -> None:
        self.reader = Reader(item, findings, "a journey")
        self.around, self.findings, self.unit = around, findings, unit
        self.texts, self.menus = around.texts, around.menus
        self.id = self.reader.text("journey", required=True)
        self.facts = around.texts.facts
        self.about = self.reader.one_of("about", ("", *ABOUT), "")
        self.says: dict[str, Say] = {}
        self.places: dict[str, Place] = {}

    def parse(self) -> tuple[Journey, list[Node], Upkeep]:
        reader = self.reader
        reader.text("format")
        declared = tuple(fact_at(self.facts, n) for n, _ in reader.pairs("facts"))
        for name, item in reader.pairs("texts"):
            self.says[name] = self.texts.say(f"{self.id}.{name}", item)
        nodes = [self._node(name, item) for name, item in reader.pairs("nodes", required=True)]
        start = self._target(reader.text("start", required=True), reader.item.place)
        help_ = self._target(reader.text("help", "help"), reader.item.place) if reader.has("help") else -1
        morning, answered = self._after_calls(reader)
        typed = read_typed_words(reader, self._target, self.facts, self.id)
        self.places |= typed.places
        kept = read_upkeep(reader)
        reader.done()
        leads = typed.flags, morning, answered, typed.heard, typed.called
        made = Journey(self.id, start, help_, declared, *leads, unit=self.unit)
        return made, nodes, kept

    def _after_calls(self, reader: Reader) -> tuple[int, tuple[int, ...]]:
        """Where a night is got through when nobody answers, and the nodes after somebody did."""
        place = reader.item.place
        morning = self._target(reader.text("morning"), place) if reader.has("morning") else -1
        return morning, tuple(self._target(word, place) for word in reader.words("answered"))

    # --- nodes ------------------------------------------------------------------

    def _node(self, name: str, item: Item) -> Node:
        reader = Reader(item, self.findings, f"node {name}")
        self.places[node_place(f"{self.id}.{name}")] = item.place
        when = self.texts.condition(reader.get("only"), reader.get("unless"))
        kind, choices = self._answers(reader, item.place)
        sets, enter_level = self._enter(reader)
        ask = reader.get("ask")
        reaction = reader.one_of("reaction", ("", *REACTIONS), "")
        node = Node(
            id=f"{self.id}.{name}",
            journey=self.id,
            kind=kind,
            when=when,
            other=self._target(reader.text("else"), item.place) if reader.has("else") else -1,
            enter=sets,
            enter_level=enter_level,
            count=reader.one_of("count", ("", *COUNTS), ""),
            contacts=self._contacts(reader),
            show=tuple(s for each in reader.items("show") for s in self._show(each)),
            ask=Line(self._say_ref(ask), "ask") if ask is not None else None,
            picture=reader.text("picture", REACTION_PICTURES.get(reaction, "")),
            choices=choices,
            likely=reader.one_of("each", ("situation", LIKELY), "situation") == LIKELY,
            about=reader.one_of("about", ("", *ABOUT), self.about if ask is not None else ""),
            screen=walkthroughs.screen(reader.get("screen"), self.menus, self.findings),
            reaction=reaction,
            words_to_keep=reader.flag("words_to_keep"),
            finishes=count(reader, "finishes", MOST_LESSONS) if reader.has("finishes") else 0,
        )
        if when != ALWAYS and node.other < 0:
            self.findings.add(
                "P02", item.place, f"node {name} may stand aside but has no `else`", "add else:"
            )
        reader.done()
        return node

    def _answers(self, reader: Reader, place: Place) -> tuple[str, tuple[Choice, ...]]:
        if reader.has("yes") or reader.has("no"):
            return "yesno", self._yes_no(reader)
        if reader.has("each"):
            to = self._target(reader.text("to", required=True), place)
            none = reader.get("none")
            if none is None:
                return "each", (Choice(key="", say=(), to=to),)
            inner = Reader(none, self.findings, "the answer that it is none of these")
            say = inner.get("say", required=True)
            answer = self._answer(inner, NONE, self._say_ref(say) if say is not None else ())
            inner.done()
            return "each", (Choice(key="", say=(), to=to), answer)
        items = reader.items("choices")
        choices = tuple(self._choice(str(n), c) for n, c in enumerate(items, 1))
        return ("choose" if choices else "end"), choices

    def _yes_no(self, reader: Reader) -> tuple[Choice, ...]:
        out = []
        for key, word in YES_NO:
            item = reader.get("no" if key == "no" else "yes", required=True)
            if item is None:
                continue
            inner = Reader(item, self.findings, f"answer {key}")
            out.append(self._answer(inner, key, (Variant(ALWAYS, word),)))
            inner.done()
        return tuple(out)

    def _choice(self, key: str, item: Item) -> Choice:
        reader = Reader(item, self.findings, "a choice")
        say_item = reader.get("say", required=True)
        word = str(say_item.value) if say_item is not None else ""
        part = word.removeprefix("situation.") if word.startswith("situation.") else ""
        say = self._say_ref(say_item) if say_item is not None and not part else ()
        choice = self._answer(reader, key, say, part)
        reader.done()
        return choice

    def _answer(self, reader: Reader, key: str, say: Say, part: str = "") -> Choice:
        when = self.texts.condition(reader.get("only"), reader.get("unless"))
        back = reader.flag("back")
        return Choice(
            key=key,
            say=say,
            to=-1 if back else self._target(reader.text("to", required=True), reader.item.place),
            sets=self._sets(reader.get("set")),
            keeps=self._keeps(reader),
            when=when,
            picture=reader.text("picture"),
            minor=reader.flag("minor"),
            effect=self._effect(reader),
            part=part,
            back=back,
        )

    def _keeps(self, reader: Reader) -> tuple[int, ...] | None:
        """The facts that outlive this answer; None: all of them. A misspelt one would be lost in silence."""
        known = [fact.name for fact in self.facts]
        words = each_in(reader, "keep", known)
        return tuple(fact_at(self.facts, w) for w in words if w in known) if reader.has("keep") else None

    def _effect(self, reader: Reader) -> DeclaredEffect | None:
        item = reader.get("effect")
        if item is None:
            return None
        inner = Reader(item, self.findings, "an effect")
        kind = inner.one_of("kind", EFFECTS, "keep")
        clause = None
        if consent := inner.text("consent"):
            fact, _, value = consent.partition("=")
            clause = self.texts.clause(fact, (value,), item.place)
        inner.done()
        return DeclaredEffect(kind, consent, clause.at if clause else -1, clause.codes if clause else "")

    def _enter(self, reader: Reader) -> tuple[tuple[tuple[int, str], ...], bool]:
        item = reader.get("enter")
        if item is None:
            return (), False
        if item.plain() == {"level": "situation"}:
            return (), True
        return self._sets(item), False

    def _sets(self, item: Item | None) -> tuple[tuple[int, str], ...]:
        if item is None:
            return ()
        if not isinstance(item.value, dict):
            self.findings.add("P02", item.place, "`set` is a mapping", "e.g. {home: safe}")
            return ()
        clauses = [self.texts.clause(f, (str(v.value),), v.place) for f, v in item.value.items()]
        return tuple((c.at, c.codes) for c in clauses if c is not None)

    # --- what a node shows ------------------------------------------------------

    def _contacts(self, reader: Reader) -> Contacts | None:
        item, next_ = reader.get("contacts"), reader.flag("next")
        prefer = reader.one_of("prefer", ("", *PREFERRED), "")
        if item is None:
            return None
        if isinstance(item.value, list):
            return Contacts("types", called_types(reader, "contacts", self.around.types), next_, prefer)
        source = reader.one_of("contacts", ("now", "danger", "situation"), "now")
        return Contacts(source, (), next_, prefer)

    def _show(self, item: Item) -> list[Show]:
        when, ref = ALWAYS, item
        if isinstance(item.value, dict):
            reader = Reader(item, self.findings, "a shown text")
            when = self.texts.condition(reader.get("only"), reader.get("unless"))
            ref = reader.get("say", required=True) or item
            reader.done()
        word = str(ref.value)
        if word.startswith("situation."):
            return [Show(when, None, word.removeprefix("situation."))]
        if word.startswith("block."):
            return [Show(when, line) for line in self._block(word.removeprefix("block."), ref.place)]
        if word.startswith(walkthroughs.PREFIX):
            return [
                Show(when, line) for line in walkthroughs.lines(word, self.menus, ref.place, self.findings)
            ]
        return [Show(when, Line(self._say_ref(ref)))]

    def _block(self, name: str, place: Place) -> list[Line]:
        id, _, key = name.partition(".")
        block = self.around.blocks.get(id)
        if block is None or (key and key not in block.lines):
            self.findings.add("P06", place, f"no block line “{name}”", f"look in blocks/{id}.yaml")
            return []
        if key:
            return [Line(block.lines[key])]
        return [Line(say, "item") for say in block.lines.values()]

    def _say_ref(self, item: Item) -> Say:
        word = str(item.value)
        if word in self.around.titles or (word.startswith(WORD) and word in self.texts.english):
            return (Variant(ALWAYS, word),)
        if word in self.around.lent:
            return self.around.lent[word]
        if word not in self.says:
            self.findings.add("K01", item.place, f"{self.id} has no text “{word}”", "add it under texts:")
            return ()
        return self.says[word]

    def _target(self, name: str, place: Place) -> int:
        for candidate in (f"{self.id}.{name}", name):
            if candidate in self.around.index:
                return self.around.index[candidate]
        if name:
            self.findings.add("K01", place, f"“{name}” leads nowhere", "name a node here, or a journey")
        return -1
