"""A button to hear words stands where they were recorded, and nowhere else; its file says nothing of them."""

from __future__ import annotations

import re

import msgspec
import pytest
from django.test import Client
from tests.pages.conftest import Visitor, body, publish
from tests.sound.made import heard

from kapea.core.pack.stored import with_hash

pytestmark = pytest.mark.any_database

AUDIO = re.compile(r"<audio[^>]*>.*?</audio>", re.S)
SOURCE = re.compile(r'<source src="(/m/[0-9a-f]{32}\.(?:opus|mp3))" type="([^"]+)">')
WALK = ("1", "S02")


@pytest.fixture
def made(db, cambodia, settings, tmp_path):
    """Makes the pack live with recordings: language to text to whether a computer speaks."""
    from kapea.content.queries import worlds

    settings.HOME = tmp_path

    def make(**texts):
        publish(heard(cambodia.release, tmp_path, **texts))
        return Visitor(enforce_csrf_checks=True)

    yield make
    worlds.clear()


def buttons_to_hear(response) -> int:
    return len(AUDIO.findall(response.content.decode()))


def test_with_no_recording_there_is_no_button(visitor):
    for page in (visitor.get("/en/"), visitor.walk("en", *WALK), visitor.walk("en", "help", "1")):
        assert page.status_code == 200
        assert "<audio" not in page.content.decode()


def test_it_stands_beside_the_words_that_were_recorded_only(made):
    page = made(en={"help.machine": False}).get("/en/")
    html = page.content.decode()
    [button] = AUDIO.findall(html)
    assert html[: html.index(button)].rstrip().endswith("I am a machine, not a person.")
    assert 'preload="none"' in button
    assert "controls" in button
    assert "autoplay" not in button
    assert [kind for _, kind in SOURCE.findall(button)] == ["audio/ogg; codecs=opus", "audio/mpeg"]
    assert 'aria-label="Listen"' in button


def test_words_with_a_spoken_form_bring_it_for_a_voice_of_the_phone(published, cambodia):
    assert "data-say" not in Client().get("/en/").content.decode()
    said = {**cambodia.release.texts["en"], "help.machine~spoken": "A machine speaks here."}
    texts = {**cambodia.release.texts, "en": said}
    publish(with_hash(msgspec.structs.replace(cambodia.release, texts=texts)))
    html = Client().get("/en/").content.decode()
    assert 'not a person.<i data-say="A machine speaks here." hidden></i>' in html
    assert "data-say" not in Client().get("/km/").content.decode()


def test_in_danger_the_drawing_of_a_question_stands_beside_it(visitor):
    html = visitor.walk("en", "help", "1", "2").content.decode()
    assert re.search(r'<h2 class="ask drawn"><svg.*?</svg><span>What happened with the call', html)


def test_the_way_for_who_reads_nothing_is_a_drawing_that_leads_to_numbers_and_drawings(visitor):
    html = visitor.get("/en/").content.decode()
    assert re.search(r'<a href="/en/e" aria-label="I cannot read"><svg', html)
    page = visitor.get("/en/e")
    html = page.content.decode()
    assert html.index('href="tel:1280"') < html.index('class="tile')
    tiles = re.findall(r'<button class="tile[^>]*>(<svg)?', html)
    assert len(tiles) >= 6
    assert all(tiles)
    action, fields = visitor.form(page, a="1")
    assert visitor.post(action, fields).status_code == 303


def test_first_words_step_and_question_can_be_heard(made, cambodia):
    visitor = made(en={"S02.child.first": False, "S02.child.step.1.do": False, "help.who": False})
    assert buttons_to_hear(visitor.get("/en/")) == 1
    page = visitor.walk("en", *WALK)
    html = page.content.decode()
    assert buttons_to_hear(page) == 2
    assert re.search(r"<h1>[^<]*<audio", html.replace("\u200b", ""))
    assert re.search(r'<div class="do">.*?<audio', html, re.S)


def test_a_recording_of_one_language_is_not_heard_in_another(made):
    visitor = made(en={"help.machine": False})
    assert buttons_to_hear(visitor.get("/km/")) == 0


def test_where_a_file_is_not_here_there_is_no_button(made, tmp_path):
    visitor = made(en={"help.machine": False})
    for path in (tmp_path / "media").glob("*.mp3"):
        path.unlink()
    page = visitor.get("/en/")
    assert page.status_code == 200
    assert buttons_to_hear(page) == 0


class TestComputer:
    says = "This is a computer voice, a trial."

    def test_the_page_says_so(self, made):
        page = made(en={"S02.child.first": True}).walk("en", *WALK)
        assert buttons_to_hear(page) == 1
        assert self.says in page.content.decode()

    def test_it_says_so_on_the_first_view(self, made):
        assert self.says in made(en={"help.machine": True}).get("/en/").content.decode()

    def test_a_person_needs_no_such_words(self, made):
        page = made(en={"S02.child.first": False}).walk("en", *WALK)
        assert self.says not in page.content.decode()

    def test_it_is_never_heard_where_it_is_red(self, made, cambodia):
        """Whatever an index says: here every text has a computer's voice."""
        texts = {id: True for id in cambodia.release.texts["en"] if "~" not in id}
        visitor = made(en=texts)
        assert buttons_to_hear(visitor.walk("en", *WALK)) > 0
        for way in (("help",), ("help", "1"), ("help", "2"), ("help", "3"), (*WALK, "help", "1")):
            page = visitor.walk("en", *way)
            assert page.status_code == 200
            assert buttons_to_hear(page) == 0
            assert self.says not in page.content.decode()

    def test_a_person_is_heard_there(self, made, cambodia):
        texts = {id: False for id in cambodia.release.texts["en"] if "~" not in id}
        assert buttons_to_hear(made(en=texts).walk("en", "help", "1")) > 0


class TestFiles:
    @pytest.fixture
    def files(self, made) -> list[tuple[str, str]]:
        self.visitor = made(en={"help.machine": False})
        return SOURCE.findall(self.visitor.get("/en/").content.decode())

    def test_they_are_kept_for_ever_set_no_cookie_and_say_what_they_are(self, files):
        for address, kind in files:
            got = self.visitor.get(address, headers={"accept-encoding": "gzip"})
            assert got.status_code == 200
            assert got["Content-Type"] == kind.split(";")[0]
            assert got["Cache-Control"] == "private, max-age=600"
            assert not got.cookies
            assert "Content-Encoding" not in got
            assert got["X-Content-Type-Options"] == "nosniff"
            assert int(got["Content-Length"]) == len(body(got))

    def test_a_browser_may_ask_for_a_piece(self, files):
        got = self.visitor.get(files[0][0], headers={"range": "bytes=4-9"})
        assert got.status_code == 206
        assert len(body(got)) == 6

    def test_no_other_name_is_served(self, files):
        for address in ("/m/" + "0" * 32 + ".opus", "/m/../secret", "/m/x", "/m/"):
            assert self.visitor.get(address).status_code == 404
        assert self.visitor.post(files[0][0]).status_code in (403, 404)

    def test_their_addresses_say_nothing(self, files):
        for address, _ in files:
            assert re.fullmatch(r"/m/[0-9a-f]{32}\.(opus|mp3)", address)


def test_pages_may_play_sound_of_ours_only(visitor):
    policy = visitor.get("/en/")["Content-Security-Policy"]
    assert "media-src 'self';" in policy


def test_buttons_cost_little(made, cambodia):
    """Nothing is fetched before a button is pressed; the words of the button are all a page pays."""
    made()
    without = weight()
    texts = {id: False for id in cambodia.release.texts["en"] if "~" not in id}
    made(en=texts)
    assert 0 < weight() - without < 500


def weight() -> int:
    """Bytes of the first view as they are sent."""
    return len(Client().get("/en/", headers={"accept-encoding": "gzip"}).content)
