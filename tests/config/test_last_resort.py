"""The last words: of what is live now, with who is open now, in the language that is meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from tests.packs import world as world_of

from kapea.web.public import last_resort
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.last_resort import LastResort

NIGHT, DAY = datetime(2026, 11, 24, 20, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class Clock:
    now = DAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def resort(clock, settings):
    settings.KAPEA_PACKS = ["cambodia"]
    made = LastResort(clock)
    made.follow([world_of("cambodia")])
    return made


@pytest.fixture
def four(clock, settings):
    settings.KAPEA_PACKS = ["cambodia", "kenya", "nepal", "philippines"]
    made = LastResort(clock)
    made.follow([world_of(pack) for pack in settings.KAPEA_PACKS])
    return made


def language(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(
    ("path", "asked", "shown"),
    [
        ("/en/h/2", "km", "en"),
        ("/nowhere", "en-GB,en;q=0.9", "en"),
        ("/", "fil-PH, en;q=0.5", "en"),
        ("/", "fi", "km"),
        ("/", "", "km"),
    ],
)
def test_the_address_says_the_language_else_the_browser_does(resort, path, asked, shown):
    page = resort.page(path, asked)
    assert language(page) == shown
    assert "tel:1280" in page


@pytest.mark.parametrize("asked", ["fil-PH", "tl", "tl-PH,en;q=0.3"])
def test_filipino_is_meant_by_either_of_its_names(four, asked):
    assert language(four.page("/", asked)) == "fil"


def test_of_several_countries_an_unknown_address_offers_each_with_its_numbers(four):
    page = four.page("/nowhere", "fr")
    for pack in ("cambodia", "kenya", "nepal", "philippines"):
        own = world_of(pack)
        cards = urgent_cards(own, own.release.default_language, at=DAY)
        assert any(card.href in page for card in cards if card.href.startswith("tel:")), pack


def test_each_country_has_its_own_page(four):
    page = four.page("/sw-ke/h/3", "km")
    assert language(page) == "sw"
    assert "tel:116" in page
    assert "tel:1280" not in page


def test_after_leave_it_tells_nothing(resort):
    page = resort.page("/en/", "en", left=True)
    assert "tel:" not in page


def test_it_follows_what_is_published_and_rolled_back(resort, cambodia):
    world = world_of("cambodia")
    other = changed(world, "1280", "1281")
    resort.follow([other])
    assert "tel:1281" in resort.page("/en/", "")
    assert "tel:1280" not in resort.page("/en/", "")
    resort.follow([world])
    assert "tel:1280" in resort.page("/en/", "")


def changed(world, before: str, after: str):
    from kapea.core.dialogue.world import World
    from kapea.core.pack.model import decode_release, encode_release

    body = encode_release(world.release).replace(before.encode(), after.encode())
    release = decode_release(body.replace(world.release.hash.encode(), b"f" * 64))
    return World(release)


def test_who_is_open_is_told_as_of_the_moment_it_is_asked(resort, clock, monkeypatch):
    """The page of the day is not the page of the night: each is laid out in its own minute."""
    seen = []
    drawn = last_resort.refuge.refuge_page
    monkeypatch.setattr(
        last_resort.refuge, "refuge_page", lambda *words, at: seen.append(at) or drawn(*words, at=at)
    )
    for moment in (DAY.replace(minute=1), NIGHT, NIGHT):
        clock.now = moment
        resort.page("/en/", "")
    assert seen == [DAY.replace(minute=1), NIGHT]


def test_a_page_that_cannot_be_laid_out_any_more_is_shown_as_it_last_was(resort, clock, monkeypatch):
    before = resort.page("/en/", "")

    def fails(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr(last_resort.refuge, "refuge_page", fails)
    clock.now = NIGHT
    assert resort.page("/en/", "") == before


def test_with_nothing_live_the_pack_that_came_along_stands_in(clock, settings, tmp_path):
    settings.HOME, settings.KAPEA_PACKS = tmp_path, ["cambodia"]
    assert "tel:1280" in LastResort(clock).page("/en/", "")


def test_where_no_pack_can_stand_in_a_bare_page_is_shown(clock, settings):
    settings.KAPEA_PACKS = ["packs/nowhere"]
    made = LastResort(clock)
    assert made.page("/", "en") == last_resort.BARE
    assert made.worlds() == ()
