"""A built pack: the immutable values that dialogue, directory and doors read. Nothing here reads files or
clocks.

Facts of a person's path live in one short string, one character a fact, so a state is small and a set of
states is fast.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kapea.core.directory.model import Directory

RELEASE_FORMAT = 2
MAX_ID = 64
"""Characters of what names something and may be counted: ids, values of facts, languages."""
MAX_PACK_ID = 40
"""Characters of a pack's id, and of its version."""
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The characters of fact values, so a fact has at most 62 values."""


class Fact(msgspec.Struct, frozen=True):
    """One thing a path can know: a name and its values; the first value is where it starts."""

    name: str
    values: tuple[str, ...]
    rises: bool = False

    def code(self, value: str) -> str:
        return ALPHABET[self.values.index(value)]

    def value(self, code: str) -> str:
        return self.values[ALPHABET.index(code)]


class Clause(msgspec.Struct, frozen=True):
    """`facts[at]` is one of `codes`; or, where `has` is set, the situation here has that part."""

    at: int = -1
    codes: str = ""
    has: str = ""


class When(msgspec.Struct, frozen=True):
    """Holds when every `only` clause holds and not every `unless` clause does. Empty: always."""

    only: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()


ALWAYS = When()


class Variant(msgspec.Struct, frozen=True):
    """One wording of a text and when it is used."""

    when: When
    text: str


Say = tuple[Variant, ...]
"""The wordings of one text in the order they are tried; the first that holds is used."""


class Line(msgspec.Struct, frozen=True):
    """One text in a view. `role` says what it does there: say, first, do, item, ask.

    A text that says to call carries whom (`call`, service types): the view then names them.
    """

    say: Say
    role: str = "say"
    picture: str = ""
    call: tuple[str, ...] = ()


class Show(msgspec.Struct, frozen=True):
    """What a node shows: its own line, or a part of the situation (`part`)."""

    when: When = ALWAYS
    line: Line | None = None
    part: str = ""


class DeclaredEffect(msgspec.Struct, frozen=True):
    """Something to be done beyond the reply. All but counting rest on a consent (`consent` is a fact)."""

    kind: str
    consent: str = ""
    consent_at: int = -1
    consent_code: str = ""


class Choice(msgspec.Struct, frozen=True):
    """One answer a person can give at a node. Its label is `say`, or the situation's own (`part`)."""

    key: str
    say: Say
    to: int
    sets: tuple[tuple[int, str], ...] = ()
    keeps: tuple[int, ...] | None = None
    when: When = ALWAYS
    picture: str = ""
    minor: bool = False
    effect: DeclaredEffect | None = None
    part: str = ""
    back: bool = False
    """It undoes the step that led here: the person stands where they stood."""


class Contacts(msgspec.Struct, frozen=True):
    """Which contacts a node shows: a named list (now, danger, situation) or service types."""

    source: str
    types: tuple[str, ...] = ()
    next: bool = False


class Screen(msgspec.Struct, frozen=True):
    """The record of `menus/` a place rests on, and what stands on the phone drawn there: text ids, or empty.

    The first slot is the word to tap, the second the title of that page of the menu.
    """

    setting: str
    slots: tuple[str, ...] = ()


class Node(msgspec.Struct, frozen=True):
    """One place in a journey. `kind` is choose, yesno, each or end."""

    id: str
    journey: str
    kind: str
    when: When = ALWAYS
    other: int = -1
    enter: tuple[tuple[int, str], ...] = ()
    enter_level: bool = False
    count: str = ""
    contacts: Contacts | None = None
    show: tuple[Show, ...] = ()
    ask: Line | None = None
    picture: str = ""
    choices: tuple[Choice, ...] = ()
    screen: Screen | None = None


class Journey(msgspec.Struct, frozen=True):
    """A named walk. `facts` are the positions it declares; all others are reset on entering it.

    `flags` leads from a kind of danger, found in typed words, to the node that asks about it.
    """

    id: str
    start: int
    help: int
    facts: tuple[int, ...]
    flags: Mapping[str, int] = {}


class Voice(msgspec.Struct, frozen=True):
    """A situation as said to one audience."""

    title: Say
    picture: str
    parts: Mapping[str, tuple[Line, ...]]
    has: tuple[str, ...]
    call: tuple[str, ...]


class Situation(msgspec.Struct, frozen=True):
    """What people come with: S02, its starting level and its voices by audience."""

    id: str
    level: str
    picture: str
    voices: Mapping[str, Voice]


class Block(msgspec.Struct, frozen=True):
    """A named set of lines written once: what to write down, what never to do, a page."""

    id: str
    title: Say
    picture: str
    lines: Mapping[str, Say]


class Upkeep(msgspec.Struct, frozen=True):
    """What keeps a document honest: sources, review state, when it expires (ISO date)."""

    sources: tuple[str, ...] = ()
    state: str = "draft"
    by: str = ""
    on: str = ""
    reviewed_for: tuple[str, ...] = ()
    expires: str = ""


class Mark(msgspec.Struct, frozen=True):
    """What an author says about a text for the checker: legal records and places in menus that it rests on;
    whom it says to tell.
    """

    law: tuple[str, ...] = ()
    tells: str = ""
    menu: tuple[str, ...] = ()


class Law(msgspec.Struct, frozen=True):
    """A legal statement's basis: what it covers, where it is from, whether a lawyer has read it."""

    id: str
    title: str
    about: str
    upkeep: Upkeep
    confidence: str


class Lint(msgspec.Struct, frozen=True):
    """Word lists of one language that the checker reads views against."""

    banned: Mapping[str, str] = {}
    tells_home: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    revealing: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    reserved: Mapping[str, tuple[str, ...]] = {}


class Setting(msgspec.Struct, frozen=True):
    """Where a setting is found: the app, the words to tap in their order, how sure, and until when.

    `differs` are words that other versions have in their place. `upkeep.on` says when it was seen, as far as
    anybody knows. `local` has a language's own word for a word of the menu, where somebody has seen it.
    """

    id: str
    app: str
    path: tuple[str, ...]
    upkeep: Upkeep
    confidence: str
    differs: tuple[str, ...] = ()
    stops: str = ""
    does_not_stop: str = ""
    local: Mapping[str, Mapping[str, str]] = {}


class Part(msgspec.Struct, frozen=True):
    """One thing on a material. `kind`: head, say, list, block, people, address, write, sign.

    `people` are service types, `now` or `every`; `panel` is set where the sheet is folded; `lines` are empty
    ones to write on.
    """

    kind: str
    texts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    picture: str = ""
    panel: str = ""
    mark: str = ""
    lines: int = 0


class Material(msgspec.Struct, frozen=True):
    """Something to print. `number` is its place in lists and addresses, `most_pages` what it may fill."""

    id: str
    number: int
    size: str
    title: str
    parts: tuple[Part, ...]
    fold: bool = False
    most_pages: int = 1
    picture: str = ""


class FlagWords(msgspec.Struct, frozen=True):
    """How people of one language write that there is danger, by kind; and what only looks so."""

    kinds: Mapping[str, tuple[str, ...]] = {}
    alike: tuple[str, ...] = ()


class Heard(msgspec.Struct, frozen=True):
    """A recording of a text's words, by the digests its two files are named with; never their bytes.

    `placeholder`: no person spoke it, a computer did.
    """

    opus: str
    mp3: str
    seconds: float
    placeholder: bool = False


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
    media: Mapping[str, Mapping[str, Heard]] = {}
    """Language to text id to its recording; only those that say what the text says."""
    hash: str = ""

    @property
    def short_hash(self) -> str:
        return self.hash[:12]

    def has_text(self, text: str, language: str) -> bool:
        return text in self.texts.get(language, {})

    def text(self, text: str, language: str, form: str = "") -> str:
        """The words of a text: asked form, else full; asked language, else the default, else English."""
        for lang in (language, self.default_language, "en"):
            words = self.texts.get(lang, {})
            if form and f"{text}~{form}" in words:
                return words[f"{text}~{form}"]
            if text in words:
                return words[text]
        return ""

    def heard(self, text: str, language: str) -> Heard | None:
        """The recording of the words that `text` gives there; None where they were not recorded."""
        for lang in (language, self.default_language, "en"):
            if self.has_text(text, lang):
                return self.media.get(lang, {}).get(text)
        return None


def encode_release(release: Release) -> bytes:
    return msgspec.msgpack.encode(release)


def decode_release(data: bytes) -> Release:
    """Reads a built release back; raises msgspec.ValidationError when it is not one of this format."""
    return msgspec.msgpack.decode(data, type=Release)
