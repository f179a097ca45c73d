"""A person's way from the first view to someone who can be called, without scripts, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.pages.conftest import Visitor, buttons, dials, led_on, words

from kapea.guide.models import Conversation

LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])


def take(visitor: Visitor, response, *, prefer=("no", "1")):
    """Answers as somebody would who does what is asked, until contacts stand on the page."""
    for _ in range(20):
        if dials(response)[:-1]:
            return response
        key = next(k for k in (*prefer, *buttons(response)) if k in buttons(response))
        response = visitor.answer(response, a=key)
    raise AssertionError("no contact after twenty answers")


def test_root_leads_to_a_language_the_browser_asks_for(visitor):
    asked = {"en-GB,en;q=0.9": "/en/", "km": "/km/", "fr,de": "/km/", "": "/km/", "\x00;;;q=x": "/km/"}
    for header, to in asked.items():
        response = visitor.get("/", headers={"accept-language": header})
        assert (response.status_code, response["Location"]) == (302, to)
        assert "Accept-Language" in response["Vary"]


@LANGUAGES
def test_first_view_names_who_can_help_before_any_word_of_ours(visitor, says, language):
    response = visitor.get(f"/{language}/")
    assert dials(response)[:2] == ["tel:1280", "tel:117"]
    html = response.content.decode()
    assert html.index("tel:1280") < html.index("</section>") < html.index('class="tiles"')
    assert len([k for k in buttons(response) if k.isdecimal()]) == 5
    for name in ("machine", "not-kept", "leaving"):
        assert says(f"help.{name}", language) in words(response)
    assert says("word.demo", language) in words(response)


@LANGUAGES
@pytest.mark.parametrize("who", ["1", "2", "3", "4", "5"])
def test_whoever_asks_reaches_a_number_that_can_be_dialled(visitor, language, who):
    response = visitor.walk(language, who)
    assert led_on(response) == [(f"/{language}/h/1", 303)]
    situation = next(k for k in buttons(response) if k.startswith("S"))
    response = visitor.answer(response, a=situation)
    assert "<h1>" in response.content.decode()
    assert dials(take(visitor, response))


@LANGUAGES
def test_red_tile_leads_to_the_right_number_without_a_question(visitor, language):
    response = visitor.walk(language, "help")
    assert dials(response)[:2] == ["tel:1280", "tel:117"]
    hurt = visitor.answer(response, a="1")
    assert dials(hurt)[0] == "tel:117"
    assert "level-red" in hurt.content.decode()
    dying = visitor.answer(visitor.answer(hurt, m="back"), a="2")
    assert dials(dying)[0] == "tel:1280"


def test_every_step_offers_help_now_leave_and_the_other_language(visitor):
    response = visitor.walk("en", "1", "S02", "1")
    html = response.content.decode()
    assert 'name="m" value="help"' in html
    assert 'action="/leave"' in html
    assert f'href="/km/h/3?c={visitor.tag}" lang="km"' in html


def test_language_link_keeps_the_place(visitor, says):
    visitor.walk("en", "1", "S02")
    english, khmer = visitor.get("/en/h/2"), visitor.get("/km/h/2")
    assert says("S02.child.first") in words(english)
    assert 'lang="km"' in khmer.content.decode()
    assert buttons(khmer).keys() == buttons(english).keys()
    assert 'href="/km/find?t=1&amp;a=12"' in visitor.get("/en/find?t=1&a=12").content.decode()


def test_back_goes_back_one_and_start_again_to_the_first_view(visitor):
    response = visitor.walk("en", "1", "S02", "back")
    assert response.request["PATH_INFO"] == "/en/h/1"
    assert visitor.answer(response, m="back").request["PATH_INFO"] == "/en/"
    response = visitor.walk("en", "1", "S02", "restart")
    assert response.request["PATH_INFO"] == "/en/"


def test_an_earlier_page_shows_what_it_showed(visitor, says):
    visitor.walk("en", "1", "S02", "1")
    assert "S02" in buttons(visitor.get("/en/h/1"))
    assert says("S02.child.first") in words(visitor.get("/en/h/2"))


def test_a_place_not_reached_yet_leads_to_where_it_stands(visitor):
    visitor.walk("en", "1", "S02")
    response = visitor.get("/en/h/9")
    assert (response.status_code, response["Location"]) == (302, f"/en/h/2?c={visitor.tag}")
    assert visitor.get("/en/h/" + "9" * 60).status_code == 302
    assert visitor.get("/en/h/0")["Location"] == "/en/"


def test_an_answer_nobody_offered_is_met_with_kindness_and_twice_with_a_person(visitor, says):
    response = visitor.walk("en", "1", "S02", "1")
    once = visitor.answer(response, a="something else")
    assert says("word.note-unreadable") in words(once)
    assert buttons(once).keys() == buttons(response).keys()
    twice = visitor.answer(once, a="🙂")
    assert dials(twice)[0] == "tel:1280"


def test_practice_is_its_own_way_and_the_first_view_still_begins_help(visitor, says):
    page = visitor.get("/en/practice")
    practising = visitor.answer(page)
    assert led_on(practising) == [("/en/h/0", 303)]
    assert says("practice.scene") in words(practising)
    assert led_on(visitor.answer(practising, a="1")) == [("/en/h/1", 303)]
    assert "S02" in buttons(visitor.walk("en", "1"))


def test_find_lists_kinds_by_number_and_services_by_place(visitor):
    kinds = visitor.get("/en/find").content.decode()
    assert 'href="/en/find?t=1"' in kinds
    found = visitor.get("/en/find?t=1&a=12")
    assert dials(found)[0] == "tel:1280"
    assert 'value="12" selected' in found.content.decode()
    for odd in ("t=0", "t=999", "t=-1", "t=x", "t=1&a=99", "t=%00", "t=9999999999", "t=²"):
        assert visitor.get(f"/en/find?{odd}").status_code == 200


def test_a_place_without_a_number_shows_its_address_and_a_site_says_where_it_leads(visitor, published):
    kinds = list(published.directory.types)
    hospital = visitor.get(f"/en/find?t={kinds.index('HEALTH') + 1}")
    assert "Phnom Penh" in words(hospital)
    takedown = visitor.get(f"/en/find?t={kinds.index('TAKEDOWN') + 1}").content.decode()
    assert 'href="https://takeitdown.ncmec.org"' in takedown
    assert 'rel="noreferrer"' in takedown
    assert "takeitdown.ncmec.org</span>" in takedown


@LANGUAGES
def test_pages_to_read_stand_under_neutral_addresses(visitor, published, language):
    for number, block in ((1, "private"), (2, "about")):
        response = visitor.get(f"/{language}/p/{number}")
        assert response.status_code == 200
        assert response.content.decode().count("<li>") >= len(published.release.blocks[block].lines)
    assert visitor.get(f"/{language}/p/3").status_code == 404


@pytest.mark.parametrize(("ticked", "minutes"), [({}, 10), ({"o": "1"}, 5)])
def test_a_phone_that_others_use_is_said_on_the_first_view_and_ends_sooner(visitor, ticked, minutes):
    first = visitor.get("/en/")
    assert '<input type="checkbox" name="o" value="1">' in first.content.decode()
    asked = visitor.answer(first, a="1", **ticked)
    before = datetime.now(UTC)
    visitor.answer(asked, a="S02")
    last_turn = Conversation.objects.get().expires_at - timedelta(minutes=minutes)
    assert before <= last_turn <= datetime.now(UTC)


def test_whoever_nobody_answered_says_where_they_are_and_meets_those_near(visitor, published):
    """Thinking of dying in Siem Reap: the hospital there has a number. Elsewhere it is not named."""
    chosen = '<option value="{}" selected>'
    red = visitor.walk("en", "help", "2")
    assert 'name="p"' not in red.content.decode(), "first come the lines that serve everybody"
    nobody = next(key for key, said in buttons(red).items() if said.startswith("Nobody answered"))
    page = visitor.answer(red, a=nobody)
    there = visitor.answer(page, n="1", p="17")
    assert there.request["PATH_INFO"] == page.request["PATH_INFO"]
    assert "063 963 409" in words(there)
    assert "near you" in words(there)
    assert chosen.format("17") in there.content.decode()
    elsewhere = visitor.answer(there, n="1", p="11")
    assert "063 963 409" not in words(elsewhere)
    assert chosen.format("11") in elsewhere.content.decode()


def test_a_question_alone_stands_in_no_card_that_looks_like_something_to_tap(visitor):
    step = visitor.walk("en", "1", "S15")
    assert '<section class="card">' in step.content.decode()
    asked = visitor.answer(visitor.answer(step, a="1"), a="2")
    html = asked.content.decode()
    assert '<section class="asked">' in html
    assert '<section class="card">' not in html
