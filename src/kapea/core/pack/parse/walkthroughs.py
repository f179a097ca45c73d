"""Walkthroughs: a record of `menus/` as screens of a journey, one word of the menu on each.

`walks:` of a journey is short for nodes that could be written by hand: a first screen, one for each place in
the record's path, one for when a phone says it otherwise, and what the setting does and does not do. So what
is shown of a menu is what its record says, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kapea.core.pack.model import ALWAYS, Line, Mark, Screen, Setting, Variant
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader, as_item

PREFIX = "menu."
OTHERWISE = "or"
DOES = {"stops": "stops", "not": "does_not_stop"}
"""The last part of a text's id, to what of the record it says."""
HELPERS = {"beside": ["worker"]}
"""Where the lines are shown that a worker may say to the family: a fact of the journey."""
MOST_OTHERWISE = 5
"""Words of other versions on one screen."""
Settings = Mapping[str, tuple[Setting, Place]]
Spoken = dict[str, dict[str, str]]
Breakers = Mapping[str, Callable[[str], str]]
_DATE = re.compile(r"\b(20\d\d)(?:-(\d\d))?\b")
_BRACKETS = re.compile(r"\((.*)\)\Z")


def is_word(place: str) -> bool:
    """Whether a place in a path is a word of the menu; what stands in brackets only describes it."""
    return _BRACKETS.match(place) is None


def seen_on(setting: Setting) -> str:
    """The newest month or year in which it was seen, as people write it: `04/2026`, `2022`; else empty."""
    found = max(_DATE.findall(setting.upkeep.on), default=("", ""))
    return "/".join(part for part in reversed(found) if part)


# --- the words ----------------------------------------------------------------------------


def register(journeys: Mapping[str, Item], settings: Settings, texts: Texts) -> tuple[str, ...]:
    """Makes texts of what walked records say, for translators; returns the ids of those records."""
    walked = tuple(dict.fromkeys(id for item in journeys.values() for id in _walks(item) if id in settings))
    for id in walked:
        setting, place = settings[id]
        for part, says in DOES.items():
            if words := getattr(setting, says):
                texts.one(f"{PREFIX}{id}.{part}", Item(words, place))
        for text in _words(setting):
            texts.places[text], texts.marks[text] = place, Mark(menu=(id,))
    return walked


def settings_by_name(said: Spoken, walked: Iterable[Setting], breakers: Breakers) -> Spoken:
    """Words of every language, and beside them those of the menus: as the app says them there, else in
    English. They are what stands on the phone, so nobody translates them.
    """
    menus = [(text, word, setting) for setting in walked for text, word in _words(setting).items()]
    out = {}
    for language, words in said.items():
        broken = breakers.get(language, str)
        own = {text: broken(s.local.get(language, {}).get(word, word)) for text, word, s in menus}
        out[language] = words | own
    return out


def _words(setting: Setting) -> dict[str, str]:
    """Text id to word of the menu, in English."""
    path = {f"{PREFIX}{setting.id}.{n}": word for n, word in enumerate(setting.path, 1) if is_word(word)}
    other = enumerate(setting.differs[:MOST_OTHERWISE], 1)
    return path | {f"{PREFIX}{setting.id}.{OTHERWISE}.{n}": word for n, word in other}


def _walks(journey: Item) -> dict[str, Item]:
    walks = journey.value.get("walks") if isinstance(journey.value, dict) else None
    return walks.value if walks is not None and isinstance(walks.value, dict) else {}


# --- what a node may say of a record ----------------------------------------------------


def lines(reference: str, settings: Settings, place: Place, findings: Findings) -> list[Line]:
    """`menu.<setting>.<n>`: a word of its path; `.or`: words of other versions; `.stops`, `.not`."""
    id, _, part = reference.removeprefix(PREFIX).rpartition(".")
    if id not in settings:
        findings.add("P06", place, f"there is no setting “{id}”", "write it in menus/, or correct the id")
        return []
    setting, words = settings[id][0], _words(settings[id][0])
    if part == OTHERWISE:
        other = (text for text in words if text.startswith(f"{reference}."))
        return [Line((Variant(ALWAYS, text),), "item") for text in other]
    if part in DOES and getattr(setting, DOES[part]):
        return [Line((Variant(ALWAYS, reference),))]
    if reference in words:
        return [Line((Variant(ALWAYS, reference),), "tap")]
    findings.add("P06", place, f"{id} has no “{part}”", f"a number up to {len(setting.path)}, or, stops, not")
    return []


def screen(item: Item | None, settings: Settings, findings: Findings) -> Screen | None:
    """`{of: <setting>, at: <n>}`: which record a node rests on, and what stands on the phone drawn there."""
    if item is None:
        return None
    reader = Reader(item, findings, "a screen")
    id, at = reader.text("of", required=True), reader.text("at", "0")
    reader.done()
    if id not in settings:
        findings.add(
            "P06", item.place, f"there is no setting “{id}”", "write it in menus/, or correct the id"
        )
        return None
    setting, here = settings[id][0], int(at) if at.isdecimal() else 0
    words = _words(setting)
    slots = [text if (text := f"{PREFIX}{id}.{n}") in words else "" for n in (here, here - 1)]
    return Screen(id, tuple(slots) if 0 < here <= len(setting.path) else ())


# --- the nodes ------------------------------------------------------------------------------


def expanded(journeys: Mapping[str, Item], settings: Settings, findings: Findings) -> dict[str, Item]:
    """The journeys, with nodes in place of their walks."""
    return {name: _expanded(item, settings, findings) for name, item in journeys.items()}


def _expanded(journey: Item, settings: Settings, findings: Findings) -> Item:
    walks = _walks(journey)
    if not walks or not _part(journey, "nodes"):
        return journey  # without nodes of its own, it is said of the journey
    made = dict(_part(journey, "nodes"))
    for id, item in walks.items():
        if id in settings:
            made |= _Walk(settings[id][0], item, _part(journey, "texts"), findings).nodes()
        else:
            mend = "name a setting of menus/, or correct the id"
            findings.add("P06", item.place, f"there is no setting “{id}” to walk", mend)
    kept = {key: value for key, value in journey.value.items() if key != "walks"}
    return Item(kept | {"nodes": Item(made, journey.value["nodes"].place)}, journey.place)


def _part(journey: Item, key: str) -> dict[str, Item]:
    item = journey.value.get(key)
    return item.value if item is not None and isinstance(item.value, dict) else {}


class _Walk:
    """One setting, step by step. The texts it says by name are those of its journey."""

    def __init__(self, setting: Setting, item: Item, texts: Mapping[str, Item], findings: Findings) -> None:
        self.setting, self.id, self.place, self.texts = setting, setting.id, item.place, texts
        reader = Reader(item, findings, f"walk {setting.id}")
        self.back, self.goal = reader.text("to", required=True), reader.text("goal", required=True)
        self.first = reader.words("first")
        self.says = {n: str(said.value) for n, said in reader.pairs("says")}
        self.then = reader.words("then")
        reader.done()

    def nodes(self) -> dict[str, Item]:
        """By name: the first screen has the setting's own."""
        last = len(self.setting.path)
        made = {self.id: self._first(), f"{self.id}-end": self._end()}
        made |= {f"{self.id}-{n}": self._step(n, last) for n in range(1, last + 1)}
        if self.setting.differs:
            made[f"{self.id}-or"] = self._otherwise()
        return {name: as_item(node, self.place) for name, node in made.items()}

    def _first(self) -> dict[str, Any]:
        choices = [{"say": "begin", "to": f"{self.id}-1"}, {"say": "another", "to": self.back}]
        show = [self.goal, *self.first, "together", _to_say("together-say")]
        return {"screen": {"of": self.id}, "picture": "sit-together", "show": show, "choices": choices}

    def _step(self, n: int, last: int) -> dict[str, Any]:
        word = is_word(self.setting.path[n - 1])
        lead = self._lead(n)
        other = f"{self.id}-or" if self.setting.differs else "otherwise"
        show: list[Any] = [lead, *([f"{PREFIX}{self.id}.{n}"] if word else []), _to_say("step-say")]
        to = f"{self.id}-{n + 1}" if n < last else f"{self.id}-end"
        return {
            "screen": {"of": self.id, "at": n},
            "picture": self._drawing(lead),
            "show": show,
            "choices": [{"say": "done", "to": to}, {"say": "not-there", "to": other, "minor": True}],
        }

    def _lead(self, n: int) -> str:
        """What is said above a place in the path: as the walk has it, else as its kind wants it."""
        if (said := self.says.get(str(n))) is not None:
            return said
        inside = _BRACKETS.match(self.setting.path[n - 1])
        if inside is not None:
            return "at-" + re.sub(r"\W+", "-", inside[1].casefold()).strip("-")
        return "open-app" if n == 1 else "tap"

    def _drawing(self, lead: str) -> str:
        said = self.texts.get(lead)
        shown = said.value.get("picture") if said is not None and isinstance(said.value, dict) else None
        return str(shown.value) if shown is not None else ""

    def _otherwise(self) -> dict[str, Any]:
        show = ["otherwise", "otherwise-words", f"{PREFIX}{self.id}.{OTHERWISE}", "otherwise-ask"]
        back = [{"say": "go-on", "back": True}]
        return {"screen": {"of": self.id}, "picture": "search-place", "show": show, "choices": back}

    def _end(self) -> dict[str, Any]:
        show: list[Any] = []
        for part, lead in (("stops", "stops-lead"), ("not", "not-lead")):
            if getattr(self.setting, DOES[part]):
                show += [lead, f"{PREFIX}{self.id}.{part}"]
        show += [*self.then, "seen" if seen_on(self.setting) else "seen-undated", _to_say("end-say")]
        choices = [{"say": "another", "to": self.back}, {"say": "enough", "to": "close"}]
        return {"screen": {"of": self.id}, "picture": "shield", "show": show, "choices": choices}


def _to_say(text: str) -> dict[str, Any]:
    return {"say": text, "only": HELPERS}
