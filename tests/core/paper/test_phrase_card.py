"""The card in another language: its numbers are those of the page, and it is refused past its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.core.paper.test_piece import people_on, with_services, with_upkeep

from kapea.core.directory.phones import phone_words
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.phrase_card import phrase_card
from kapea.core.paper.piece import pieces
from kapea.core.present.phrases import phrasebooks

LATER = datetime(2027, 11, 24, 12, tzinfo=UTC)
EACH = [(country, book) for country in COUNTRIES for book in phrasebooks(world_of(country).release)]
each_card = pytest.mark.parametrize(
    ("country", "book"), [pytest.param(*each, id=f"{each[0]}-{each[1].language}") for each in EACH]
)


def said(card) -> list[str]:
    return [w.replace(ZERO_WIDTH, "") for panel in card.panels for t in panel.things for w in t.words]


@each_card
def test_it_names_those_of_the_page_in_their_order(country, book):
    release = world_of(country).release
    card = phrase_card(release, book, "en", at=AT)
    numbers = [release.directory.services[id].phones[0].number for id in book.call]
    assert [who.big for who in people_on(card)] == [phone_words(n, release.country) for n in numbers]
    assert all(who.is_number for who in people_on(card))


@each_card
def test_the_sentence_is_in_the_operators_language_whoever_prints_it(country, book):
    release = world_of(country).release
    sentence = release.text(book.ask, release.default_language).replace(ZERO_WIDTH, "")
    for language in release.languages:
        words = said(phrase_card(release, book, language, at=AT))
        assert sentence in words
        assert words[0] == book.name


@each_card
def test_it_does_not_depend_on_the_hour(country, book):
    release = world_of(country).release
    then = AT + timedelta(hours=11)
    assert phrase_card(release, book, "en", at=then) == phrase_card(release, book, "en", at=AT)


@each_card
def test_its_number_is_that_of_no_material(country, book):
    release = world_of(country).release
    card = phrase_card(release, book, "en", at=AT)
    assert card.number not in {each.number for each in pieces(release)}


def test_it_says_that_nobody_has_checked_it_until_somebody_has():
    release = world_of("cambodia").release
    book = release.phrasebooks["phrases-vi"]
    unchecked = release.text("word.phrases-unchecked", "en")
    assert unchecked in phrase_card(release, book, "en", at=AT).demo
    reviewed = with_upkeep(release, "phrases-vi", state="reviewed")
    assert unchecked not in phrase_card(reviewed, book, "en", at=AT).demo


def test_past_its_day_or_without_a_source_it_is_refused():
    release = world_of("cambodia").release
    book = release.phrasebooks["phrases-vi"]
    with pytest.raises(Unprintable, match="expired on 2027-05-24"):
        phrase_card(release, book, "en", at=LATER)
    with pytest.raises(Unprintable, match="names no source"):
        phrase_card(with_upkeep(release, "phrases-vi", sources=()), book, "en", at=AT)


def test_with_a_number_past_its_day_it_is_refused():
    release = with_services(world_of("cambodia").release, expires="2026-11-01")
    with pytest.raises(Unprintable, match="child-helpline"):
        phrase_card(release, release.phrasebooks["phrases-vi"], "en", at=AT)


def test_where_letters_to_read_out_are_not_needed_there_are_none():
    release = world_of("cambodia").release
    book = msgspec.structs.replace(release.phrasebooks["phrases-vi"], aloud="", alarm="")
    words = said(phrase_card(release, book, "en", at=AT))
    assert words[-1] == "កុមារ – គ្រោះថ្នាក់ – …"
    assert not any("khnhom" in each or "kroh" in each for each in words)
