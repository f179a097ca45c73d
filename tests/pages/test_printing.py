"""What can be printed from the web: made of what is live, with a code that opens this site, never stored."""

from __future__ import annotations

import logging
import re

import msgspec
import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.pages.conftest import body, dials, publish, words
from tests.print.reading import bare, opened, text_of

from kapea.core.paper.belief import Unprintable
from kapea.core.paper.check_word import check_word, host_of, shown_as
from kapea.core.paper.piece import Piece, piece, pieces
from kapea.print import press
from kapea.print.press_process import PressFailed
from kapea.print.queue import PressQueue
from kapea.web.base.whole_words import JOINER
from kapea.web.public import printing, printing_views
from kapea.web.public.printing_views import FILES_PER_MINUTE, files

pytestmark = pytest.mark.any_database

LIST = 9_000
"""Bytes of the list on the wire: less than the first view."""
SITE = "help.example.org"


class Press:
    """A press in this process, which counts; another makes the same files (test_press_process)."""

    def __init__(self) -> None:
        self.times, self.fails = 0, None

    def __call__(self, encoded: bytes) -> bytes:
        self.times += 1
        if self.fails:
            raise self.fails
        return press.press_piece(msgspec.json.decode(encoded, type=Piece))


@pytest.fixture(autouse=True)
def pressing(monkeypatch) -> Press:
    """An open gate, and a press that has pressed nothing yet."""
    files.clear()
    made = Press()
    monkeypatch.setattr(printing_views, "press_queue", PressQueue(made))
    return made


@pytest.fixture
def site(settings):
    settings.ALLOWED_HOSTS = [SITE]
    return {"headers": {"host": SITE}}


def test_the_first_view_leads_there_and_the_page_back(visitor):
    assert '<a href="/en/more">' in visitor.get("/en/").content.decode()
    assert '<a href="/en/print">' in visitor.get("/en/more").content.decode()
    page = visitor.get("/en/print").content.decode()
    assert '<a href="/en/more">' in page
    assert all(f'href="/en/print/{n}" type="application/pdf"' in page for n in (1, 2, 3))


def test_it_says_that_a_file_may_stay_on_the_phone(visitor, says):
    assert says("word.print-keeps") in words(visitor.get("/en/print"))


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_piece_of_every_country_comes_as_a_file_in_every_language(db, client, settings, country):
    settings.KAPEA_PACKS = [country]
    release = publish(world_of(country).release).release
    for language in release.languages:
        for each in pieces(release):
            files.clear()
            answer = client.get(f"/{language}/print/{each.number}")
            assert answer["Content-Type"] == "application/pdf"
            assert opened(answer.content).trailer["/Root"]["/Lang"] == language
            trial = "demo" if any(part.people for part in each.parts) else "reviewed-by-nobody"
            assert bare(release.text(f"word.{trial}", language)) in text_of(answer.content)


def test_the_word_on_the_paper_is_the_word_of_the_page(published, client, site):
    word = check_word(published.release, host_of(f"//{SITE}"))
    for language in ("km", "en"):
        said = published.release.text(f"word.check-{word}", language)
        paper = text_of(client.get(f"/{language}/print/2", **site).content)
        assert bare(said) in paper
        assert shown_as(f"http://{SITE}/{language}/") in paper
        page = client.get(f"/{language}/", **site).content.decode()
        assert f"<b>{said}</b>" in page.split('class="sign"')[1]


def test_another_site_may_have_another_word_and_a_copied_poster_shows_it(published, client, settings):
    hosts = [f"site{n}.example.org" for n in range(12)]
    settings.ALLOWED_HOSTS = hosts
    signs = {
        client.get("/en/", headers={"host": h}).content.decode().split('class="sign"')[1][:400] for h in hosts
    }
    assert len(signs) > 3


def test_a_file_tells_nobody_anything_by_its_name_and_is_kept_by_no_cache(published, client):
    answer = client.get("/km/print/1")
    assert answer["Content-Disposition"] == 'inline; filename="page-1.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_nothing_is_stored_and_nothing_is_written_down(
    published, client, statements, caplog, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG, logger="kapea")
    client.get("/km/print/1")
    with statements() as counted:
        assert client.get("/km/print/2").status_code == 200
    assert [sql for sql in counted.all if not sql.startswith("SELECT")] == []
    assert list(tmp_path.iterdir()) == []
    assert caplog.text == ""


@pytest.mark.parametrize("path", ["/en/print/0", "/en/print/99", "/xx/print/1", "/en/print/1/2"])
def test_what_is_not_there_names_who_can_help(published, client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="tel:' in answer.content.decode()


def test_whoever_asks_for_file_after_file_is_slowed_and_told_whom_to_call(published, client):
    for _ in range(FILES_PER_MINUTE):
        assert files.allows("127.0.0.1", FILES_PER_MINUTE)
    answer = client.get("/en/print/1")
    assert answer.status_code == 429
    assert 'href="tel:' in answer.content.decode()
    assert 'href="/en/print/1"' in answer.content.decode()


def test_beside_what_fits_a_phone_stands_a_picture_to_pass_on(published, client, pressing):
    page = client.get("/km/print").content.decode()
    pictures = re.findall(r'href="(/km/print/\d+/picture)" type="image/png"', page)
    assert pictures[:2] == ["/km/print/2/picture", "/km/print/4/picture"]
    assert len(pictures) == 2 + len(published.release.phrasebooks)
    for address in pictures:
        files.clear()
        answer = client.get(address)
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"] == f'inline; filename="page-{address.split("/")[3]}.png"'
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
    before = pressing.times
    assert client.get("/km/print/2/picture").content != client.get("/km/print/2").content
    assert pressing.times == before + 1


def test_no_two_ways_of_the_list_are_called_the_same(published, client):
    """Whoever hears a list of links hears them without the piece each stands under."""
    for language in ("km", "en"):
        html = client.get(f"/{language}/print").content.decode()
        listed = html.split('<ul class="papers">')[1].split("</ul>")[0]
        named = [re.sub(r"<svg.*?</svg>|<[^>]*>", "", way) for way in re.findall(r"<a .*?</a>", listed)]
        assert len(named) == len(set(named)) > 20


@pytest.mark.parametrize("number", [1, 3, 11, 14, 24, 99])
def test_what_does_not_fit_a_phone_is_no_picture(published, client, number):
    answer = client.get(f"/en/print/{number}/picture")
    assert answer.status_code == 404
    assert 'href="tel:' in answer.content.decode()


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_list_shows_each_piece_small_with_its_size_and_that_it_is_a_draft(db, client, settings, country):
    settings.KAPEA_PACKS = [country]
    release = publish(world_of(country).release).release
    for language in release.languages:
        page = client.get(f"/{language}/print").content.decode().replace(JOINER, "")
        papers = page.split('<ul class="papers">')[1].split("</ul>")[0].split("<li>")[1:]
        assert len(papers) == len(release.materials) + len(release.phrasebooks)
        draft = release.text("word.draft", language)
        assert all(paper.count("<svg") >= 1 and f"· {draft}</small>" in paper for paper in papers)
        assert len({paper.split("<svg", 1)[1].split("<span>")[0] for paper in papers}) > len(papers) / 2
        [poster] = [paper for paper in papers if '/print/2"' in paper]
        assert (
            f">{piece(release, 'poster', language, at=AT).panels[0].things[2].groups[0].people[0].big}<"
            in poster
        )


def test_the_list_is_light_with_all_that_is_drawn_in_it(published, client):
    for language in ("km", "en"):
        page = client.get(f"/{language}/print", headers={"accept-encoding": "gzip"})
        assert len(body(page)) < LIST


def test_a_piece_is_pressed_once_and_whoever_asks_for_it_again_is_not_slowed(published, client, pressing):
    first = client.get("/en/print/1")
    for _ in range(FILES_PER_MINUTE + 1):
        again = client.get("/en/print/1")
        assert (again.status_code, again.content) == (200, first.content)
    assert pressing.times == 1
    client.get("/km/print/1")
    client.get("/en/print/2")
    assert pressing.times == 3


def test_what_is_published_anew_is_pressed_anew(published, client, pressing, cambodia):
    client.get("/en/print/1")
    texts = {c: {id: f"{words}!" for id, words in by.items()} for c, by in cambodia.release.texts.items()}
    publish(msgspec.structs.replace(cambodia.release, texts=texts, version="next", hash="e" * 64))
    client.get("/en/print/1")
    assert pressing.times == 2


@pytest.mark.parametrize("places", [0, None], ids=["no-place", "no-press"])
def test_while_the_press_is_taken_or_down_the_page_names_help_and_the_way_to_ask_again(
    published, client, says, pressing, monkeypatch, places
):
    pressing.fails = PressFailed("TimeoutExpired")
    if places is not None:
        monkeypatch.setattr(printing_views, "press_queue", PressQueue(pressing, places=places))
    answer = client.get("/en/print/1")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert says("word.slow-down") in words(answer)
    assert "tel:1280" in dials(answer)
    assert 'href="/en/print/1"' in answer.content.decode()
    assert pressing.times == (places is None)


def test_a_piece_that_does_not_fit_is_not_there_and_tried_once(published, client, pressing):
    pressing.fails = Unprintable("too long")
    assert [client.get("/en/print/1").status_code for _ in range(3)] == [404, 404, 404]
    assert pressing.times == 1


def test_a_piece_that_is_past_its_day_is_said_once_a_day_in_the_log(published, caplog):
    world, late = published, AT.replace(year=2030)
    printing._log_refused.cache_clear()
    for at in (late, late.replace(hour=1), late):
        assert not printing.papers_page(world, "en", at=at).papers
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(set(said)) == len(pieces(world.release)) + len(world.release.phrasebooks)
    printing.papers_page(world, "en", at=late.replace(year=2031))
    assert len(caplog.records) == 2 * len(said)


def test_after_leave_nothing_is_offered_to_print(published, client):
    client.post("/leave")
    assert "pdf" not in client.get("/en/print").content.decode()
    assert client.get("/en/print/1")["Content-Type"].startswith("text/html")


def test_a_host_too_long_to_compare_gives_a_paper_without_a_code(published, client, settings):
    host = "a" * 50 + ".example.org"
    settings.ALLOWED_HOSTS = [host]
    answer = client.get("/en/print/2", headers={"host": host})
    assert answer.status_code == 200
    assert host not in text_of(answer.content)


def test_nobody_waits_longer_for_the_press_than_the_site_says(published, client, monkeypatch, settings):
    waited = []

    def pressed_in_process(encoded: bytes, seconds: float) -> bytes:
        waited.append(seconds)
        raise PressFailed("TimeoutExpired")

    settings.KAPEA_PRINT_SECONDS = 7
    monkeypatch.undo()
    monkeypatch.setattr(printing_views, "pressed_in_process", pressed_in_process)
    assert client.get("/en/print/1").status_code == 503
    assert waited == [7]
