"""What is looked at in typed words: spelling, script and drawn-out letters matter little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.understanding.features import KINDS_OF_FEATURE, MOST_LETTERS, features, in_latin, sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("छैन", "chaina"),
        ("भोलि", "bholi"),
        ("कुट्नुहुन्छ", "kutnuhunchha"),
        ("hunxa", "hunchha"),
        ("paisa", "paysa"),
        ("k0ma", "koma"),
        ("2morow", "2morrow"),
        ("wapi", "vapi"),
    ],
)
def test_ways_to_write_one_sound_come_to_the_same(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("mama", "papa"), ("picha", "pesa"), ("मन", "मर्न"), ("12", "21")])
def test_what_sounds_otherwise_stays_apart(one, other):
    assert sound(one) != sound(other)


def test_only_devanagari_is_put_in_latin_letters():
    assert in_latin("भोलि") == "bholi"
    assert in_latin("kesho") == "kesho"
    assert in_latin("ខ្ញុំ") == "ខ្ញុំ"


def test_words_without_spaces_are_looked_at_by_their_syllables():
    found = features("ខ្ញុំចង់ដេក")
    assert {"kខ្ញុំ", "kខ្ញុំច"} <= set(found)
    assert not any(each.startswith("w") for each in found)


def test_a_line_of_two_scripts_has_the_features_of_both():
    found = features("ខ្ញុំ scared")
    assert {"kខ្ញុំ", "wscared"} <= set(found)


@given(st.text(max_size=600))
def test_anything_has_features_and_the_same_ones_each_time(words):
    found = features(words)
    assert found == features(words)
    assert len(found) == len(set(found))
    assert {each[0] for each in found} <= KINDS_OF_FEATURE.keys()


@given(st.text("abc ", min_size=1, max_size=60))
def test_signs_drawn_out_letters_and_size_change_nothing(words):
    assert features(words.upper() + "!!! 😭") == features(words)


def test_what_comes_after_the_first_letters_is_not_looked_at():
    filler = "ab " * MOST_LETTERS
    assert features(filler + "help") == features(filler)
