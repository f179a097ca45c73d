"""K33: numbers hear as well as the pack demands, of words alone and with sentence vectors beside them."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built
from tests.core.understanding.small_model import model, with_meaning

from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import explore
from kapea.core.checker.heard_words import heard_well_enough
from kapea.core.dialogue.world import World
from kapea.core.pack.hearing_model import HearingWanted

WANTED = HearingWanted(at_least={"danger_asked": 90}, at_most={"calm_asked": 30})
GOOD = {"all": {"danger_asked": 95.0, "calm_asked": 20.0}}
POOR = {"all": {"danger_asked": 80.0, "calm_asked": 40.0}}


@pytest.fixture(scope="module")
def small():
    made = built()
    return made, explore(World(made.release))


def problems(small, words, vectors=None, wanted=WANTED) -> list[str]:
    made, graph = small
    numbers = msgspec.structs.replace(model({}), figures=words)
    if vectors is not None:
        both = with_meaning(numbers, {})
        numbers = msgspec.structs.replace(
            both, meaning=msgspec.structs.replace(both.meaning, figures=vectors)
        )
    release = msgspec.structs.replace(made.release, hearing=numbers, hearing_wanted=wanted)
    case = CheckContext(made.places, release, graph, on=ON, live=False)
    return [problem.says for problem in heard_well_enough(case)]


def test_numbers_that_hear_well_enough_are_good(small):
    assert problems(small, GOOD) == problems(small, GOOD, GOOD) == []


def test_each_figure_that_is_too_poor_is_named(small):
    assert problems(small, POOR) == [
        "all: danger_asked is 80.0 %, and must be at least 90 %",
        "all: calm_asked is 40.0 %, and must be at most 30 %",
    ]


def test_what_is_heard_with_sentence_vectors_is_held_to_the_same(small):
    found = problems(small, GOOD, POOR)
    assert len(found) == 2
    assert all(says.startswith("with sentence vectors, all: ") for says in found)


def test_a_figure_that_nobody_knows_is_named(small):
    [says] = problems(small, GOOD, wanted=HearingWanted(at_least={"danger_aksed": 1}))
    assert "no figure “danger_aksed”" in says
