"""What is said and known: situations, blocks, law, settings, materials, phrases, word lists, recordings."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kapea.core.pack.walk_model import Line, Say

REVIEWED = "reviewed"
"""The state of a document that somebody reviewed; any other is a draft."""
PHRASES_OF = "phrases-"
"""How the id of a document of phrases begins; its language follows."""


class Voice(msgspec.Struct, frozen=True):
    """A situation as said to one audience."""

    title: Say
    picture: str
    parts: Mapping[str, tuple[Line, ...]]
    has: tuple[str, ...]
    call: tuple[str, ...]


class Situation(msgspec.Struct, frozen=True):
    """What people come with: S02, its starting level and its voices by audience. `group`: the heading under
    which its tile stands; empty where it stands under none, after all others.
    """

    id: str
    level: str
    picture: str
    voices: Mapping[str, Voice]
    group: str = ""


class Demand(msgspec.Struct, frozen=True):
    """What a situation may not fall short of: its least level, and by audience the questions it must ask."""

    level: str = "green"
    asks: Mapping[str, tuple[str, ...]] = {}


class Block(msgspec.Struct, frozen=True):
    """A named set of lines written once: what to write down, what never to do, a page. `headings`: by the key
    of the line below it, what stands over some lines.
    """

    id: str
    title: Say
    picture: str
    lines: Mapping[str, Say]
    headings: Mapping[str, Say] = {}


class Upkeep(msgspec.Struct, frozen=True):
    """What keeps a document honest: sources, review state, when it expires (ISO date)."""

    sources: tuple[str, ...] = ()
    state: str = "draft"
    by: str = ""
    on: str = ""
    reviewed_for: tuple[str, ...] = ()
    expires: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody reviewed it; a file that says so and not who, when and for what does not read."""
        return self.state == REVIEWED


class Mark(msgspec.Struct, frozen=True):
    """What an author says about a text for the checker: legal records and places in menus that it rests on;
    whom it says to tell; what a step makes the person do, in that order.
    """

    law: tuple[str, ...] = ()
    tells: str = ""
    menu: tuple[str, ...] = ()
    act: tuple[str, ...] = ()


class Law(msgspec.Struct, frozen=True):
    """A legal statement's basis: what it covers, where it is from, whether a lawyer has read it."""

    id: str
    title: str
    about: str
    upkeep: Upkeep
    confidence: str


class Lint(msgspec.Struct, frozen=True):
    """Word lists of one language that the checker reads views against.

    `protected` are ways to say what some texts must say, `advice` ways to say what nobody is told, by kind;
    `kin` words for relatives, `police` for the police, `shames` what shames a child or a carer. `negations`
    are words that say no (`negations_alike` only look so), `forbids` those that forbid. `otherwise` has, by
    what is looked for, texts that were looked at one by one, and why they are right. `not_asked` are ways to
    ask what no study asks, by kind.
    """

    banned: Mapping[str, str] = {}
    tells_home: tuple[str, ...] = ()
    reveals: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    revealing: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    reserved: Mapping[str, tuple[str, ...]] = {}
    advice: Mapping[str, tuple[str, ...]] = {}
    kin: tuple[str, ...] = ()
    police: tuple[str, ...] = ()
    shames: tuple[str, ...] = ()
    protected: Mapping[str, tuple[str, ...]] = {}
    negations: tuple[str, ...] = ()
    negations_alike: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    otherwise: Mapping[str, Mapping[str, str]] = {}
    not_asked: Mapping[str, tuple[str, ...]] = {}


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
    """One thing on a material. `kind`: head, say, list, block, people, address, write, sign, strips.

    `people` are service types, `now` or `every`; `panel` is set where the sheet is folded; `lines` are empty
    ones to write on. `pictures`: the drawing beside each text, where every one has its own.
    """

    kind: str
    texts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    picture: str = ""
    panel: str = ""
    mark: str = ""
    lines: int = 0
    pictures: tuple[str, ...] = ()


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


class Phrase(msgspec.Struct, frozen=True):
    """A sentence in a language that no page is written in.

    `grade`: A, seen in a good source; B, in a weak one, or built from parts that were seen; N, our own draft.
    """

    says: str
    grade: str
    sources: tuple[str, ...] = ()


class Phrasebook(msgspec.Struct, frozen=True):
    """What somebody needs who reads none of the pack's languages: whom to call, what to say, a few sentences.

    `language` is of BCP 47, `name` what it calls itself, `number` its place in lists and addresses. `call`
    are services by id, the first to be called first. `ask` is the text that asks for somebody who speaks it.
    `aloud` is that in letters to read out, in the pack's default language, and `alarm` "child, danger"; both
    are empty where that language is written in such letters. `phrases` are by their names in PHRASES.
    """

    language: str
    name: str
    number: int
    call: tuple[str, ...]
    ask: str
    aloud: str = ""
    alarm: str = ""
    phrases: Mapping[str, Phrase] = {}

    @property
    def id(self) -> str:
        """What it is called among the documents of a release."""
        return f"{PHRASES_OF}{self.language}"


class FlagWords(msgspec.Struct, frozen=True):
    """How people of one language write that there is danger, by kind, and what only looks so."""

    kinds: Mapping[str, tuple[str, ...]] = {}
    alike: tuple[str, ...] = ()


class Recorded(msgspec.Struct, frozen=True):
    """A recording of a text's words, by the digests its two files are named with; never their bytes.

    `placeholder`: no person spoke it, a computer did.
    """

    opus: str
    mp3: str
    seconds: float
    placeholder: bool = False
