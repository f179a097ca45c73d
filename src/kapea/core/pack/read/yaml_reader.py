"""Reading one YAML file of a pack: plain values that remember file, line and key.

YAML 1.2, so `yes` and `no` are words. A duplicate key, an anchor or a tag is refused: a reviewer must see
what is there. libyaml takes the text apart; what a word means is decided here, for it knows only YAML 1.1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from kapea.core.pack.problem import Findings, Place, Problem, known_instead

MAX_FILE_BYTES = 512_000
FILES_REMEMBERED = 1024
"""Countries are built of many of the same files; four of them have fewer than this."""
MAX_DEPTH = 40
"""Lists and mappings inside each other. No pack comes near ten."""
_INT = re.compile(r"-?[0-9]{1,18}\Z")
"""Whatever has more digits is no count of anything, and stays a word."""
_CONSTANTS = {"true": True, "false": False, "": None, "null": None, "~": None}


class Item:
    """A value in a pack file: a str, int, bool, None, dict[str, Item] or list[Item], with its place."""

    __slots__ = ("place", "value")

    def __init__(self, value: Any, place: Place) -> None:
        self.value, self.place = value, place

    def plain(self) -> Any:
        """The value without places, as JSON would have it."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value


def as_item(value: Any, place: Place) -> Item:
    """A plain value as if it had been read at a place."""
    if isinstance(value, dict):
        return Item({key: as_item(inner, place) for key, inner in value.items()}, place)
    if isinstance(value, list):
        return Item([as_item(inner, place) for inner in value], place)
    return Item(value, place)


def read_yaml(file: str, data: bytes, findings: Findings, most: int = MAX_FILE_BYTES) -> Item | None:
    """The root of a YAML file, or None with a P01 problem saying what does not read. Whoever builds on it
    makes new items: the same file read again is the same root.
    """
    if len(data) > most:
        findings.add("P01", Place(file), f"larger than {most} bytes", "split the file")
        return None
    root, problems = _read(file, data)
    findings.problems += problems
    return root


@lru_cache(maxsize=FILES_REMEMBERED)
def _read(file: str, data: bytes) -> tuple[Item | None, tuple[Problem, ...]]:
    """What a file of such bytes is, whichever pack is built of it, and what is wrong with it."""
    findings = Findings()
    root = _root(file, data, findings)
    return root, tuple(findings.problems)


def _root(file: str, data: bytes, findings: Findings) -> Item | None:
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8"))
        root = _Composer(file, findings).compose(text)
    except UnicodeDecodeError as error:
        findings.add("P01", Place(file), f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        findings.add(
            "P01",
            Place(file, _line_of(error, text)),
            error.problem or "does not read as YAML",
            _yaml_hint(error),
        )
    except yaml.YAMLError:
        findings.add("P01", Place(file), "holds a control character", "save it as plain text in UTF-8")
    except _Unfit as error:
        findings.add("P01", error.place, str(error), error.mend)
    else:
        if root is None:
            findings.add("P01", Place(file), "the file is empty", "remove it, or write what it is for")
        return root
    return None


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """The line of a file as editors count it: the parser counts one more at the end, and at a lone CR."""
    return text.count("\n", 0, error.problem_mark.index) + 1 if error.problem_mark else 1


def _yaml_hint(error: yaml.MarkedYAMLError) -> str:
    if "mapping values" in (error.problem or ""):
        return "a text with ': ' in it needs quotes around it"
    return "look at quotes, colons and indentation on this line and the one before"


class _Unfit(ValueError):
    """Good YAML that no pack file may be: where, and how to mend it."""

    def __init__(self, place: Place, says: str, mend: str) -> None:
        super().__init__(says)
        self.place, self.mend = place, mend


class _Composer:
    """Items out of libyaml's events, one after the other: a line is known for each."""

    def __init__(self, file: str, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.events: Iterator[Any] = iter(())

    def compose(self, text: str) -> Item | None:
        """The only document of a file; None when there is none."""
        root: Item | None = None
        self.events = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in self.events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if root is not None:
                raise _Unfit(self._at(event, ""), "a second document begins here", "one file, one document")
            root = self._item(next(self.events), "", 0)
        return root

    def _at(self, event: Any, key: str) -> Place:
        return Place(self.file, event.start_mark.line + 1, key)

    def _item(self, event: Any, key: str, depth: int) -> Item:
        place = self._at(event, key)
        self._plainly_written(event, place)
        if depth > MAX_DEPTH:
            raise _Unfit(place, f"more than {MAX_DEPTH} lists inside each other", "write it flat")
        if isinstance(event, MappingStartEvent):
            return Item(self._mapping(key, depth + 1), place)
        if isinstance(event, SequenceStartEvent):
            return Item(self._sequence(key, depth + 1), place)
        return Item(_scalar(event), place)

    def _plainly_written(self, event: NodeEvent, place: Place) -> None:
        if event.anchor:
            self.findings.add("P01", place, "anchors and aliases are not used in packs", "write it out")
        elif getattr(event, "tag", None):
            self.findings.add("P01", place, "tags are not used in packs", "leave out what begins with !")

    def _sequence(self, key: str, depth: int) -> list[Item]:
        out: list[Item] = []
        while not isinstance(event := next(self.events), CollectionEndEvent):
            out.append(self._item(event, f"{key}[{len(out) + 1}]", depth))
        return out

    def _mapping(self, key: str, depth: int) -> dict[str, Item]:
        out: dict[str, Item] = {}
        while not isinstance(named := next(self.events), CollectionEndEvent):
            place, name = self._name(named, key)
            if name in out:
                self.findings.add("P01", place, f"“{name}” stands here twice", "keep one of the two")
            out[name] = self._item(next(self.events), place.key, depth)
            out[name].place = place
        return out

    def _name(self, event: Any, key: str) -> tuple[Place, str]:
        place = self._at(event, key)
        if not isinstance(event, ScalarEvent):
            raise _Unfit(place, "a key is one word", "write `name: …`")
        self._plainly_written(event, place)
        return Place(self.file, place.line, f"{key}.{event.value}" if key else event.value), event.value


def _scalar(event: ScalarEvent | AliasEvent) -> Any:
    """What a word means: a number, true or false, nothing, or itself; in quotes always itself."""
    if isinstance(event, AliasEvent):
        return None
    value = event.value
    if not event.implicit[0]:
        return value
    return int(value) if _INT.match(value) else _CONSTANTS.get(value, value)


class Reader:
    """Takes a mapping apart with errors for people: wrong kind, missing key, unknown key."""

    def __init__(self, item: Item, findings: Findings, what: str) -> None:
        self.item, self.findings, self.what = item, findings, what
        self.taken: set[str] = set()
        if not isinstance(item.value, dict):
            findings.add("P02", item.place, f"{what} is a mapping", "write lines `key: value`")
            self.map: dict[str, Item] = {}
        else:
            self.map = item.value

    def has(self, key: str) -> bool:
        return key in self.map

    def get(self, key: str, *, required: bool = False) -> Item | None:
        self.taken.add(key)
        item = self.map.get(key)
        if item is None and required:
            self.findings.add("P02", self.item.place, f"{self.what} has no `{key}`", f"add a line `{key}: …`")
        return item

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return default
        if isinstance(item.value, bool) or not isinstance(item.value, str | int):
            self.findings.add("P02", item.place, f"`{key}` is a word or a sentence", "put it in quotes")
            return default
        return str(item.value)

    def flag(self, key: str) -> bool:
        item = self.get(key)
        if item is None:
            return False
        if not isinstance(item.value, bool):
            self.findings.add("P02", item.place, f"`{key}` is true or false", f"`{key}: true`, or no line")
            return False
        return item.value

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words; a single word counts as a list of one."""
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return ()
        values = item.value if isinstance(item.value, list) else [item]
        out = []
        for each in values:
            if isinstance(each.value, str | int) and not isinstance(each.value, bool):
                out.append(str(each.value))
            else:
                self.findings.add("P02", each.place, f"`{key}` is a list of words", f"`{key}: [one, two]`")
        return tuple(out)

    def items(self, key: str, *, required: bool = False) -> list[Item]:
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return []
        if not isinstance(item.value, list):
            self.findings.add("P02", item.place, f"`{key}` is a list", "begin each line with `-`")
            return []
        return item.value

    def pairs(self, key: str, *, required: bool = False) -> Iterator[tuple[str, Item]]:
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return iter(())
        if not isinstance(item.value, dict):
            self.findings.add("P02", item.place, f"`{key}` is a mapping", "write lines `name: …`")
            return iter(())
        return iter(item.value.items())

    def one_of(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(key, default)
        if value not in allowed:
            place = self.map[key].place if key in self.map else self.item.place
            self.findings.add("P03", place, f"`{key}: {value}` is not known", "one of " + ", ".join(allowed))
            return default
        return value

    def done(self) -> None:
        """Names every key nobody asked for: a typo must not pass in silence."""
        for key, item in self.map.items():
            if key not in self.taken:
                mend = known_instead(key, self.taken - self.map.keys(), self.taken)
                self.findings.add("P04", item.place, f"{self.what} knows no `{key}`", mend)
