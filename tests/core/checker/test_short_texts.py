"""Texts that are told to be short without measuring them fit every door; the others are measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import check
from kapea.core.checker.door_fit import is_short
from kapea.core.doors.limits import DOORS, VOICE, WEB, fits
from kapea.core.doors.render import text_said
from kapea.core.languages.known import LANGUAGES

CODES = st.sampled_from([*LANGUAGES, "xx"])
WORDS = st.text(
    st.sampled_from("a b.ក។?!ខ\u200b{}€☎\U0001f4de1\n") | st.characters(codec="utf-8"), max_size=250
)


@given(WORDS, CODES)
def test_a_short_text_fits_every_door(words: str, language: str):
    if is_short(words, language):
        assert all(fits(words, door, language) for door in DOORS)


@given(st.sampled_from("aក€.។☎\U0001f4de"), st.integers(0, 300), CODES)
def test_a_text_of_one_letter_is_not_called_short_before_it_fits(letter: str, count: int, language: str):
    fitting = all(fits(letter * count, door, language) for door in DOORS)
    assert fitting or not is_short(letter * count, language)


@pytest.mark.parametrize("words", ["You are not alone.", "អ្នកមិននៅម្នាក់ឯងទេ។", ""])
def test_what_is_said_mostly_is_short(words: str):
    assert is_short(words, "km")


def test_a_text_that_only_the_voice_says_too_long_is_found():
    spoken = "a " * 200
    changed = (
        "situations/S01.yaml",
        "You did nothing wrong.",
        f"{{say: You did no wrong., spoken: {spoken}}}",
    )
    found = [p for p in check(built(changed), on=ON).problems if p.code == "K13"]
    assert ["voice" in problem.says for problem in found] == [True] * len(found) != []


def test_doors_say_a_text_in_two_ways_and_no_other():
    release = built().release
    assert release is not None
    for text in (id for id in release.texts["en"] if "~" not in id):
        for language in release.languages:
            two = {text_said(release, text, language, door) for door in (WEB, VOICE)}
            assert {text_said(release, text, language, door) for door in DOORS} == two
