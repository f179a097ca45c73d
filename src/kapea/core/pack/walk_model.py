"""What is walked: facts, conditions, wordings, nodes and journeys, as immutable values.

Facts of a person's path live in one short string, one character a fact, so a state is small and a set of
states is fast.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

# Of the smallest parts a release has tens of thousands. `gc=False`: the collector need not look at them, for
# nothing in them can lead back to them; each is a quarter smaller for it.

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


class Clause(msgspec.Struct, frozen=True, gc=False):
    """`facts[at]` is one of `codes`; or, where `has` is set, the situation here has that part."""

    at: int = -1
    codes: str = ""
    has: str = ""


class When(msgspec.Struct, frozen=True, gc=False):
    """Holds when every `only` clause holds and not every `unless` clause does. Empty: always."""

    only: tuple[Clause, ...] = ()
    unless: tuple[Clause, ...] = ()


ALWAYS = When()


class Variant(msgspec.Struct, frozen=True, gc=False):
    """One wording of a text and when it is used."""

    when: When
    text: str


Say = tuple[Variant, ...]
"""The wordings of one text in the order they are tried; the first that holds is used."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One text in a view. `role` says what it does there: say, first, do, item, ask.

    A text that says to call carries whom (`call`, service types): the view then names them.
    """

    say: Say
    role: str = "say"
    picture: str = ""
    call: tuple[str, ...] = ()


class Show(msgspec.Struct, frozen=True, gc=False):
    """What a node shows: its own line, or a part of the situation (`part`)."""

    when: When = ALWAYS
    line: Line | None = None
    part: str = ""


class DeclaredEffect(msgspec.Struct, frozen=True):
    """Something to be done beyond the reply, once a fact says that it may: `consent` is `remind-ok=yes`."""

    kind: str
    consent: str = ""
    consent_at: int = -1
    consent_code: str = ""


class Choice(msgspec.Struct, frozen=True, gc=False):
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
    """Which contacts a node shows: a named list (now, danger, situation) or service types.

    `next`: nobody answered the first. `prefer`: lines that cost nothing (free), take messages (message), or
    are reached over any network (emergency).
    """

    source: str
    types: tuple[str, ...] = ()
    next: bool = False
    prefer: str = ""


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
    likely: bool = False
    """Of the situations only those are offered that typed words may tell of, at most three."""
    screen: Screen | None = None
    about: str = ""
    """What its `ask` is about, of a closed list: so that nobody is asked what only trained people ask."""
    reaction: str = ""
    """In a practice or a story, what this screen shows of what a choice led to, of REACTIONS; else empty."""
    words_to_keep: bool = False
    """It shows words to keep: where a practice, a story or a lesson comes to its end."""
    finishes: int = 0
    """The number of the lesson that whoever comes here has finished; 0: none."""


REACTIONS = ("opens", "waits", "closes")
"""What a choice of words led to: somebody comes nearer; is unsure, and nothing is lost; draws back."""


UNIT_KINDS = ("lesson", "story", "practice")


class LearningUnit(msgspec.Struct, frozen=True):
    """A lesson, a story or a practice conversation, as a list offers it. Texts are ids.

    `number` is its place in the list of its `kind`, `start` the node where it begins; `band` the age a story
    is for. Of lessons alone: `after` are those that make this one easier; `always`, every other one leads
    here; `nudge` may be sent, and `wall` printed.
    """

    kind: str
    number: int
    minutes: int
    title: str
    able: str
    picture: str
    start: str
    band: str = ""
    after: tuple[int, ...] = ()
    always: bool = False
    nudge: str = ""
    wall: str = ""


def units_in_order(units: Mapping[str, LearningUnit]) -> dict[str, LearningUnit]:
    """By journey, in the order of kinds, and of the numbers in each."""
    return dict(sorted(units.items(), key=lambda each: (UNIT_KINDS.index(each[1].kind), each[1].number)))


class Journey(msgspec.Struct, frozen=True):
    """A named walk. `facts` are the positions it declares; all others are reset on entering it.

    `flags` leads from a kind of danger, found in typed words, to the node that asks about it. `morning` is
    where a night is got through when nobody answers (-1: nowhere), `answered` the nodes after somebody did.
    """

    id: str
    start: int
    help: int
    facts: tuple[int, ...]
    flags: Mapping[str, int] = {}
    morning: int = -1
    answered: tuple[int, ...] = ()
    heard: int = -1
    """Where one comes after typed words in which no danger was heard: the situations they may tell of."""
    flag_situations: Mapping[str, str] = {}
    """Kinds of danger that one situation is called after: its tile comes first after a no."""
    unit: LearningUnit | None = None
    """What it teaches, where it is a lesson, a story or a practice."""
