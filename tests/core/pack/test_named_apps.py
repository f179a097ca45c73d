"""Apps that people name are found by their names, also those of which no way through a menu is confirmed."""

from __future__ import annotations

import pytest
from tests.conftest import COUNTRIES, world_of

from kapea.core.languages.text import ZERO_WIDTH

NAMED = ("WhatsApp", "Snapchat", "Discord", "Roblox", "Free Fire")
UNCONFIRMED = ("Zalo", "Snapchat", "Discord", "Roblox")
each_language = pytest.mark.parametrize(
    ("country", "language"), [(c, lang) for c in COUNTRIES for lang in world_of(c).release.languages]
)


def offered(country: str, node: str, language: str) -> dict[str, set[str]]:
    """The words of a node's choices, and where each leads."""
    release = world_of(country).release
    found = next(each for each in release.nodes if each.id == node)
    out: dict[str, set[str]] = {}
    for choice in found.choices:
        words = release.text(choice.say[0].text, language).replace(ZERO_WIDTH, "")
        out.setdefault(words, set()).add(release.nodes[choice.to].id)
    return out


@each_language
def test_who_tells_an_app_finds_it_by_its_name(country, language):
    ways = offered(country, "report.apps", language)
    named = NAMED + (("Zalo",) if country == "cambodia" else ())
    assert [name for name in named if not any(name in words for words in ways)] == []


@each_language
def test_one_without_a_confirmed_way_leads_to_no_way_through_its_menu(country, language):
    for words, to in offered(country, "report.apps", language).items():
        if any(name in words for name in UNCONFIRMED):
            assert to == {"report.in-other"}


@each_language
def test_settings_say_of_which_apps_nobody_confirmed_them(country, language):
    said = world_of(country).release.text("settings.unsure-app", language)
    named = NAMED[1:] + (("Zalo",) if country == "cambodia" else ())
    assert all(name in said for name in named)


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_setting_of_theirs_is_shown(country):
    release = world_of(country).release
    walked = {release.menus[node.screen.setting].app for node in release.nodes if node.screen is not None}
    assert walked.isdisjoint(UNCONFIRMED)
    assert walked
