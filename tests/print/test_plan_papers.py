"""The papers of workshop plans, printed and read back: all of a plan, nothing twice, nothing cut off.

A plan in each language, each another one; `make check-all` prints each plan in all of its country.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from tests import packs
from tests.each import for_each
from tests.packs import AT, EACH_LANGUAGE, IN_EACH_LANGUAGE
from tests.packs import world as world_of
from tests.print.reading import bare, letter_sizes, opened, page_texts, picture, text_of
from tests.print.test_lines import cut, lines_of
from tests.print.test_pieces import POINTS

from kapea.core.paper.plan_cards import PictureSheets, PlanCards, picture_sheets, plan_cards
from kapea.core.paper.sheets import PLAN_SHEET
from kapea.core.present.plan_in_words import PlanRow, plans_in_order
from kapea.print import press
from kapea.print.press import LaidOut

PPI = 50
LEAST, CLOSE = 12, 0.01
"""Points: what is read at arm's length, while speaking."""
FOOT = 9
MOST_PAGES = 6
"""With the page for the table: two leaves in most languages, three where words are long."""
UNPRINTED = 4
"""Millimetres at each edge that many a printer leaves white."""
STEP = 6
"""Plans from one that is printed to the next: those of the children, of grown-ups, of classes."""
SIGNS = "•·?"
"""What the printer puts before lines and between words."""


def in_order(country: str, language: str) -> list[tuple[str, str, str]]:
    return [(country, plan.id, language) for plan in plans_in_order(world_of(country).release)]


@cache
def every_plan() -> list[tuple[str, str, str]]:
    """A plan in each language, each another one; `make check-all` prints them all."""
    if packs.EVERY:
        return [plan for each in IN_EACH_LANGUAGE for plan in in_order(*each)]
    return [in_order(*each)[n * STEP] for n, each in enumerate(EACH_LANGUAGE)]


each_plan = for_each("country id language", every_plan)


@cache
def made(country: str, id: str, language: str) -> PlanCards:
    release = world_of(country).release
    return plan_cards(release, release.workshops[id], language, at=AT)


@cache
def laid_out(country: str, id: str, language: str) -> LaidOut:
    return LaidOut(made(country, id, language))


@cache
def pressed(country: str, id: str, language: str) -> tuple[float, bytes, tuple[bytes, ...]]:
    """The size of its letters, its file, its pages as small pictures: as press gives them, laid out once."""
    out = laid_out(country, id, language)
    size = out.size()
    return size, out.compiled("pdf", size=size)[0], out.compiled("png", PPI, size=size)


def printed(country: str, id: str, language: str) -> bytes:
    return pressed(country, id, language)[1]


@cache
def printed_sheets(country: str, id: str, language: str) -> bytes:
    return press.pdf(sheets(country, id, language))


@cache
def sheets(country: str, id: str, language: str) -> PictureSheets:
    release = world_of(country).release
    return picture_sheets(release, release.workshops[id], language)


def rows(told: PlanCards) -> Iterator[PlanRow]:
    yield from (*told.plan.before, *(row for part in told.plan.parts for row in part.rows))
    yield told.plan.after


def words_of(told: PlanCards) -> list[str]:
    """All words that must stand on the cards, without the foot of each page."""
    plan = told.plan
    out = [plan.title, plan.audience, *plan.facts, plan.able, told.call, told.demo]
    for row in (*rows(told), plan.told, plan.distress):
        out += [row.label, *row.lines, *(word for cards in row.cards for word in cards)]
    for part in plan.parts:
        out += [str(part.number), part.name, part.minutes, *(str(each.number) for each in part.pictures)]
    for who in (who for group in told.contacts for who in group.people):
        out += [who.big, who.name, who.place, *who.reasons, *who.caveats]
    return [word for word in out if word]


def unsigned(words: str) -> str:
    return "".join(letter for letter in words if letter not in SIGNS)


@each_plan
def test_all_of_a_plan_stands_on_its_cards_and_nothing_twice(country, id, language):
    told, found = made(country, id, language), text_of(printed(country, id, language))
    assert [word for word in words_of(told) if bare(word) not in found] == []
    assert len(unsigned(found)) == sum(len(unsigned(bare(word))) for word in words_of(told))


@each_plan
def test_every_page_has_its_foot(country, id, language):
    told, file = made(country, id, language), printed(country, id, language)
    pages = len(opened(file).pages)
    feet = page_texts(file, beside=True)
    assert feet == [bare(f"{told.foot}{told.number}·{page}/{pages}") for page in range(1, pages + 1)]


@each_plan
def test_the_pages_fit_a_hand_and_the_last_lies_open_by_itself(country, id, language):
    told, file = made(country, id, language), printed(country, id, language)
    pages = page_texts(file)
    assert 2 <= len(pages) <= MOST_PAGES
    plan = told.plan
    on_table = [plan.told.label, *plan.told.lines, plan.distress.label, *plan.distress.lines, told.call]
    assert [line for line in on_table if bare(line) not in pages[-1]] == []
    assert [row.label for row in rows(told) if bare("".join(row.lines)) in pages[-1]] == []
    assert all(bare(who.big) in pages[-1] for group in told.contacts for who in group.people)


@each_plan
def test_no_letter_is_smaller_than_twelve_points_but_in_the_foot(country, id, language):
    told, file = made(country, id, language), printed(country, id, language)
    small = [(size, words) for size, words in letter_sizes(file) if size < LEAST - CLOSE and words.strip()]
    assert all(abs(size - FOOT) < CLOSE for size, _ in small)
    pages = len(opened(file).pages)
    assert len(small) <= pages * (len(told.foot) + 9)


@each_plan
def test_lines_end_where_words_end(country, id, language):
    told = made(country, id, language)
    assert cut(lines_of(printed(country, id, language)), [*words_of(told), told.foot]) == []


@each_plan
def test_nothing_reaches_an_edge_and_all_is_black_on_white(country, id, language):
    for page in pressed(country, id, language)[2]:
        image = picture(page)
        assert all(red == green == blue for _, (red, green, blue) in image.getcolors(1 << 20))
        edge = round(image.width / PLAN_SHEET.width * UNPRINTED)
        inside = image.convert("L").point(lambda shade: 255 if shade < 250 else 0).getbbox()
        assert inside is not None
        left, top, right, bottom = inside
        assert min(left, top, image.width - right, image.height - bottom) >= edge


@each_plan
def test_they_can_be_read_aloud_and_their_files_say_nothing_of_anybody(country, id, language):
    for data in (printed(country, id, language), printed_sheets(country, id, language)):
        file = opened(data)
        root = file.trailer["/Root"]
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert file.metadata is not None
        assert file.metadata.title == "Kapea"
        assert str(file.metadata.get("/CreationDate", "D:1970")).startswith("D:1970")


@each_plan
def test_a_picture_sheet_has_a_picture_and_its_number_and_no_word(country, id, language):
    told = sheets(country, id, language)
    data = printed_sheets(country, id, language)
    pages = opened(data).pages
    assert len(pages) == len(told.drawings)
    assert page_texts(data) == [f"{told.number}·{n}" for n in range(1, len(pages) + 1)]
    for page in pages:
        assert float(page.mediabox.width) == pytest.approx(PLAN_SHEET.width * POINTS, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(PLAN_SHEET.height * POINTS, abs=0.1)


@each_plan
def test_a_picture_fills_its_sheet(country, id, language):
    for page in press.png(sheets(country, id, language), ppi=20):
        image = picture(page).convert("L").point(lambda shade: 255 if shade < 128 else 0)
        high = image.crop((0, 0, image.width, round(image.height * 0.93))).getbbox()
        assert high is not None
        assert max((high[2] - high[0]) / image.width, (high[3] - high[1]) / image.width) > 0.5


def test_the_same_plan_gives_the_same_files():
    plan = every_plan()[0]
    assert press.pdf(made(*plan)) == printed(*plan)
    assert press.pdf(sheets(*plan)) == printed_sheets(*plan)


def test_letters_are_as_large_as_the_fewest_pages_allow():
    plan = every_plan()[0]
    told, out, (size, *_) = made(*plan), laid_out(*plan), pressed(*plan)
    fewest = out.pages(told.sheet.smallest)
    assert out.pages(size) == fewest
    assert size == told.sheet.body or out.pages(size + press.CARDS_STEP) > fewest
