"""The situations that typed words are most like: found in every language, bounded, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import world

from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml
from kapea.core.understanding.likely import MOST_LETTERS, Likely

SPOKEN_IN = {"en": "kenya", "sw": "kenya", "km": "cambodia", "ne": "nepal", "fil": "philippines"}
FIRST, FOUND = 3, 0.8
"""Of the worries of a language, so many at least have their situation among the first three."""
SAID = {
    "games": ["plays games all night", "នៅលេងហ្គេម"],
    "hacked": ["my account is hacked"],
    "sad": ["so sad"],
}


def _worries() -> dict[str, list[list[str]]]:
    path = Path(__file__).with_name("worries.yaml")
    return read_yaml(path.name, path.read_bytes(), Findings()).plain()


def _likely() -> Likely:
    return Likely(lambda: SAID)


@pytest.mark.parametrize("language", SPOKEN_IN)
def test_a_worry_finds_its_situation_among_the_first_three(language):
    release, likely = world(SPOKEN_IN[language]).release, world(SPOKEN_IN[language]).likely
    worries = _worries()[language]
    missed = [
        (situation, words, found)
        for situation, words in worries
        if situation not in (found := likely.best(words, release.situations, FIRST))
    ]
    assert len(worries) >= 10
    assert len(missed) <= (1 - FOUND) * len(worries), missed


@pytest.mark.parametrize("language", ["en", "fil", "km", "ne", "sw"])
def test_every_situation_is_typed_about_in_every_language(language):
    release = world("cambodia").release
    known = set(release.situations) - {world("cambodia").release.tiles["child"][-1]}
    assert known <= set(release.flags[language].typed), "the last tile is for what is like nothing"


def test_letters_of_another_script_and_other_endings_are_found():
    assert _likely().best("he is playing all nights", SAID, 3)[0] == "games"
    assert _likely().best("កូនខ្ញុំលេងហ្គេម", SAID, 3) == ("games",)


def test_only_what_is_asked_for_is_found_and_no_more_of_it():
    assert _likely().best("hacked account games sad", {"sad", "games"}, 3) != ()
    assert "hacked" not in _likely().best("hacked account games sad", {"sad", "games"}, 3)
    assert len(_likely().best("hacked account games all night sad", SAID, 1)) == 1


@pytest.mark.parametrize("words", ["", "   ", "∅ ∅", "!?", "xyzzy"])
def test_what_is_like_nothing_finds_nothing(words):
    assert _likely().best(words, SAID, 3) == ()


@given(st.text(max_size=600), st.integers(0, 5))
def test_nothing_typed_breaks_it(words, most):
    found = _likely().best(words, SAID, most)
    assert found == _likely().best(words, SAID, most)
    assert len(found) == len(set(found)) <= most
    assert set(found) <= set(SAID)


def test_what_comes_after_the_first_letters_is_not_looked_at():
    filler = "z" * 2 + " y" * (MOST_LETTERS // 2)
    assert _likely().best(f"{filler} my account is hacked", SAID, 3) == ()
