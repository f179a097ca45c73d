"""What eyes need: large letters, a number for the whole room, strips to tear, cards to cut."""

from __future__ import annotations

import msgspec
import pytest
from PIL import Image, ImageChops
from tests.conftest import AT, world_of
from tests.packs import PRINTED_IN
from tests.print.reading import bare, letter_sizes, picture, text_of
from tests.print.test_phrase_cards import each_card
from tests.print.test_phrase_cards import printed as printed_card
from tests.print.test_pieces import drawn, each_piece, made, printed

from kapea.core.paper.check_word import reveals
from kapea.core.paper.piece import Piece, piece
from kapea.core.paper.sheets import SHEETS
from kapea.print import press

LEAST, ACROSS_A_ROOM = 9, 110
"""Points: what aged eyes read on paper in the hand, and what is read from a bench by the other wall."""
CLOSE = 0.01
COPIES, STRIPS = 8, 10
each_poster = pytest.mark.parametrize(("country", "language"), PRINTED_IN)


def sizes(data: bytes) -> list[float]:
    return [size for size, words in letter_sizes(data) if words.strip()]


@each_piece
def test_no_letter_of_a_piece_is_smaller_than_nine_points(country, name, language):
    assert min(sizes(printed(country, name, language))) >= LEAST - CLOSE


@each_card
def test_no_letter_of_a_card_in_another_language_is_either(country, code, language):
    assert min(sizes(printed_card(country, code, language))) >= LEAST - CLOSE


@each_poster
def test_the_number_on_the_wall_is_read_across_a_room(country, language):
    told = made(country, "poster", language)
    [first, *_] = [who for p in told.panels for t in p.things for g in t.groups for who in g.people]
    large = "".join(words for size, words in letter_sizes(printed(country, "poster", language)) if size > 90)
    assert bare(large) == bare(first.big)
    assert max(sizes(printed(country, "poster", language))) >= ACROSS_A_ROOM
    assert any(thing.drawing for panel in told.panels for thing in panel.things if thing.kind == "head")


@each_poster
def test_whoever_tears_a_strip_off_has_the_number_and_nothing_that_tells(country, language):
    told, file = made(country, "poster", language), printed(country, "poster", language)
    [who] = [t.strip for p in told.panels for t in p.things if t.strip is not None]
    one, every = bare(who.big + who.name), text_of(file, beside=True)
    assert every == one * every.count(one)
    assert every.count(one) >= STRIPS
    assert not reveals(world_of(country).release, who.name, language)
    assert {round(size) for size, words in letter_sizes(file) if words == who.big} >= {24}


def test_a_name_that_tells_is_left_off_the_strips():
    release = world_of("cambodia").release
    [first, *_] = piece(release, "poster", "en", at=AT).panels[0].things[2].groups[0].people
    telling = msgspec.structs.replace(release.lint["en"], revealing=(first.name.casefold(),))
    release = msgspec.structs.replace(release, lint={**release.lint, "en": telling})
    [strip] = [t.strip for p in piece(release, "poster", "en", at=AT).panels for t in p.things if t.strip]
    assert (strip.big, strip.name) == (first.big, "")


@each_poster
def test_eight_cards_are_one_card_eight_times(country, language):
    [page] = drawn(country, "cards", language)
    sheet, cards = SHEETS["A7", False], []
    image = picture(page)
    dot = image.width / sheet.width
    wide, high = sheet.card
    left, above = (sheet.width - 2 * wide) / 2, (sheet.height - 4 * high) / 2
    for n in range(COPIES):
        x, y = left + n % 2 * wide, above + n // 2 * high
        cards.append(
            image.crop(tuple(round(each * dot) for each in (x + 1, y + 1, x + wide - 1, y + high - 1)))
        )
    first = cards[0].size
    assert all(card.getbbox() and card.convert("L").getextrema()[0] < 60 for card in cards)
    small = [card.resize(first).convert("L").resize((48, 35), Image.Resampling.BOX) for card in cards]
    assert all(max(ImageChops.difference(small[0], card).getextrema()) < 90 for card in small)
    edge = image.convert("L").crop((0, 0, image.width, round((above - 1) * dot)))
    assert edge.getextrema()[0] < 160, "marks to cut along stand outside the cards"


def test_a_number_too_wide_for_the_wall_is_made_narrower_and_not_cut():
    told = msgspec.json.encode(piece(world_of("cambodia").release, "poster", "en", at=AT))
    wide = told.replace(b'"big":"1280"', b'"big":"1800 180 180 180"')
    file = press.pdf(msgspec.json.decode(wide, type=Piece))
    assert max(size for size, words in letter_sizes(file) if words == "1800 180 180 180") < ACROSS_A_ROOM
