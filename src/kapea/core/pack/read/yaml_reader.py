"""Reading one YAML file of a pack: plain values that remember file, line and key.

YAML 1.2, so `yes` and `no` are words. A duplicate key, an anchor or a tag is refused: a reviewer must see
what is there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kapea.core.pack.problem import Findings, Place

MAX_FILE_BYTES = 512_000
_INT = "tag:yaml.org,2002:int"
_BOOL = "tag:yaml.org,2002:bool"
_NULL = "tag:yaml.org,2002:null"


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


def read_yaml(file: str, data: bytes, findings: Findings, most: int = MAX_FILE_BYTES) -> Item | None:
    """The root of a YAML file, or None with a P01 problem saying what does not read."""
    if len(data) > most:
        findings.add("P01", Place(file), f"larger than {most} bytes", "split the file")
        return None
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8"))
        yaml = YAML(typ="rt", pure=True)
        root = yaml.compose(text)
    except UnicodeDecodeError as error:
        findings.add("P01", Place(file), f"not UTF-8 at byte {error.start}", "save the file as UTF-8")
        return None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        findings.add("P01", Place(file, line), error.problem or "does not read as YAML", _yaml_hint(error))
        return None
    except YAMLError:
        findings.add("P01", Place(file), "holds a control character", "save it as plain text in UTF-8")
        return None
    if root is None:
        findings.add("P01", Place(file), "the file is empty", "remove it, or write what it is for")
        return None
    return _item(root, file, "", findings)


def _yaml_hint(error: MarkedYAMLError) -> str:
    if "mapping values" in (error.problem or ""):
        return "a text with ': ' in it needs quotes around it"
    return "look at quotes, colons and indentation on this line and the one before"


def _item(node: Node, file: str, key: str, findings: Findings) -> Item:
    place = Place(file, node.start_mark.line + 1, key)
    if node.anchor:
        findings.add("P01", place, "anchors and aliases are not used in packs", "write it out")
    if isinstance(node, MappingNode):
        return Item(_mapping(node, file, key, findings), place)
    if isinstance(node, SequenceNode):
        children = [_item(n, file, f"{key}[{i + 1}]", findings) for i, n in enumerate(node.value)]
        return Item(children, place)
    assert isinstance(node, ScalarNode)
    return Item(_scalar(node), place)


def _mapping(node: MappingNode, file: str, key: str, findings: Findings) -> dict[str, Item]:
    out: dict[str, Item] = {}
    for name_node, value_node in node.value:
        name = str(name_node.value)
        inner = f"{key}.{name}" if key else name
        if name in out:
            place = Place(file, name_node.start_mark.line + 1, inner)
            findings.add("P01", place, f"“{name}” stands here twice", "keep one of the two")
        out[name] = _item(value_node, file, inner, findings)
        out[name].place = Place(file, name_node.start_mark.line + 1, inner)
    return out


def _scalar(node: ScalarNode) -> Any:
    if node.style in ("'", '"', "|", ">"):
        return node.value
    if node.tag == _INT or (node.value.isdigit() and not node.value.startswith("0")):
        return int(node.value) if node.value.lstrip("-").isdigit() else node.value
    if node.value in ("true", "false"):
        return node.value == "true"
    if node.value in ("", "null", "~"):
        return None
    return node.value


class Reader:
    """Takes a mapping apart with errors for people: wrong kind, missing key, unknown key."""

    def __init__(self, item: Item, findings: Findings, what: str) -> None:
        self.item, self.findings, self.what = item, findings, what
        self.taken: set[str] = set()
        if not isinstance(item.value, dict):
            findings.add("P02", item.place, f"{what} is a mapping (`key: value` lines)", "")
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
            self.findings.add("P02", item.place, f"`{key}` is a word or a sentence", "")
            return default
        return str(item.value)

    def flag(self, key: str) -> bool:
        item = self.get(key)
        if item is None:
            return False
        if not isinstance(item.value, bool):
            self.findings.add("P02", item.place, f"`{key}` is true or false", "")
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
                self.findings.add("P02", each.place, f"`{key}` is a list of words", "")
        return tuple(out)

    def items(self, key: str, *, required: bool = False) -> list[Item]:
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return []
        if not isinstance(item.value, list):
            self.findings.add("P02", item.place, f"`{key}` is a list (lines that begin with `-`)", "")
            return []
        return item.value

    def pairs(self, key: str, *, required: bool = False) -> Iterator[tuple[str, Item]]:
        item = self.get(key, required=required)
        if item is None or item.value is None:
            return iter(())
        if not isinstance(item.value, dict):
            self.findings.add("P02", item.place, f"`{key}` is a mapping (`name: …` lines)", "")
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
                known = ", ".join(sorted(self.taken))
                self.findings.add("P04", item.place, f"{self.what} knows no `{key}`", f"known: {known}")
