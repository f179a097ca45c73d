"""Listed words are found as words, and sentences counted as a reader would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.phrases import Phrases, count_words, length, most_words, plain, sentences


@pytest.mark.parametrize(
    ("listed", "text", "found"),
    [
        ("sex", "Someone from Essex.", None),
        ("sex", "Sex, they said.", "sex"),
        ("should have", "You SHOULD   have.", "should have"),
        ("boys don't cry", "Boys don’t cry", "boys don't cry"),
        ("100% safe", "It is 100% safe.", "100% safe"),
        ("ស្លាប់", "ចង់\u200bស្លាប់\u200bហើយ", "ស្លាប់"),
        ("ចង់ស្លាប់", "ចង់\u200bស្លាប់", "ចង់ស្លាប់"),
        ("ចង់ស្លាប់", "ចង់\u2060\u17b4ស្លាប់", "ចង់ស្លាប់"),
        ("stupid", "You are stu\u00adp\u200did.", "stupid"),
        ("आत्महत्या", "आत्म\u200dहत्या", "आत्महत्या"),
        ("abuse", "on_abuse_1", "abuse"),
        ("abuse", "disabused", None),
    ],
)
def test_a_phrase_is_found_whole(listed: str, text: str, found: str | None):
    assert Phrases([listed]).find(plain(text)) == found


def test_the_longer_phrase_is_named():
    assert Phrases(["child", "child bride"]).find("a child bride") == "child bride"


def test_an_empty_list_finds_nothing():
    assert Phrases([]).find("anything") is None


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("You did nothing wrong", 4),
        ("Call 092 311 511 now", 3),
        ("Ages 9 to 11", 4),
        ("ការ\u200bជួយ ផ្ទះ", 3),
        ("–", 0),
    ],
)
def test_words_are_counted(sentence: str, words: int):
    assert count_words(sentence) == words


def test_a_colon_and_a_khan_end_a_sentence():
    assert sentences("Say: I am here. Go!") == ["Say", "I am here", "Go"]
    assert sentences("ទៅ។ មាន។") == ["ទៅ", "មាន"]
    assert sentences("Call 1.5 times") == ["Call 1.5 times"]


def test_a_danda_ends_a_sentence():
    """Nepali ends its sentences so; unseen, four short ones would count as one long one."""
    assert sentences("तिम्रो कुनै गल्ती छैन। भन।") == ["तिम्रो कुनै गल्ती छैन", "भन"]


def test_break_marks_have_no_length():
    assert length("ការ\u200bការ") == 6


@given(st.text(st.sampled_from("ab1२ .,-(\n\t\u200b\u00a0ក។"), max_size=40))
def test_no_sentence_has_more_words_than_the_quick_count_says(text: str):
    assert max(map(count_words, sentences(text)), default=0) <= most_words(text)


@given(
    st.lists(st.text(st.sampled_from("ab កខ-"), min_size=1, max_size=5), max_size=5),
    st.text(st.sampled_from("ab កខ-."), max_size=20),
)
def test_a_listed_phrase_is_found_as_if_each_were_looked_for_alone(listed: list[str], words: str):
    text = plain(words)
    alone = [found for phrase in listed if (found := Phrases([phrase]).find(text)) is not None]
    found = Phrases(listed).find(text)
    assert (found is None) == (not alone)
    assert found is None or found in alone
