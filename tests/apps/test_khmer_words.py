"""Khmer words end where khmercut ends them: what its model looks at is put together as there."""

from __future__ import annotations

import re

import khmercut
from hypothesis import given
from hypothesis import strategies as st

from kapea.content import folder, khmer_words

RUN = re.compile(r"[\u1780-\u17d3\u17dc\u17dd]+")


def runs() -> list[str]:
    """Every tenth run of Khmer letters that the shipped catalogues have."""
    files = sorted((folder.shipped()).glob("*/locale/km/*.po"))
    return sorted({run for file in files for run in RUN.findall(file.read_text(encoding="utf-8"))})[::10]


def test_words_of_the_packs_end_where_the_cutter_ends_them():
    each = runs()
    assert len(each) > 300
    assert [list(khmer_words.cut_words(run)) for run in each] == [khmercut.tokenize(run) for run in each]


@given(st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17DD), min_size=1, max_size=24))
def test_so_do_letters_in_any_order(run: str):
    assert list(khmer_words.cut_words(run)) == khmercut.tokenize(run)


@given(st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17DD), min_size=1, max_size=24))
def test_no_letter_is_lost(run: str):
    assert "".join(khmer_words.cut_words(run)) == run
