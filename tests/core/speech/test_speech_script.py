"""What is read aloud for a text, and the name by which a recording finds its way back to it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released

from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.speech.speech_script import (
    DIGITS,
    by_file_name,
    file_name,
    spoken_words,
    words_digest,
)

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def ids() -> list[str]:
    release = released()
    return sorted(release.texts["en"])


def test_a_name_is_one_every_system_allows():
    assert {c for id in ids() for c in file_name(id) if not c.isalnum()} <= set("-.~=@+_")
    assert file_name("S01.child.step.2.do/9-11 home=safe") == "S01.child.step.2.do@9-11+home=safe"


def test_every_text_of_a_pack_is_found_again_by_the_name_of_its_file():
    names = by_file_name(ids())
    assert len(names) == len(ids()), "no two texts have one name, even where letters have one size"
    assert all(names[file_name(id).casefold()] == id for id in ids())
    assert all(names[file_name(id).upper().casefold()] == id for id in ids())


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"t": "Full words.", "t~spoken": "Said words."}, "Said words."),
        ({"t": "Full words.", "t~short": "Short"}, "Full words."),
        ({"t": "Full words.", "t~spoken": ""}, "Full words."),
        ({}, ""),
    ],
)
def test_a_voice_says_the_form_that_is_for_voices_else_the_whole_text(texts, says):
    assert spoken_words(texts, "t") == says


@given(WORDS)
def test_marks_for_the_eye_and_doubled_spaces_are_not_said_so_no_recording_is_of_other_words(words):
    said = spoken_words({"t": words}, "t")
    marked = "".join(f"{c}{ZERO_WIDTH}" for c in unicodedata.normalize("NFC", words))
    assert spoken_words({"t": f"  {marked}\n"}, "t") == said
    assert ZERO_WIDTH not in said
    assert said == " ".join(said.split())


@given(WORDS, WORDS)
def test_other_words_have_another_digest(one, other):
    assert (words_digest(one) == words_digest(other)) == (one == other)
    assert len(words_digest(one)) == DIGITS
