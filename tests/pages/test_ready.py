"""The first view and the pages to read come from bytes made once, and are the pages that the views make."""

import gzip
import re
from datetime import UTC, datetime

import msgspec
import pytest
from django.test import Client
from tests.pages.conftest import DIALS, publish

from kapea.web.public import entry, reading, ready

pytestmark = pytest.mark.any_database

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Clock(datetime):
    """A clock that stands where a test puts it."""

    shows = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.shows


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(ready, "datetime", Clock)
    monkeypatch.setattr(entry, "datetime", Clock)
    yield Clock
    Clock.shows = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def without_secret(response) -> str:
    return SECRET.sub("", response.content.decode())


@pytest.mark.parametrize("rest", sorted(reading.PAGES))
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_ready_page_is_the_page_its_view_makes(client, published, clock, rest, language, monkeypatch):
    path = f"/{language}/{rest}"
    served = client.get(path)
    monkeypatch.setattr(ready, "_page_for", lambda request: None)
    made = client.get(path)
    assert without_secret(served) == without_secret(made)
    assert served.status_code == made.status_code
    differing = {"Set-Cookie", "Content-Length", "Vary"}
    assert dict(served.headers.items() - made.headers.items()).keys() <= differing
    assert set(made.headers) - set(served.headers) <= differing


def test_the_first_view_is_laid_out_once_for_everybody(published, clock, monkeypatch):
    Client().get("/km/")
    monkeypatch.setattr(ready, "render_to_string", lambda *given: pytest.fail("made again"))
    for _ in range(3):
        assert DIALS.findall(Client().get("/km/").content.decode())


def test_each_visitor_gets_a_word_of_their_own_and_it_opens_their_form(published):
    ana, ben = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    words = [SECRET.search(each.get("/km/").content.decode()).group(1) for each in (ana, ben)]
    assert words[0] != words[1]
    sent = {"csrfmiddlewaretoken": words[0], "b": "1", "m": "help"}
    assert 'action="/km/h/1"' in ana.post("/km/h/0", sent).content.decode()
    assert ben.post("/km/h/0", sent).status_code == 403


def test_the_secret_stays_the_same_and_each_copy_of_a_page_scatters_it_anew(published):
    client = Client()
    first, second = (SECRET.search(client.get("/km/").content.decode()).group(1) for _ in range(2))
    kept = client.cookies["f"].value
    assert first != second
    client.get("/km/")
    assert client.cookies["f"].value == kept


def test_a_browser_that_reads_compressed_pages_gets_one(published):
    compressed = Client(headers={"accept-encoding": "gzip, br"}).get("/km/")
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert DIALS.findall(gzip.decompress(compressed.content).decode())
    assert "Content-Encoding" not in Client().get("/km/").headers


def test_when_somebody_closes_the_page_is_made_again(client, published, clock):
    """What is open is said for the hour it is asked, not for the hour the page was made."""
    seen = set()
    for hour in range(0, 24, 3):
        clock.shows = datetime(2026, 11, 24, hour, 1, tzinfo=UTC)
        interval = published.interval(clock.shows)
        client.get("/en/")
        seen.add((interval, id(ready.ready_pages(published)._of)))
    assert len({made for _, made in seen}) == len({interval for interval, _ in seen}) > 1


def test_a_new_release_is_served_at_once(client, published, cambodia, clock):
    before = client.get("/en/").content.decode()
    texts = {**cambodia.release.texts, "en": {**cambodia.release.texts["en"], "word.help": "Help me please"}}
    publish(msgspec.structs.replace(cambodia.release, texts=texts, hash="f" * 64))
    after = client.get("/en/").content.decode()
    assert "Help me please" not in before
    assert "Help me please" in after


def test_the_pages_kept_are_bounded_whatever_hosts_are_asked_for(published, clock, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(ready.MOST_PAGES + 5):
        assert Client(headers={"host": f"h{number}.example.org"}).get("/km/").status_code == 200
    assert len(ready.ready_pages(published)._of[1]) <= ready.MOST_PAGES


def test_a_host_that_is_not_ours_gets_no_ready_page(published):
    assert Client(headers={"host": "evil.example.org"}).get("/km/").status_code == 400


def test_after_leave_no_ready_page_is_shown(client, published):
    client.get("/km/")
    client.post("/leave", {"l": "km"})
    assert not DIALS.findall(client.get("/km/").content.decode())
    assert not DIALS.findall(client.get("/km/more").content.decode())


def test_a_fault_while_a_page_is_made_is_met_with_numbers(published, monkeypatch):
    def fails(*given, **named):
        raise RuntimeError

    monkeypatch.setattr(ready, "_made", fails)
    published.derived.clear()
    response = Client(raise_request_exception=False).get("/km/")
    assert response.status_code == 200
    assert DIALS.findall(response.content.decode())
