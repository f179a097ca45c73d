"""Break marks: put between words of Khmer, never inside a syllable, and nothing else is touched."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kapea.core.languages.khmer import breaker
from kapea.core.languages.known import LANGUAGES
from kapea.core.languages.speech import speech_seconds
from kapea.core.languages.text import ZERO_WIDTH

KHMER = "".join(map(chr, range(0x1780, 0x17D4)))
MIXED = st.text(st.sampled_from(KHMER + " abc1២៣។" + ZERO_WIDTH), max_size=25)
SIGNS = re.compile("[\u17b6-\u17d3]")


def letters(run: str) -> list[str]:
    """The worst of cutters: every sign is a word of its own."""
    return list(run)


def halves(run: str) -> list[str]:
    return [run[: len(run) // 2], run[len(run) // 2 :]]


def test_a_run_of_khmer_is_broken_between_its_words():
    mark = breaker(lambda run: ["ជួយ", "ខ្ញុំ", "ផង"])
    assert mark("ជួយខ្ញុំផង") == ZERO_WIDTH.join(["ជួយ", "ខ្ញុំ", "ផង"])


@given(MIXED, st.sampled_from((letters, halves)))
def test_without_the_marks_the_words_are_letter_for_letter_what_they_were(words, cut):
    assert breaker(cut)(words).replace(ZERO_WIDTH, "") == words.replace(ZERO_WIDTH, "")


@given(MIXED, st.sampled_from((letters, halves)))
def test_no_sign_is_ever_parted_from_the_letter_it_belongs_to(words, cut):
    plain = words.replace(ZERO_WIDTH, "")
    for before, after in zip(breaker(cut)(plain), breaker(cut)(plain)[1:], strict=False):
        assert not (before == ZERO_WIDTH and SIGNS.match(after))


@given(MIXED)
def test_marks_stand_between_words_only_never_at_an_end_and_never_two(words):
    marked = breaker(letters)(words.replace(ZERO_WIDTH, ""))
    assert ZERO_WIDTH * 2 not in marked
    assert not marked.startswith(ZERO_WIDTH)
    assert not marked.endswith(ZERO_WIDTH)


def test_a_cutter_that_names_empty_words_adds_no_marks():
    assert breaker(lambda run: ["", run, "", ZERO_WIDTH])("ជួយ") == "ជួយ"


def test_free_is_never_broken_so_that_a_line_says_it_costs():
    mark = breaker(lambda run: ["ដោយ", "ឥត", "គិត", "ថ្លៃ", "ទេ"])
    assert mark("ដោយឥតគិតថ្លៃទេ") == ZERO_WIDTH.join(["ដោយ", "ឥតគិតថ្លៃ", "ទេ"])


def test_words_kept_whole_stay_apart_from_what_stands_beside_them():
    mark = breaker(lambda run: ["បើលោក", "អ្នកទេ", "លោក", "អ្នក", "ខ្លួន", "ឯង"])
    assert mark("បើលោកអ្នកទេលោកអ្នកខ្លួនឯង").split(ZERO_WIDTH) == ["បើ", "លោកអ្នក", "ទេ", "លោកអ្នក", "ខ្លួនឯង"]


def test_letters_that_go_on_are_another_word():
    assert breaker(lambda run: ["មនុស្ស", "ធំំ"])("មនុស្សធំំ") == ZERO_WIDTH.join(["មនុស្ស", "ធំំ"])


@given(st.text(st.characters(max_codepoint=0x0FFF), max_size=30))
def test_words_of_other_scripts_are_never_cut(words):
    assert breaker(letters)(words) == words


@given(MIXED, st.sampled_from(sorted(LANGUAGES)))
def test_marks_take_no_time_to_say(words, code):
    assert speech_seconds(breaker(letters)(words), code) == speech_seconds(words, code)


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from([*sorted(LANGUAGES), "xx"]))
def test_more_words_never_take_less_time_and_no_words_take_a_breath(words, more, code):
    assert 0 < speech_seconds(words, code) <= speech_seconds(words + more, code)


def test_every_record_is_whole():
    for record in LANGUAGES.values():
        script = record.script
        assert record.name
        assert script.direction in ("ltr", "rtl")
        assert len(script.code) == 4
        assert len(set(script.digits)) == 10
        assert all(c.isdecimal() and int(c) == n for n, c in enumerate(script.digits))
        assert record.letters_a_second > 0
        assert bool(record.most_words) == bool(record.words_because), "a limit says why, and only a limit"
