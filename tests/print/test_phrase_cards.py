"""Every card in another language, printed and read back: each script of it is whole, on one small sheet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from tests.each import for_each
from tests.packs import AT, PRINTED_IN
from tests.packs import world as world_of
from tests.print.reading import bare, opened, text_of
from tests.print.test_pieces import POINTS, words_of
from tests.run import shared

from kapea.core.paper.phrase_card import phrase_card
from kapea.core.paper.piece import Piece
from kapea.core.present.phrases import phrasebooks
from kapea.print import press


def every_card() -> Iterator[tuple[str, str, str]]:
    for country, language in PRINTED_IN:
        for book in phrasebooks(world_of(country).release):
            yield country, book.language, language


each_card = for_each("country code language", every_card)


@cache
def made(country: str, code: str, language: str) -> Piece:
    release = world_of(country).release
    return phrase_card(release, release.phrasebooks[f"phrases-{code}"], language, at=AT)


@cache
def printed(country: str, code: str, language: str) -> bytes:
    return shared(f"card-{country}-{code}-{language}", lambda: press.pdf(made(country, code, language)))


@each_card
def test_the_words_in_the_file_are_the_words_that_were_meant(country, code, language):
    found = text_of(printed(country, code, language))
    assert [word for word in words_of(made(country, code, language)) if bare(word) not in found] == []


@each_card
def test_it_is_one_sheet_the_size_of_a_hand(country, code, language):
    [page] = opened(printed(country, code, language)).pages
    assert float(page.mediabox.width) == pytest.approx(105 * POINTS, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(148 * POINTS, abs=0.1)


@each_card
def test_it_can_be_read_aloud_and_its_file_says_nothing_of_anybody(country, code, language):
    file = opened(printed(country, code, language))
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert file.metadata is not None
    assert file.metadata.title == "Kapea"
