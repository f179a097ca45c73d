"""A property that is not asked again would have found nothing: it can have looked at no word."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.conftest import world_of
from tests.core.checker.small_pack import ON, built
from tests.core.checker.test_live_facts import CHANGES
from tests.core.checker.test_walk_memory import OTHER_WAY, OTHER_WORDS, each_twin, fresh, made, memory_of
from tests.core.checker.twins_of_walks import S01, Change

from kapea.core.checker import check, walk_memory
from kapea.core.checker.context import CheckContext
from kapea.core.checker.properties_memory import (
    NAMES,
    WordsRead,
    fingerprint,
    found_nothing,
    without_words,
)
from kapea.core.checker.walk_memory import explored
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built
from kapea.core.pack.hearing_model import HearingModel, HearingWanted, Limits
from kapea.core.pack.model import Release
from kapea.core.pack.problem import Place, Problem

checking = sys.modules["kapea.core.checker.check"]
DEAR = {"answered", "near", "first_in_red", "honest_first", "contacts_fit", "situations_complete"}
"""Properties that take long, and read no words."""


def case_of(release: Release, *, on=ON, live: bool = False, places: Any = None) -> CheckContext:
    return CheckContext(places or {}, release, explored(World(release), {}), on=on, live=live)


def changed(case: CheckContext, **parts: Any) -> CheckContext:
    """The same walk and day, with another release."""
    release = msgspec.structs.replace(case.release, **parts)
    return CheckContext(case.places, release, case.graph, on=case.on, live=case.live)


@pytest.fixture(scope="module")
def case() -> CheckContext:
    small = made(())
    assert small.release is not None
    return case_of(small.release, places=small.places)


# --- whatever is planted is found ------------------------------------------------------------


def harmless(pack: Built) -> Built:
    """The same pack, of which every word but names says nothing that any property minds."""
    assert pack.release is not None
    texts = {
        language: {id: words if id.startswith(NAMES) else "Ok." for id, words in each.items()}
        for language, each in pack.release.texts.items()
    }
    said = msgspec.structs.replace(pack.release, texts=texts, marks={}, law={}, upkeep={}, hash="harmless")
    return Built(said, [], pack.places, pack.languages, pack.begun)


@each_twin
def test_after_a_check_of_the_same_pack_with_harmless_words_a_fault_is_found(twin: str):
    memory: dict[str, bytes] = {}
    changes = CHANGES[twin]
    check(harmless(made(changes)), on=ON, memory=memory)
    assert check(made(changes), on=ON, memory=memory) == fresh(changes)


@each_twin
def test_after_a_check_of_the_same_pack_a_fault_is_found_again(twin: str):
    changes = CHANGES[twin]
    assert check(made(changes), on=ON, memory=memory_of(*changes)) == fresh(changes)


# --- what is not asked again cannot have read what is not in its key -------------------------------


OTHER: dict[str, Any] = {
    "format": 9,
    "live": True,
    "languages": ("en",),
    "facts": (),
    "nodes": (),
    "tiles": {"child": ()},
    "hearing": HearingModel((), b"", b"", 1.0, (), {}, Limits(0.5, 0.5, 0.5), "", {}),
    "hearing_wanted": HearingWanted({"tile_right": 1.0}),
}


def is_unreadable(part: Any) -> bool:
    if not isinstance(part, Mapping):
        return False
    try:
        part.get("S01")
    except WordsRead:
        return True
    return False


def another(release: Release, part: str) -> Any:
    now = getattr(release, part)
    if part in OTHER:
        return OTHER[part]
    if isinstance(now, str):
        return f"{now}x"
    if part == "directory":
        return msgspec.structs.replace(now, time_zone="Asia/Kathmandu")
    return dict(list(now.items())[1:]) if now else {"x": next(iter(release.blocks.values()))}


@pytest.mark.parametrize(
    "part", [name for name in Release.__struct_fields__ if name not in ("hash", "texts")]
)
def test_each_part_of_a_release_is_in_the_key_or_cannot_be_read(case: CheckContext, part: str):
    hidden = is_unreadable(getattr(without_words(case).release, part))
    other = another(case.release, part)
    assert other != getattr(case.release, part)
    assert hidden is (fingerprint(changed(case, **{part: other})) == fingerprint(case))


@pytest.mark.parametrize("language", ["en", "km"])
def test_each_text_is_in_the_key_or_cannot_be_read(case: CheckContext, language: str):
    readable = without_words(case).release.texts[language]
    for id, words in case.release.texts[language].items():
        texts = case.release.texts | {language: case.release.texts[language] | {id: "Something else."}}
        is_same = fingerprint(changed(case, texts=texts)) == fingerprint(case)
        if id.startswith(NAMES):
            assert (readable[id], is_same) == (words, False)
        else:
            assert is_same
            with pytest.raises(WordsRead):
                readable.get(id)


def test_a_name_that_is_not_there_is_known_to_be_lacking(case: CheckContext):
    assert "service.nobody.name" not in without_words(case).release.texts["en"]
    with pytest.raises(WordsRead):
        without_words(case).release.texts["en"].get("S01.nobody.name")


@pytest.mark.parametrize("asked", [list, len, bool, dict])
def test_which_words_there_are_cannot_be_read(case: CheckContext, asked: Any):
    wordless = without_words(case)
    for part in (wordless.release.texts["en"], wordless.release.law, wordless.places):
        with pytest.raises(WordsRead):
            asked(part)


def test_the_day_the_gate_and_the_walk_are_in_the_key(case: CheckContext):
    release = case.release
    keys = {
        fingerprint(case),
        fingerprint(case_of(release, on=ON + timedelta(days=1))),
        fingerprint(case_of(release, live=True)),
        fingerprint(changed_walk(case)),
    }
    assert len(keys) == 4
    assert fingerprint(case_of(release)) == fingerprint(case), "and nothing that differs by chance"


def changed_walk(case: CheckContext) -> CheckContext:
    """A walk that tells places apart because of words: some tell those at home."""
    tells: Change = (S01, "You did nothing wrong.", "{say: You did nothing wrong., tells: home}")
    other = made((tells,)).release
    assert other is not None
    graph = explored(World(other), {})
    return CheckContext(case.places, case.release, graph, on=case.on, live=case.live)


# --- who reads words, whichever way, is asked each time ---------------------------------------------

FIRST = "S01.child.first"
WAYS_TO_READ = {
    "a text": lambda case: case.release.texts["en"][FIRST],
    "a text of the walk": lambda case: case.graph.words(FIRST),
    "a text of the world": lambda case: case.world.release.text(FIRST, "en"),
    "a text in quotes": lambda case: case.quoted(FIRST),
    "a text in every language": lambda case: list(case.words(FIRST)),
    "every id": lambda case: case.english,
    "all words as they are searched": lambda case: case.searched.by_text,
    "phrases": lambda case: list(case.searched.hits(lambda lint: lint.banned, [FIRST])),
    "marks": lambda case: case.release.marks.get(FIRST),
    "recordings": lambda case: case.release.recorded(FIRST, "en"),
    "where something stands": lambda case: case.place_of(FIRST),
    "what is printed": lambda case: case.printed,
}


@pytest.mark.parametrize("way", WAYS_TO_READ)
def test_a_property_that_read_words_and_found_nothing_is_asked_again(case: CheckContext, way: str):
    def reads(case: CheckContext) -> Iterator[Problem]:
        if not WAYS_TO_READ[way](case) and not case.release.id:
            yield case.problem("K99", "", "nothing to read", "")

    assert list(reads(case)) == []
    assert found_nothing(case, [reads], {}) == frozenset()


def test_a_property_that_found_something_is_asked_again(case: CheckContext):
    def finds(case: CheckContext) -> Iterator[Problem]:
        yield Problem("K99", Place("pack.toml"), "something", "")

    def finds_nothing(case: CheckContext) -> Iterator[Problem]:
        yield from ()

    memory: dict[str, bytes] = {}
    for _ in range(2):
        assert found_nothing(case, [finds, finds_nothing], memory) == {finds_nothing}


def test_a_property_that_nobody_asked_before_is_asked(case: CheckContext):
    def early(case: CheckContext) -> Iterator[Problem]:
        yield from ()

    def late(case: CheckContext) -> Iterator[Problem]:
        yield from ()

    memory: dict[str, bytes] = {}
    found_nothing(case, [early], memory)
    assert found_nothing(case, [early, late], memory) == {early}


# --- what it spares ----------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Properties by name, each time one is asked."""
    out: list[str] = []

    def counted(each: Any) -> Any:
        def asks(case: CheckContext) -> Iterator[Problem]:
            out.append(each.__name__)
            return each(case)

        asks.__module__, asks.__qualname__ = each.__module__, each.__qualname__
        return asks

    monkeypatch.setattr(checking, "EVERY", tuple(map(counted, checking.EVERY)))
    return out


def test_where_only_words_change_what_reads_none_is_not_asked(asked: list[str]):
    memory = memory_of()
    asked.clear()
    report = check(made((OTHER_WORDS,)), on=ON, memory=memory)
    assert not DEAR & set(asked)
    assert {"seemly", "messages_fit", "short"} <= set(asked)
    assert report == fresh((OTHER_WORDS,))


@pytest.mark.parametrize("change", ["a way", "a name", "another day"])
def test_where_more_changes_all_is_asked(asked: list[str], change: str):
    memory, on, other = memory_of(), ON, made(())
    asked.clear()
    if change == "a way":
        other = made((OTHER_WAY,))
    elif change == "a name":
        other = renamed(built())
    else:
        on += timedelta(days=1)
    check(other, on=on, memory=memory)
    assert set(asked) >= DEAR


def renamed(pack: Built) -> Built:
    """A service has another name."""
    assert pack.release is not None
    english = dict(pack.release.texts["en"])
    name = next(id for id in english if id.startswith("service."))
    texts = pack.release.texts | {"en": english | {name: "Another name"}}
    pack.release = msgspec.structs.replace(pack.release, texts=texts)
    return pack


def test_a_name_that_grows_too_long_is_found():
    pack = built()
    memory: dict[str, bytes] = {}
    assert not check(pack, on=ON, memory=memory).of("K13")
    assert pack.release is not None
    texts = {
        language: {
            id: words * 60 if id.startswith("service.helpline") else words for id, words in each.items()
        }
        for language, each in pack.release.texts.items()
    }
    pack.release = msgspec.structs.replace(pack.release, texts=texts)
    assert check(pack, on=ON, memory=memory).of("K13")


def test_only_the_last_is_kept():
    memory = memory_of()
    check(made((OTHER_WAY,)), on=ON + timedelta(days=1), memory=memory)
    assert sorted(key.split(" ")[0] for key in memory) == ["nothing", walk_memory.KIND.strip()]


def test_in_a_real_pack_the_dear_ones_are_spared_and_find_nothing_with_its_words():
    case = case_of(world_of("cambodia").release)
    spared = found_nothing(case, checking.EVERY, {})
    assert {each.__name__ for each in spared} >= DEAR
    assert [problem for each in spared for problem in each(case)] == []
