"""Whatever stands in whatever file of a pack: a release, or problems that name the file. Never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from operator import getitem
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.checker.small_pack import files
from tests.core.checker.small_study import STUDY_CARDS, STUDY_GUIDE
from tests.core.checker.small_workshop import BLOCKS, PLAN
from tests.core.pack.test_materials import LEAFLET

from kapea.core.pack.build import build
from kapea.core.pack.model import Release
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

WAY = tuple[str | int, ...]
"""Keys and positions that lead to a value in a file."""
MORE = {
    "materials/leaflet.yaml": LEAFLET,
    "workshops/evening.yaml": PLAN,
    "studies/study-moon.yaml": STUDY_GUIDE,
    "studies/study-cards.yaml": STUDY_CARDS,
    **{f"blocks/{name}.yaml": text for name, text in BLOCKS.items()},
    "tiles.yaml": "child: [S02, S01]\n",
    "flags/en.yaml": "dying: [kill myself]\nhurt: [hits me]\nmarriage: [marry]\nlocked: [locked in]\n"
    "meeting: [meet him]\nthreat: [post it]\n",
    "media/km/index.yaml": "recordings: {}\n",
}
ODD = st.sampled_from(
    (None, 0, 7, True, "", "word", "situations", "situation.x", "block.", "walk.", "9" * 5000, [], {}, [None],
     [[1]], ["x", "x"], {"x": None}, {"x": "y"}, {"say": []}, {"rises": 1}, {"a": {"b": [{}]}})
)  # fmt: skip


@cache
def sources() -> dict[str, bytes]:
    return files() | {f"small/{path}": text.encode() for path, text in MORE.items()}


@cache
def parsed(name: str) -> Any:
    item = read_yaml(name, sources()[name], Findings())
    assert item is not None
    return item.plain()


@cache
def ways(name: str) -> list[WAY]:
    return list(_ways(parsed(name), ()))


def _ways(value: Any, way: WAY) -> Iterator[WAY]:
    yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _ways(each, (*way, key))


def put(value: Any, way: WAY, new: Any) -> Any:
    """The value with what stands at the end of a way replaced."""
    if not way:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[way[0]] = put(value[way[0]], way[1:], new)
    return copy


def dumped(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode()


def names() -> list[str]:
    return sorted(name for name in sources() if name.endswith(".yaml"))


@cache
def good() -> Release:
    release = build(sources(), "small").release
    assert release is not None
    return release


@settings(max_examples=60)
@given(st.sampled_from(names()), st.data())
def test_any_value_anywhere_gives_a_release_or_problems_that_say_how_to_mend_them(name, data):
    way = data.draw(st.sampled_from(ways(name)))
    text = dumped(put(parsed(name), way, data.draw(ODD)))
    built = build(sources() | {name: text}, "small")
    assert built.ok or any(p.severity == "error" for p in built.problems)
    assert all(p.says and p.mend for p in built.problems), [str(p) for p in built.problems]


@settings(max_examples=60)
@given(st.sampled_from(names()), st.data())
def test_a_misspelt_key_anywhere_never_leaves_a_pack_as_if_it_were_not_there(name, data):
    """It is a problem; or, where a name is the author's own (nodes, texts), the release is another one."""
    keyed = [way for way in ways(name) if way and isinstance(way[-1], str)]
    if not keyed:
        return
    *above, key = data.draw(st.sampled_from(keyed))
    inner = reduce(getitem, above, parsed(name))
    renamed = {f"{k}x" if k == key else k: v for k, v in inner.items()}
    built = build(sources() | {name: dumped(put(parsed(name), tuple(above), renamed))}, "small")
    assert built.problems or built.release is None or built.release.hash != good().hash


@settings(max_examples=60)
@given(st.binary(max_size=80), st.sampled_from(sorted(sources())))
def test_any_bytes_in_any_file_give_a_release_or_problems(data, name):
    built = build(sources() | {name: data}, "small")
    assert built.ok or built.problems
