"""A real browser plays what was recorded, with and without scripts, and asks for it only when pressed."""

from __future__ import annotations

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_access import faults
from tests.pages.conftest import publish
from tests.sound.made import heard

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def spoken(site, cambodia, settings, tmp_path):
    """The running door, with every text recorded in two languages."""
    settings.HOME = tmp_path
    texts = {id: False for id in cambodia.release.texts["en"] if "~" not in id}
    publish(heard(cambodia.release, tmp_path, en=texts, km=texts))


@pytest.mark.parametrize("ending", ["opus", "mp3"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_it_is_played(spoken, visits, language, ending):
    visit = visits()
    visit.open(f"/{language}/")
    page = visit.tap("1", "S02")
    page.wait_for_load_state("networkidle")
    assert not [url for url in visit.asked if "/m/" in url], "nothing is fetched before it is pressed"
    audio = page.locator("h1 audio").first
    if ending == "mp3":
        audio.evaluate("e => { e.querySelector('source').remove(); e.load(); }")
    audio.evaluate("e => { e.muted = true; return e.play(); }")
    page.wait_for_function("e => e.currentTime > 0.2", arg=audio.element_handle())
    assert audio.evaluate("e => e.duration") > 2
    assert any(url.endswith(f".{ending}") and "/m/" in url for url in visit.asked)


def test_without_scripts_the_button_is_the_browsers_own_and_plays(spoken, visits):
    visit = visits(scripts=False)
    visit.open("/en/")
    page = visit.tap("1", "S02")
    box = page.locator("h1 audio").first.bounding_box()
    assert box["height"] >= 56
    with page.expect_response(lambda response: "/m/" in response.url) as got:
        page.mouse.click(box["x"] + 28, box["y"] + box["height"] / 2)
    assert got.value.status in (200, 206)


@SIZES
@pytest.mark.parametrize("language", ["km", "en"])
def test_buttons_fit_and_axe_finds_nothing(spoken, visits, language, size):
    visit = visits(size=size)
    page = visit.open(f"/{language}/")
    found = faults(page)
    for key in ("1", "S02", "1", "help", "1"):
        page = visit.tap(key)
        found += faults(page)
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]
        assert page.locator("audio").count()
    assert found == []
