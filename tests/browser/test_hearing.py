"""What a browser reads aloud: by a voice that the phone has itself, once it is asked to, and never by one
that speaks over the network.
"""

from __future__ import annotations

import json

import pytest
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_above_the_fold import FOLD, LANGUAGES, SEEN
from tests.browser.test_access import faults
from tests.conftest import world_of
from tests.pages.conftest import publish
from tests.sound.made import heard

STUB = """(voices) => {
  const speech = new EventTarget();
  window.told = [];
  window.quiet = 0;
  Object.assign(speech, {
    voices, now: null,
    getVoices() { return this.voices; },
    speak(said) { told.push({words: said.text, by: said.voice && said.voice.name}); this.now = said; },
    cancel() { quiet++; this.now = null; if (window.silenced) silenced(); },
    go() { const said = this.now; this.now = null; if (said) said.onend(); },
  });
  Object.defineProperty(window, "speechSynthesis", {value: speech, configurable: true});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
}"""
"""A browser that speaks to nobody: it writes down what it was told to say, and by whom."""
ALL_SAID = "() => { for (let n = 0; n < 200 && speechSynthesis.now; n++) speechSynthesis.go(); return told; }"


def voice(name: str, lang: str, *, local: bool) -> dict:
    return {"name": name, "lang": lang, "localService": local, "default": not local}


NETWORK = [voice("far", lang, local=False) for lang in ("en-US", "km-KH", "fil-PH", "sw-KE", "ne-NP")]
LOCAL = voice("near", "en_GB", local=True)


@pytest.fixture
def speaking(visits):
    """A visit by a phone that has some voices."""

    def make(voices: list[dict], **more):
        visit = visits(**more)
        visit.context.add_init_script(f"({STUB})({json.dumps(voices)})")
        return visit

    return make


def test_nothing_speaks_before_a_tap_and_then_only_the_phones_own_voice(speaking):
    visit = speaking([*NETWORK, LOCAL])
    page = visit.open("/en/")
    button = page.locator(".listen")
    assert button.is_visible()
    assert button.get_attribute("aria-label") == "Listen"
    assert page.evaluate("told") == []
    asked = len(visit.asked)
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.locator(".said").count() == 1
    said = page.evaluate(ALL_SAID)
    assert {each["by"] for each in said} == {"near"}
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator(".said").count() == 0
    assert len(visit.asked) == asked, "nothing leaves the phone"
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_voice_over_the_network_is_never_used(speaking):
    page = speaking(NETWORK).open("/en/")
    assert page.locator(".listen").is_hidden()
    page.evaluate("document.querySelector('.listen').click()")
    assert page.evaluate("told") == []


def test_a_voice_of_another_language_does_not_read_this_page(speaking):
    visit = speaking([LOCAL])
    assert visit.open("/km/").locator(".listen").is_hidden()
    assert visit.open("/en/").locator(".listen").is_visible()


def test_a_voice_that_comes_later_is_found(speaking):
    page = speaking([]).open("/en/")
    assert page.locator(".listen").is_hidden()
    page.evaluate(
        """(own) => { speechSynthesis.voices = [own];
          speechSynthesis.dispatchEvent(new Event("voiceschanged")); }""",
        LOCAL,
    )
    assert page.locator(".listen").is_visible()


def test_a_voice_that_goes_is_not_replaced_by_one_over_the_network(speaking):
    page = speaking([LOCAL]).open("/en/")
    page.locator(".listen").click()
    page.evaluate("(far) => { speechSynthesis.voices = far; speechSynthesis.go(); }", NETWORK)
    assert {each["by"] for each in page.evaluate("told")} == {"near"}
    assert page.locator(".listen").get_attribute("aria-pressed") == "false"


def test_it_reads_in_the_order_of_the_page_and_numbers_digit_by_digit(speaking):
    visit = speaking([LOCAL])
    page = visit.open("/en/")
    page.locator(".listen").click()
    said = [each["words"] for each in page.evaluate(ALL_SAID)]
    order = [said.index("Help now"), said.index("Who are you?"), said.index("A child or teen")]
    assert order == sorted(order)
    calls = [words for words in said if words.startswith("Call ")]
    assert any("1 2 8 0" in words for words in calls)
    assert not [words for words in said if "\u200b" in words or "\u2060" in words]
    assert len(said) == len([words for words in said if words])


def test_what_waits_behind_a_tap_is_not_read_before_it_is_open(speaking):
    visit = speaking([LOCAL])
    visit.open("/en/")
    page = visit.tap("1", "S02")
    page.locator(".listen").click()
    closed = [each["words"] for each in page.evaluate(ALL_SAID)]
    assert "Why?" in closed
    page.locator(".aside summary").first.click()
    page.locator(".listen").click()
    now = [each["words"] for each in page.evaluate(ALL_SAID)][len(closed) :]
    assert len(now) == len(closed) + 1


@pytest.mark.parametrize(
    "act",
    [
        "document.querySelector('.listen').click()",
        "document.querySelector('details summary').click(); dispatchEvent(new Event('pagehide'))",
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))",
    ],
    ids=["tapped again", "page left", "escape"],
)
def test_it_stops(speaking, act):
    visit = speaking([LOCAL])
    visit.open("/en/")
    page = visit.tap("1", "S02")
    page.locator(".listen").click()
    before = page.evaluate("quiet")
    many = len(page.evaluate("told"))
    page.evaluate(f"window.keep = told; {act}")
    assert page.evaluate("quiet") > before
    assert page.evaluate("speechSynthesis.now") is None
    assert len(page.evaluate("keep")) == many == 1


def test_leave_makes_it_quiet(speaking):
    visit, silenced = speaking([LOCAL]), list[bool]()
    page = visit.open("/en/")
    page.locator(".listen").click()
    page.expose_function("silenced", lambda: silenced.append(True))
    with page.expect_navigation():
        page.locator(".leave").click()
    assert silenced


def test_a_recording_is_played_where_there_is_one_and_the_phone_says_the_rest(
    speaking, cambodia, settings, tmp_path
):
    settings.HOME = tmp_path
    publish(heard(cambodia.release, tmp_path, en={"help.machine": False}))
    page = speaking([LOCAL]).open("/en/")
    page.evaluate(
        "() => { HTMLMediaElement.prototype.play = function () {"
        " told.push({words: 'recorded', by: 'person'}); return Promise.resolve(this.onended()); }; }"
    )
    page.locator(".listen").click()
    said = page.evaluate("""async () => { for (let n = 0; n < 300; n++) {
      speechSynthesis.go(); await new Promise(done => setTimeout(done, 0)); } return told; }""")
    assert {"words": "recorded", "by": "person"} in said
    assert not [each for each in said if each["words"].startswith("I am a machine")]
    assert any(each["words"] == "Who are you?" for each in said)


def test_with_recordings_and_no_voice_it_plays_them_alone(visits, cambodia, settings, tmp_path):
    settings.HOME = tmp_path
    publish(heard(cambodia.release, tmp_path, en={"help.machine": False}))
    page = visits().open("/en/")
    assert page.locator(".listen").is_visible()


def test_without_scripts_there_is_no_such_button(visits):
    assert visits(scripts=False).open("/en/").locator(".listen").is_hidden()


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_the_button_fits_and_pushes_nothing_below_the_fold(speaking, settings, country, language):
    settings.KAPEA_PACKS = [country]
    publish(world_of(country).release)
    own = [voice("near", {"fil": "tl-PH"}.get(language, language), local=True)]
    for size in (FOLD, PHONE):
        page = speaking(own, size=size).open(f"/{language}/")
        assert page.locator(".listen").is_visible()
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]
        box, leave = page.locator(".listen").bounding_box(), page.locator(".leave").bounding_box()
        assert box["height"] >= 44
        assert abs(box["y"] - leave["y"]) < 8, "one row"
        if size == FOLD:
            assert page.evaluate(SEEN, ".tile") >= 2
            assert page.evaluate(SEEN, f".begins a[href$='/{language}/e']") == 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_who_cannot_read_taps_a_drawing_and_finds_numbers_drawings_and_a_voice(speaking, size, light):
    visit = speaking([LOCAL], size=size)
    visit.page.emulate_media(color_scheme=light)
    page = visit.open("/en/")
    way = page.locator(".begins a")
    assert way.get_attribute("aria-label") == "I cannot read"
    with page.expect_navigation():
        way.click()
    assert page.locator(".now a.dial[href^='tel:'] svg").count() >= 2
    assert page.locator(".tile svg").count() == page.locator(".tile").count() >= 6
    first, tile = page.locator("a.dial").first.bounding_box(), page.locator(".tile").first.bounding_box()
    assert first["y"] < tile["y"]
    page.locator(".listen").click()
    said = [each["words"] for each in page.evaluate(ALL_SAID)]
    assert "I cannot read" in said
    assert faults(page) == []
    page = visit.tap("1")
    assert page.locator(".tile svg").count() > 0
