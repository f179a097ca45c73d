"""A picture to pass on: the words of the piece, its caveats too, and nothing that tells where it is from."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.each import for_each
from tests.packs import PRINTED_IN
from tests.print.reading import bare, codes_in, letter_sizes, picture, text_of
from tests.print.test_pieces import ADDRESS, every_piece, made, words_of

from kapea.core.paper.phrase_card import phrase_card
from kapea.core.paper.piece import as_picture, fits_a_phone, piece
from kapea.core.present.phrases import phrasebooks
from kapea.print import press
from kapea.print.bare_png import bare_png, chunks
from kapea.print.press import LaidOut
from kapea.print.press_process import pressed_in_process


@cache
def fitting() -> list[tuple[str, str, str]]:
    return [each for each in every_piece() if fits_a_phone(made(*each))]


@cache
def passed_on(country: str, name: str, language: str) -> LaidOut:
    return LaidOut(as_picture(made(country, name, language)))


each_fitting = for_each("country name language", fitting)
SCREEN = 360 / 90 / (72 / 25.4)
"""Pixels of a phone 360 wide for each point of a picture that fills it."""


def test_the_poster_and_the_cards_are_passed_on_and_nothing_to_speak_from_or_to_write_on():
    assert {name for _, name, _ in fitting()} == {"poster", "cards"}
    assert len(fitting()) == 2 * len(PRINTED_IN)
    books = [(world_of(c).release, book) for c in COUNTRIES for book in phrasebooks(world_of(c).release)]
    assert all(fits_a_phone(phrase_card(release, book, "en", at=AT)) for release, book in books)


@each_fitting
def test_its_words_are_those_of_the_paper_and_the_trial_is_named(country, name, language):
    told = as_picture(made(country, name, language))
    found = text_of(passed_on(country, name, language).compiled("pdf", size=press.PICTURE_SIZE)[0])
    assert [word for word in words_of(told) if bare(word) not in found] == []
    assert told.demo == world_of(country).release.text("word.demo", language)
    assert bare(told.demo) in found


@each_fitting
def test_its_letters_are_as_large_as_in_a_message(country, name, language):
    file = passed_on(country, name, language).compiled("pdf", size=press.PICTURE_SIZE)[0]
    assert min(size for size, words in letter_sizes(file) if words.strip()) * SCREEN >= 12


@each_fitting
def test_the_file_holds_nothing_but_what_is_seen(country, name, language):
    file = press.press_piece(as_picture(made(country, name, language)))
    assert {part for part, _ in chunks(file)} <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    image = picture(file)
    assert image.width == round(90 / 25.4 * press.PICTURE_PPI)
    assert image.height > image.width / 2
    assert len(file) < 250_000
    assert codes_in(file) == ([ADDRESS] if name == "poster" else [])


def test_what_a_picture_says_of_itself_is_taken_out():
    file = press.press_piece(as_picture(made("cambodia", "cards", "km")))
    told = b"\x00\x00\x00\x05tEXtwhere\x00\x00\x00\x00"
    assert bare_png(file[:33] + told + file[33:]) == file
    with pytest.raises(ValueError, match="no PNG"):
        bare_png(b"GIF89a")


def test_a_process_of_its_own_makes_the_same_picture():
    told = as_picture(made("kenya", "cards", "sw"))
    assert pressed_in_process(msgspec.json.encode(told), 1200) == press.press_piece(told)
    assert press.press_piece(told) != press.press_piece(made("kenya", "cards", "sw"))


@pytest.mark.parametrize("state", ["draft", "reviewed"])
def test_a_paper_says_that_nobody_reviewed_it_also_when_the_pack_is_no_trial(state):
    release = world_of("cambodia").release
    upkeep = {id: msgspec.structs.replace(kept, state=state) for id, kept in release.upkeep.items()}
    live = msgspec.structs.replace(release, live=True, upkeep=upkeep)
    told = piece(live, "poster", "en", at=AT)
    mark = release.text("word.reviewed-by-nobody", "en")
    assert told.demo == (mark if state == "draft" else "")
