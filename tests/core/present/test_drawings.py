"""Words in drawings: whole, broken between words, inside their room; else nothing is drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.present.drawings import LEAST, TooLong, filled, slots
from kapea.core.present.layout import broken_into_lines, width

DRAWING = (
    '<svg viewBox="0 0 99 99"><path d="M1 1"/>'
    '<text data-slot="1" x="10" y="50" data-wide="120" data-high="60" font-size="16" fill="currentColor"/>'
    '<text data-slot="2" x="5" y="9" data-wide="60" data-high="20" data-spare="1" font-size="14"/></svg>'
)
KHMER = "ភាព​ឯកជន ​និង​សុវត្ថិភាព"
LETTERS = st.text(st.sampled_from("abcmWI ក្មា​ाग"), max_size=60)


def lines(svg: str) -> list[str]:
    return re.findall(r"<tspan[^>]*>([^<]*)</tspan>", svg)


def sizes(svg: str) -> list[float]:
    return [float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)]


def test_each_slot_is_filled_with_its_words():
    svg = filled(DRAWING, ["Two-Step Verification", "Settings"])
    assert slots(DRAWING) == (1, 2)
    assert lines(svg) == ["Two-Step", "Verification", "Settings"]
    assert '<path d="M1 1"/>' in svg


def test_an_empty_slot_leaves_no_trace():
    assert filled(DRAWING, []) == '<svg viewBox="0 0 99 99"><path d="M1 1"/></svg>'
    assert lines(filled(DRAWING, ["", "Settings"])) == ["Settings"]


def test_khmer_breaks_at_its_marks_only_and_shows_none_of_them():
    svg = filled(DRAWING, [KHMER])
    assert len(lines(svg)) == 2
    assert "".join(lines(svg)).replace(" ", "") == KHMER.replace("​", "").replace(" ", "")
    assert "​" not in svg


def test_longer_words_are_smaller_and_never_too_small_to_read():
    large = sizes(filled(DRAWING, ["Groups"]))[0]
    small = sizes(filled(DRAWING, ["Communication and content restrictions, and even more"]))[0]
    assert LEAST <= small < large == 16
    assert LEAST == 12


def test_words_that_do_not_fit_are_refused_whole_and_a_spare_slot_stays_empty():
    would_fit_if_smaller = " ".join(["abcdefghijklmn"] * 5)
    for words in ("abc" * 20, would_fit_if_smaller):
        with pytest.raises(TooLong, match="abc"):
            filled(DRAWING, [words])
    assert filled(DRAWING, ["", "a title that is much too long for its room up there"]).count("<text") == 0


def test_words_cannot_become_marks():
    svg = filled(DRAWING, ['</a> & <b c="">'])
    assert "<b" not in svg
    assert "</a>" not in svg
    assert " ".join(lines(svg)) == "&lt;/a&gt; &amp; &lt;b c=&quot;&quot;&gt;"


@given(LETTERS, st.floats(1, 20))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(words, ems):
    made = broken_into_lines(words, ems)
    assert all(width(line) <= ems for line in made)
    if made:
        assert "".join("".join(made).split()) == "".join(words.replace("​", "").split())
