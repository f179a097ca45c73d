"""The lines that numbers are learnt from: enough of everything, by several writers, nobody's own data."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from tests.packs import world

from kapea.content import folder
from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import is_lines
from kapea.core.understanding.corpus import STYLES, Example, read_corpus

LANGUAGES = ("en", "fil", "km", "ne", "sw")
SITUATIONS = [f"S{n:02}" for n in range(1, 39)]
LEAST_LINES, LEAST_NOTHING, LEAST_OF_A_KIND, LEAST_WRITERS, LEAST_PAIRS = 60, 400, 90, 4, 80
NUMBER = re.compile(r"\d[\d\s-]{6,}\d")
"""As many digits as a telephone has."""
ADDRESS = re.compile(r"https?:|www\.|\S@\S+\.\S")


@pytest.fixture(scope="module")
def lines() -> tuple[Example, ...]:
    _, files = folder.read_pack_files(folder.shipped() / "common")
    inner = {path.removeprefix("common/"): data for path, data in files.items()}
    return read_corpus({path: data for path, data in inner.items() if is_lines(path)})


@pytest.mark.parametrize("language", LANGUAGES)
class TestEachLanguage:
    def test_each_situation_has_enough_lines(self, lines, language):
        counts = Counter(id for e in lines if e.language == language for id in e.line.situations)
        assert {id: counts[id] for id in SITUATIONS if counts[id] < LEAST_LINES} == {}

    def test_enough_lines_need_nothing(self, lines, language):
        assert sum(e.language == language and not e.line.situations for e in lines) >= LEAST_NOTHING

    def test_each_kind_of_danger_has_enough_lines(self, lines, language):
        counts = Counter(kind for e in lines if e.language == language for kind in e.line.danger)
        assert {kind: counts[kind] for kind in ALL_KINDS if counts[kind] < LEAST_OF_A_KIND} == {}

    def test_there_are_several_writers_and_many_who_tell(self, lines, language):
        own = [e for e in lines if e.language == language]
        assert len({e.writer for e in own}) >= LEAST_WRITERS
        assert len({e.line.teller for e in own}) >= 10

    def test_there_are_pairs_of_which_one_crosses_the_line(self, lines, language):
        pairs = defaultdict(list)
        for e in lines:
            if e.language == language and e.line.pair:
                pairs[e.line.pair].append(bool(e.line.danger))
        good = [pair for pair, danger in pairs.items() if sorted(danger) == [False, True]]
        assert len(good) >= LEAST_PAIRS

    def test_no_line_is_there_twice(self, lines, language):
        texts = Counter(" ".join(e.line.text.casefold().split()) for e in lines if e.language == language)
        assert [text for text, n in texts.items() if n > 1] == []


def test_ids_are_each_given_once(lines):
    assert len({e.line.id for e in lines}) == len(lines)


def test_every_way_of_writing_is_there(lines):
    assert {e.line.style for e in lines} == set(STYLES)


def test_situations_are_those_of_the_packs(lines):
    assert {id for e in lines for id in e.line.situations} <= world("cambodia").release.situations.keys()


def test_no_line_has_a_telephone_number_or_an_address(lines):
    found = [e.line.id for e in lines if NUMBER.search(e.line.text) or ADDRESS.search(e.line.text)]
    assert found == []
