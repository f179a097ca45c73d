"""Whether words have room on paper: more words never find more of it, a larger sheet never has less."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.core.pack.test_materials import made

from kapea.core.pack.model import Material, Part, Release
from kapea.core.paper.sheets import SHEETS
from kapea.core.paper.space_estimate import has_room

SMALL_TO_LARGE = ("A6", "A5", "A4")


@cache
def pack() -> Release:
    release = made().release
    assert release is not None
    return release


@cache
def leaflet() -> Material:
    return pack().materials["leaflet"]


def saying(words: str) -> Release:
    """The pack with other words on its leaflet, in both languages."""
    texts = {language: dict(each) | {"leaflet.1": words} for language, each in pack().texts.items()}
    return replace(pack(), texts=texts)


def test_the_leaflet_of_this_test_has_room_until_it_says_too_much():
    assert has_room(saying("Someone to call"), leaflet(), "en")
    assert not has_room(saying("Someone to call. " * 900), leaflet(), "en")


@given(st.integers(0, 900), st.integers(0, 300), st.sampled_from(("km", "en")))
def test_more_words_never_find_more_room(few, more, language):
    with_few, with_more = saying("Call. " * few), saying("Call. " * (few + more))
    assert has_room(with_few, leaflet(), language) or not has_room(with_more, leaflet(), language)


@given(st.integers(0, 900), st.sampled_from((False, True)))
def test_what_has_room_on_a_sheet_has_room_on_a_larger_one(words, fold):
    parts = tuple(replace(part, panel="inside" if fold else "") for part in leaflet().parts)
    fits = [
        has_room(saying("Call. " * words), replace(leaflet(), size=size, fold=fold, parts=parts), "en")
        for size in SMALL_TO_LARGE
    ]
    assert fits == sorted(fits)


@given(st.integers(0, 2000), st.integers(1, 3))
def test_another_page_is_never_less_room(words, pages):
    release = saying("Call. " * words)
    one, two = (replace(leaflet(), most_pages=most) for most in (pages, pages + 1))
    assert has_room(release, two, "en") or not has_room(release, one, "en")


@pytest.mark.parametrize(
    "part",
    [
        Part("people", people=("HELPLINE",)),
        Part("write", texts=("leaflet.1",), lines=12),
        Part("head", texts=("leaflet.1",), picture="person"),
        Part("address", texts=("leaflet.1",)),
        Part("sign", texts=("leaflet.1", "leaflet.1")),
    ],
    ids=lambda part: part.kind,
)
def test_every_kind_of_part_takes_room(part):
    """So many of them never fit, whatever each says."""
    release = saying("A word")
    assert has_room(release, replace(leaflet(), parts=(part,)), "en")
    assert not has_room(release, replace(leaflet(), parts=(part,) * 60), "en")


def test_one_panel_that_is_too_full_is_enough_though_another_is_empty():
    empty = Part("say", texts=("leaflet.1",), panel="inside")
    full = tuple(Part("head", texts=("leaflet.1",), panel="back") for _ in range(60))
    for parts in ((empty, *full), (*full, empty)):
        folded = replace(leaflet(), fold=True, parts=parts)
        assert not has_room(saying("A word"), folded, "en")


def test_every_sheet_has_letters_that_can_be_read_and_margins_inside_it():
    for sheet in SHEETS.values():
        assert 6 <= sheet.smallest <= sheet.body
        assert 0 < 2 * sheet.margin < min(sheet.width, sheet.height) / 2
