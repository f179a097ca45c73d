"""A check that remembers a walk finds exactly what a fresh one finds, whatever the walk was made for."""

from __future__ import annotations

from functools import cache

import pytest
from tests import packs
from tests.conftest import world_of
from tests.core.checker.small_pack import ON, built
from tests.core.checker.test_live_facts import CHANGES
from tests.core.checker.twins_of_walks import S01, Change
from tests.each import for_each

from kapea.core.checker import check, walk_memory
from kapea.core.checker.explore import explore
from kapea.core.checker.report import Report
from kapea.core.checker.walk_memory import explored
from kapea.core.pack.build import Built

PACKS = packs.SOME
OTHER_WORDS: Change = (S01, "You did nothing wrong.", "It is not your fault.")
OTHER_WAY: Change = (S01, "call: [HELPLINE]", "call: [HELPLINE, NGO]")
each_twin = for_each("twin", lambda: CHANGES)


@cache
def made(changes: tuple[Change, ...]) -> Built:
    return built(*changes)


@cache
def fresh(changes: tuple[Change, ...]) -> Report:
    return check(made(changes), on=ON)


def memory_of(*changes: Change) -> dict[str, bytes]:
    """What a check kept, to go on with: its own copy for each test, of bytes that nobody changes."""
    return dict(_kept(changes))


@cache
def _kept(changes: tuple[Change, ...]) -> dict[str, bytes]:
    return kept_anew(changes)


def kept_anew(changes: tuple[Change, ...]) -> dict[str, bytes]:
    memory: dict[str, bytes] = {}
    check(made(changes), on=ON, memory=memory)
    return memory


@each_twin
def test_after_a_check_of_the_good_pack_a_fault_is_found_as_in_a_fresh_check(twin: str):
    assert check(made(CHANGES[twin]), on=ON, memory=memory_of()) == fresh(CHANGES[twin])


@each_twin
def test_after_a_check_of_a_faulty_pack_the_good_one_is_found_as_in_a_fresh_check(twin: str):
    assert check(made(()), on=ON, memory=memory_of(*CHANGES[twin])) == fresh(())


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs that were walked, each time."""
    out: list[str] = []

    def counted(world, **asked):
        out.append(world.release.id)
        return explore(world, **asked)

    monkeypatch.setattr(walk_memory, "explore", counted)
    return out


def test_where_only_words_change_nothing_is_walked_again(walks: list[str]):
    report = check(made((OTHER_WORDS,)), on=ON, memory=kept_anew(()))
    assert (report, len(walks)) == (fresh((OTHER_WORDS,)), 1)


def test_where_a_way_or_a_person_named_changes_all_is_walked_again(walks: list[str]):
    check(made((OTHER_WAY,)), on=ON, memory=kept_anew(()))
    assert len(walks) == 2


def test_words_that_begin_to_tell_those_at_home_are_walked_for(walks: list[str]):
    memory = kept_anew(())
    tells: Change = (S01, "You did nothing wrong.", "{say: You did nothing wrong., tells: home}")
    report = check(made((tells,)), on=ON, memory=memory)
    assert (report, len(walks)) == (fresh((tells,)), 2)
    assert "K10" in {problem.code for problem in report.problems}


def test_only_the_last_walk_is_kept():
    memory = memory_of()
    check(made((OTHER_WAY,)), on=ON, memory=memory)
    assert len([key for key in memory if key.startswith(walk_memory.KIND)]) == 1


def test_without_a_memory_everything_is_walked(walks: list[str]):
    check(made(()), on=ON)
    assert walks == [], "not by way of the memory"


@pytest.mark.parametrize("pack", PACKS)
def test_a_walk_without_words_is_the_walk_of_a_real_pack(pack: str):
    walked, told = explore(world_of(pack)), explored(world_of(pack), {})
    for name in ("starts", "places", "edges", "parents", "taps", "seen", "views", "screen_of", "ways_of"):
        assert getattr(told, name) == getattr(walked, name), name
