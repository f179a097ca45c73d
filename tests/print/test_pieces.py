"""Every piece of every country, printed and read back: on the paper stands what was meant, and no more.

Each in the language of its country, and those of one in English; `make check-all` prints each in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from tests import packs
from tests.each import for_each
from tests.packs import AT, PRINTED_IN
from tests.packs import world as world_of
from tests.print.reading import bare, codes_in, opened, picture, text_of
from tests.run import shared

from kapea.core.checker.unsourced_facts import pressed, written
from kapea.core.directory.phones import phone_words
from kapea.core.directory.trust import is_shown
from kapea.core.paper.check_word import check_word, host_of
from kapea.core.paper.piece import Piece, piece, pieces
from kapea.print import press
from kapea.print.press import LaidOut

POINTS = 72 / 25.4
SIGNS = ("·", "•")
"""What the printer puts between words and before items."""
YEAR = re.compile(r"\b20\d\d\b")
ADDRESS = "https://help.example.org/a"
PPI = 110


def every_piece() -> Iterator[tuple[str, str, str]]:
    for country, language in PRINTED_IN:
        for material in pieces(world_of(country).release):
            yield country, material.id, language


def printed_again() -> list[tuple[str, str, str]]:
    """Those that are printed a second time; `make check-all` prints all."""
    return [*every_piece()][:: 1 if packs.EVERY else 11]


each_piece = for_each("country name language", every_piece)


@cache
def made(country: str, name: str, language: str) -> Piece:
    return piece(world_of(country).release, name, language, at=AT, address=ADDRESS)


@cache
def on_paper(country: str, name: str, language: str) -> tuple[bytes, tuple[bytes, ...]]:
    """The file and its pages as pictures, as press.pdf and press.png give them, laid out once."""
    return shared(f"pressed-{country}-{name}-{language}", lambda: _on_paper(made(country, name, language)))


def _on_paper(told: Piece) -> tuple[bytes, tuple[bytes, ...]]:
    out = LaidOut(told)
    size = out.size()
    return out.compiled("pdf", size=size)[0], out.compiled("png", PPI, size=size)


def printed(country: str, name: str, language: str) -> bytes:
    return on_paper(country, name, language)[0]


def drawn(country: str, name: str, language: str) -> tuple[bytes, ...]:
    return on_paper(country, name, language)[1]


def words_of(told: Piece) -> list[str]:
    """All words that must stand on a piece."""
    out = [told.until, told.demo, told.hint]
    for thing in (thing for panel in told.panels for thing in panel.things):
        out += thing.words
        if thing.code is not None:
            out += [thing.code.shown, thing.code.lead, thing.code.word, thing.code.otherwise]
        for group in thing.groups:
            out.append(group.heading)
            for who in group.people:
                out += [who.big, who.name, who.place, *who.reasons, *who.caveats]
    return [word for word in out if word]


def test_there_is_a_card_a_poster_and_a_page_of_numbers():
    assert {"card", "poster", "numbers"} <= {name for _, name, _ in every_piece()}


@each_piece
def test_the_words_in_the_file_are_the_words_that_were_meant(country, name, language):
    told, found = made(country, name, language), text_of(printed(country, name, language))
    missing = [word for word in words_of(told) if bare(word) not in found]
    assert not missing
    marks = sum(found.count(m) - sum(word.count(m) for word in words_of(told)) for m in SIGNS)
    assert len(found) == sum(len(bare(word)) for word in words_of(told)) + marks, "and nothing stands twice"


@each_piece
def test_every_number_on_paper_is_one_the_directory_shows(country, name, language):
    release = world_of(country).release
    numbers = {
        pressed(phone_words(phone.number, release.country))
        for service in release.directory.services.values()
        if is_shown(service) and not service.local
        for phone in service.phones
    }
    told = made(country, name, language)
    people = [who for p in told.panels for t in p.things for g in t.groups for who in g.people]
    dialled = {pressed(who.big) for who in people if who.is_number}
    assert bool(dialled) == any(part.people for part in release.materials[name].parts)
    assert dialled <= numbers
    apart = {who.place for who in people} | {told.until}
    assert YEAR.search(told.until)
    words = " ".join(word for word in words_of(told) if word not in apart)
    assert {pressed(number) for number in written(words.replace("\u200b", ""))} <= numbers


@each_piece
def test_a_number_nobody_dialled_is_marked_so(country, name, language):
    release = world_of(country).release
    mark = release.text("word.reason-not-dialled", language)
    told = made(country, name, language)
    people = [who for p in told.panels for t in p.things for g in t.groups for who in g.people]
    assert not release.live
    assert all(mark in who.caveats for who in people if who.is_number)
    trial = "word.demo" if people else "word.reviewed-by-nobody"
    assert told.demo == release.text(trial, language)


@each_piece
def test_it_is_one_sheet_of_its_size(country, name, language):
    told, file = made(country, name, language), opened(printed(country, name, language))
    assert 1 <= len(file.pages) <= told.most_pages
    for page in file.pages:
        assert float(page.mediabox.width) == pytest.approx(told.sheet.width * POINTS, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(told.sheet.height * POINTS, abs=0.1)


@each_piece
def test_it_can_be_read_aloud_and_its_file_says_nothing_of_anybody(country, name, language):
    file = opened(printed(country, name, language))
    root = file.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert file.metadata is not None
    assert set(file.metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert file.metadata.title == "Kapea"
    assert str(file.metadata.get("/CreationDate", "D:1970")).startswith("D:1970")


@each_piece
def test_its_code_opens_the_address_and_the_word_beside_it_is_that_of_the_address(country, name, language):
    release = world_of(country).release
    codes = [t.code for p in made(country, name, language).panels for t in p.things if t.code is not None]
    found = [code for page in drawn(country, name, language) for code in codes_in(page)]
    assert found == [ADDRESS] * len(codes)
    word = check_word(release, host_of(ADDRESS))
    for code in codes:
        assert code.word == release.text(f"word.check-{word}", language)
        assert code.drawing == release.pictures[word]


@each_piece
def test_a_black_and_white_copy_loses_nothing(country, name, language):
    """No colour, and no grey that a poor copier leaves out: whatever is not paper is dark at its core."""
    for page in drawn(country, name, language):
        assert all(red == green == blue for _, (red, green, blue) in picture(page).getcolors(1 << 20))
    source = (press.HERE / "piece.typ").read_text(encoding="utf-8")
    assert "luma" not in source


@for_each("country name language", printed_again)
def test_the_same_piece_gives_the_same_file(country, name, language):
    told = made(country, name, language)
    assert press.pdf(told) == printed(country, name, language)
    assert press.png(told, ppi=PPI) == drawn(country, name, language)


def test_letters_come_with_the_program_and_from_nowhere_else():
    fonts = press._fonts().fonts()
    assert {font.family for font in fonts} == {"Noto Sans", "Noto Sans Devanagari", "Hanuman"}
    assert all(str(font.path).startswith(str(press.HERE)) for font in fonts)
    assert (press.HERE / "fonts" / "OFL.txt").is_file()
