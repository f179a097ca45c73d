"""Twenty friends a language: lines written after the corpus was closed, by people who had not seen it.

They are never learnt from. The floors below are what was reached when they were written, less a little.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest
from tests.packs import world

from kapea.core.understanding.corpus import CorpusLine, Example
from kapea.hearing.figures import ALL, Judged, figures

LANGUAGES = ("en", "fil", "km", "ne", "sw")
LEAST_LINES = 60
AT_LEAST = {"danger_asked": 90, "danger_kind": 85, "tile_right": 75, "nothing_left_alone": 50}
AT_MOST = {"calm_asked": 50, "nothing_asked": 35, "worry_left_alone": 8}
"""In percent, in every language."""


@cache
def friends(language: str) -> tuple[Example, ...]:
    data = (Path(__file__).parent / "friends" / f"{language}.jsonl").read_bytes()
    lines = [msgspec.json.decode(raw, type=CorpusLine) for raw in data.splitlines()]
    return tuple(Example(line, language, "friends") for line in lines)


@cache
def heard(language: str) -> dict[str, float]:
    listener = world("cambodia").listener
    return figures([Judged(each, listener.hear(each.line.text)) for each in friends(language)])[ALL]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_and_of_every_sort(language):
    lines = [each.line for each in friends(language)]
    assert len({line.text for line in lines}) == len(lines) >= LEAST_LINES
    assert sum(bool(line.danger) for line in lines) >= 20
    assert sum(not line.situations for line in lines) >= 20
    assert len({line.teller for line in lines}) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", AT_LEAST)
def test_they_are_heard(language, figure):
    assert heard(language)[figure] >= AT_LEAST[figure]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("figure", AT_MOST)
def test_and_not_asked_or_left_alone_for_nothing(language, figure):
    assert heard(language)[figure] <= AT_MOST[figure]
