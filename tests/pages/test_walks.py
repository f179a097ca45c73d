"""Walkthroughs of settings as a browser without scripts gets them, and the check of what is known."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
import pytest
from tests.pages.conftest import Visitor, buttons, dials, led_on, publish, words

pytestmark = pytest.mark.any_database

GROUPS = ("1", "1", "1")
"""A family, Telegram, who may add to groups: the first screen of a walk."""
LANGUAGES = pytest.mark.parametrize("language", ["km", "en"])
SLOTTED = re.compile(r'<svg class="screen".*?</svg>', re.S)


@dataclass
class Opened:
    """A visitor of the walkthroughs: where they are."""

    visitor: Visitor
    page: object

    def tap(self, *keys: str):
        for key in keys:
            assert key in buttons(self.page), f"{key} is not offered: {buttons(self.page)}"
            self.page = self.visitor.answer(self.page, a=key)
        return self.page

    def html(self) -> str:
        return self.page.content.decode()


def opened(visitor: Visitor, language: str = "en") -> Opened:
    return Opened(visitor, visitor.post(*visitor.form(visitor.get(f"/{language}/phone")), follow=True))


@LANGUAGES
def test_the_first_view_and_the_days_after_lead_there_and_the_address_says_nothing(visitor, says, language):
    assert f'href="/{language}/more"' in visitor.get(f"/{language}/").content.decode()
    assert f'href="/{language}/phone"' in visitor.get(f"/{language}/more").content.decode()
    before = visitor.get(f"/{language}/phone")
    assert says("word.page-phone", language) in words(before)
    assert dials(before)
    page = opened(visitor, language).page
    assert led_on(page) == [(f"/{language}/h/0", 303)]


def test_a_safer_phone_leads_to_the_settings(visitor, says):
    page = visitor.walk("en", "2", "S29")
    for _ in range(30):
        offered = buttons(page)
        if says("help.phone-settings~short") in offered.values():
            break
        page = visitor.answer(page, a=next(k for k in ("no", "1", *offered) if k in offered))
    key = next(k for k, label in buttons(page).items() if label == says("help.phone-settings~short"))
    assert says("settings.ask-who") in words(visitor.answer(page, a=key))


@LANGUAGES
def test_each_step_names_one_word_and_draws_it_and_help_stays_one_tap_away(visitor, published, language):
    at = opened(visitor, language)
    at.tap(*GROUPS)
    for place in published.release.menus["telegram-groups"].path:
        at.tap("1")
        drawn = SLOTTED.search(at.html())
        assert drawn
        assert 'aria-hidden="true"' in drawn.group()
        said = re.sub(r"<[^>]+>", "", re.sub(r"</tspan><tspan[^>]*>", " ", drawn.group()))
        assert place.replace("&", "&amp;") in said
        assert place in words(at.page)
        assert "help" in buttons(at.page) or 'name="m" value="help"' in at.html()
        assert dials(at.page)
        assert "data-slot" not in at.html() or "<tspan" in drawn.group()


def test_a_word_in_english_is_told_to_readers_aloud_on_a_khmer_page(visitor):
    at = opened(visitor, "km")
    at.tap(*GROUPS, "1")
    assert '<p class="tap" lang="en">Settings' in at.html()
    english = opened(visitor, "en")
    english.tap(*GROUPS, "1")
    assert '<p class="tap">Settings' in english.html()


def test_the_end_says_what_it_stops_what_it_does_not_and_when_it_was_seen(visitor, says, published):
    at = opened(visitor)
    at.tap("1", "6", "1", "1")
    for _ in published.release.menus["tiktok-family-pairing"].path:
        at.tap("1")
    said = words(at.page)
    for text in ("settings.stops-lead", "settings.not-lead", "menu.tiktok-family-pairing.stops"):
        assert says(text) in said
    assert says("settings.seen").replace("{date}", "04/2026") in said


def test_whoever_cannot_find_it_sees_other_words_and_comes_back(visitor, says):
    at = opened(visitor)
    at.tap(*GROUPS, "1")
    where = at.page.redirect_chain[-1][0]
    at.tap("2")
    assert says("settings.otherwise") in words(at.page)
    assert "Invites" in words(at.page)
    at.tap("1")
    assert at.page.redirect_chain[-1][0] == where


def test_a_place_nobody_confirmed_is_not_shown_and_the_page_says_so(visitor, says, published):
    at = opened(visitor)
    at.tap("1", "1", "9")
    assert says("settings.unsure") in words(at.page)
    block = published.release.menus["telegram-block"]
    assert block.confidence == "GK"
    assert block.path[-1] not in words(at.page)


def test_a_worker_has_a_line_to_say_beside_the_same_steps(visitor, says):
    family, worker = opened(Visitor()), opened(visitor)
    family.tap("1", "1", "1", "1")
    worker.tap("2", "1", "1", "1")
    line = says("settings.step-say")
    assert line in words(worker.page)
    assert line not in words(family.page)
    assert words(worker.page).replace(f"{line} ", "") == words(family.page)


def test_an_expired_record_is_marked_on_its_pages_and_the_site_goes_on(published, says):
    release = published.release
    old = msgspec.structs.replace(release.menus["telegram-groups"].upkeep, expires="2020-01-01")
    menus = {
        **release.menus,
        "telegram-groups": msgspec.structs.replace(release.menus["telegram-groups"], upkeep=old),
    }
    publish(msgspec.structs.replace(release, menus=menus, hash="0" * 64))
    at = opened(Visitor())
    at.tap(*GROUPS)
    assert says("word.note-aged") in words(at.page)
    at.tap("1")
    assert says("word.note-aged") in words(at.page)
    other = opened(Visitor())
    other.tap("1", "1", "2")
    assert says("word.note-aged") not in words(other.page)


def test_what_is_known_is_asked_and_opens_what_was_wished_for(visitor, says):
    from kapea.guide.models import Count

    at = opened(visitor)
    at.tap("1", "12", "1")
    for key in ("2", "1", "1", "2", "1", "1", "1"):
        at.tap(key)
    offered = buttons(at.page)
    assert says("skills.groups~short") in offered.values()
    assert says("skills.login~short") in offered.values()
    assert says("skills.number~short") not in offered.values()
    login = next(key for key, label in offered.items() if label == says("skills.login~short"))
    at.tap(login)
    assert says("settings.login") in words(at.page)
    assert not Count.objects.exists()


def test_whoever_knows_it_all_is_not_praised_nor_counted(visitor, says):
    at = opened(visitor)
    at.tap("1", "12", "1", *["1"] * 7)
    assert says("skills.chosen-none") in words(at.page)
    assert not re.search(r"\d+ ?(%|/|of) ?\d", words(at.page).replace("1280", ""))
