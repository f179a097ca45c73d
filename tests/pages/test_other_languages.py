"""The pages for who reads none of a country's languages: numbers, one sentence to say, drawings."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import msgspec
import pytest
from tests.conftest import COUNTRIES, world_of
from tests.core.paper.test_piece import with_upkeep
from tests.pages.conftest import Visitor, dials, publish, unmarked, words
from tests.pages.test_printing import Press
from tests.sound.made import heard
from tests.ways import LANGUAGES

from kapea.content.queries import worlds
from kapea.core.dialogue.world import World
from kapea.core.directory.phones import phone_link
from kapea.core.paper.phrase_card import NUMBERS_FROM
from kapea.core.present.phrases import GROUPS, phrasebooks
from kapea.print.press_process import PressFailed
from kapea.print.queue import PressQueue
from kapea.web.public import printing_views
from kapea.web.public.frame import ready_pictures
from kapea.web.public.other_languages import PICTURES, phrases_page
from kapea.web.public.printing_views import files

pytestmark = pytest.mark.any_database

EACH = [(country, book) for country in COUNTRIES for book in phrasebooks(world_of(country).release)]
EVERY = [pytest.param(country, book, id=f"{country}-{book.language}") for country, book in EACH]
WHOLE = {("cambodia", "vi"), ("nepal", "mai"), ("philippines", "ceb")}
"""Those with phrases; of the others only the sentence to say is known."""
NEXT_DOOR = {"cambodia": ("111", "113"), "nepal": ("112", "1800"), "philippines": (), "kenya": ()}


def page_of(visitor: Visitor, country: str, number: int):
    page = visitor.get(f"/{LANGUAGES[country][0]}/w/{number}")
    assert page.status_code == 200
    return page


def shown(html: str) -> str:
    return unmarked(unescape(html))


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_every_number_is_one_of_a_service_that_is_shown(visitor_of, country, book):
    page = page_of(visitor_of(country), country, book.number)
    services = world_of(country).directory.services.values()
    code = world_of(country).release.country
    known = {phone_link(p.number, code, p.kind) for s in services for p in s.phones}
    assert set(dials(page)) <= known
    called = [phone_link(world_of(country).directory.services[id].phones[0].number, code, "voice")
              for id in book.call]  # fmt: skip
    assert set(called) <= set(dials(page)), "each of `call` can be dialled"


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_the_sentence_is_in_the_operators_language_on_a_page_of_any(visitor_of, country, book):
    visitor, release = visitor_of(country), world_of(country).release
    for language in LANGUAGES[country]:
        html = shown(visitor.get(f"/{language}/w/{book.number}").content.decode())
        said = shown(release.text(book.ask, release.default_language))
        assert f'<p class="aloud" lang="{release.default_language}">{said}</p>' in html
        assert book.aloud in html
        assert book.alarm in html


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_nothing_but_911_is_said_to_speak_it(visitor_of, country, book):
    page = page_of(visitor_of(country), country, book.number)
    html = shown(page.content.decode())
    says = world_of(country).release.text("word.reason-speaks", LANGUAGES[country][0])
    claims = html.count(shown(says.replace("{language}", book.name)))
    named = book.language in ("ceb", "ilo", "war", "tsg")
    assert claims == (1 if named else 0)
    if named:
        card = next(each for each in html.split('<li class="contact">') if "tel:911" in each)
        assert book.name in card


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_it_says_that_no_native_speaker_has_checked_it(visitor_of, country, book):
    page = page_of(visitor_of(country), country, book.number)
    unchecked = world_of(country).release.text("word.phrases-unchecked", LANGUAGES[country][0])
    assert shown(unchecked) in words(page)


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_no_number_of_the_country_next_door_stands_there(visitor_of, country, book):
    page = page_of(visitor_of(country), country, book.number)
    for number in NEXT_DOOR[country]:
        assert not re.search(rf"\b{number}\b", words(page))


@pytest.mark.parametrize(("country", "book"), EVERY)
def test_every_phrase_that_is_known_is_met_in_its_language(visitor_of, country, book):
    html = shown(page_of(visitor_of(country), country, book.number).content.decode())
    left_out = {"call", "free", "no-credit", "child-helpline"}
    for name, phrase in book.phrases.items():
        if name not in left_out:
            assert re.search(rf'lang="{book.language}">{re.escape(phrase.says)}<', html), name
    assert bool(book.phrases) == ((country, book.language) in WHOLE)


def test_a_number_says_what_it_is_and_what_it_costs_as_far_as_both_are_known(visitor_of):
    html = shown(visitor_of("cambodia").get("/km/w/1").content.decode())
    cards = html.split('<li class="contact">')[1:]
    assert '<p class="does" lang="vi">gọi · đường dây nóng bảo vệ trẻ em · miễn phí</p>' in cards[0]
    assert '<p class="does" lang="vi">gọi · hết tiền vẫn gọi được</p>' in cards[1]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_drawing_there_is(country):
    named = {picture for group in GROUPS.values() for picture in group.values()}
    drawn = ready_pictures(world_of(country))
    assert {*named, *PICTURES.values(), "language", "who-child", "place", "paper"} <= drawn.keys()


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_first_view_leads_there_by_the_languages_own_names(visitor_of, country):
    visitor, books = visitor_of(country), phrasebooks(world_of(country).release)
    html = shown(visitor.get(f"/{LANGUAGES[country][0]}/").content.decode())
    for book in books[:2]:
        assert f'lang="{book.language}" hreflang="{book.language}">{book.name}</a>' in html
    every = shown(visitor.get(f"/{LANGUAGES[country][0]}/w").content.decode())
    assert [every.index(f"<span>{book.name}</span>") for book in books] == sorted(
        every.index(f"<span>{book.name}</span>") for book in books
    )


def test_the_row_stands_before_the_first_answer(visitor_of):
    html = visitor_of("cambodia").get("/km/").content.decode()
    assert 0 < html.index('class="tongues"') < html.index('class="tile"')


def test_a_number_that_nobody_has_is_no_page(visitor_of):
    assert visitor_of("cambodia").get("/km/w/8").status_code == 404


def test_the_helper_reads_what_a_phrase_means_and_the_reader_the_phrase(visitor_of):
    html = shown(visitor_of("cambodia").get("/en/w/1").content.decode())
    assert '<b lang="vi">đừng trả tiền</b><small>Do not pay.</small>' in html


def test_of_papers_only_what_is_known_is_said(visitor_of):
    said = words(visitor_of("cambodia").get("/en/w/1"))
    assert "In Cambodia a child without papers may be helped too." in said
    assert "You do not have to say your name here." in said
    assert "child without papers" not in words(visitor_of("nepal").get("/en/w/1"))


def test_a_service_that_is_closed_stands_last():
    release = world_of("nepal").release
    book = msgspec.structs.replace(
        release.phrasebooks["phrases-mai"], call=("life-nepal", "child-helpline", "police")
    )
    world = World(msgspec.structs.replace(release, phrasebooks={"phrases-mai": book}))
    called = []
    for hour in (6, 18):
        page = phrases_page(world, "ne", 1, at=datetime(2026, 11, 23, hour, tzinfo=UTC))
        assert page is not None
        called.append([each.card.service for each in page.people])
    assert called == [["life-nepal", "child-helpline", "police"], ["child-helpline", "police", "life-nepal"]]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_way_to_them_stands_on_every_step(visitor_of, country):
    visitor, language = visitor_of(country), LANGUAGES[country][0]
    page = visitor.answer(visitor.get(f"/{language}/"), a="1")
    assert f'<a class="tongue" href="/{language}/w"' in page.content.decode()


def test_where_countries_are_offered_each_names_them(db, settings):
    settings.KAPEA_PACKS = ["cambodia", "nepal"]
    for country in settings.KAPEA_PACKS:
        publish(world_of(country).release)
    html = Visitor().get("/").content.decode()
    for country, tag in (("cambodia", "km-kh"), ("nepal", "ne-np")):
        for book in phrasebooks(world_of(country).release):
            link = f'<a href="/{tag}/w/{book.number}" lang="{book.language}" hreflang="{book.language}">'
            assert f"{link}{book.name}</a>" in html
    worlds.clear()


def test_the_sentence_is_heard_where_a_person_recorded_it_and_never_from_a_computer(
    db, cambodia, settings, tmp_path
):
    settings.HOME, settings.KAPEA_PACKS = tmp_path, ["cambodia"]
    for by_computer in (False, True):
        publish(heard(cambodia.release, tmp_path, km={"phrases-vi.say": by_computer}))
        for language in ("km", "en"):
            html = Visitor().get(f"/{language}/w/1").content.decode()
            assert html.count("<audio") == (0 if by_computer else 1)
            assert "<audio" not in Visitor().get(f"/{language}/w/2").content.decode()
    worlds.clear()


@pytest.fixture
def pressing(monkeypatch) -> Press:
    """A press that has pressed nothing yet."""
    made = Press()
    monkeypatch.setattr(printing_views, "press_queue", PressQueue(made))
    return made


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_page_leads_to_a_card_of_it_that_can_be_printed(visitor_of, pressing, country):
    visitor = visitor_of(country)
    for language in LANGUAGES[country]:
        files.clear()
        for book in phrasebooks(world_of(country).release):
            html = visitor.get(f"/{language}/w/{book.number}").content.decode()
            address = f"/{language}/print/{NUMBERS_FROM + book.number}"
            assert f'href="{address}" type="application/pdf"' in html
            card = visitor.get(address)
            assert card.status_code == 200
            assert card.content.startswith(b"%PDF")


def test_while_the_press_is_down_the_card_can_be_asked_for_again(visitor_of, pressing):
    pressing.fails = PressFailed("TimeoutExpired")
    page = visitor_of("cambodia").get("/km/print/101")
    assert page.status_code == 503
    assert 'href="/km/print/101"' in page.content.decode()


def test_there_is_no_card_of_a_language_that_nobody_has_nor_of_one_past_its_day(visitor_of, cambodia):
    visitor = visitor_of("cambodia")
    assert visitor.get("/km/print/108").status_code == 404
    publish(with_upkeep(cambodia.release, "phrases-vi", expires="2026-01-01"))
    assert visitor.get("/km/print/101").status_code == 404
