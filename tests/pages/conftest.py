"""The public door as a browser without scripts meets it: forms are read from the page and sent as they
stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.test import Client
from tests.conftest import world_of
from tests.live import live_world

from kapea.core.languages.text import ZERO_WIDTH
from kapea.web.base.whole_words import JOINER

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|\{\{|\{%|javascript:", re.I)
TITLE = re.compile(r"<title>Kapea( · \d+)?</title>")
FORM = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.S)
BUTTON = re.compile(r'<button[^>]*name="([am])" value="([^"]+)">(.*?)</button>', re.S)
AWAY = re.compile(r'<meta http-equiv="refresh" content="0;url=([^"]+)">')
DIALS = re.compile(r'href="((?:tel|sms):[^"]+)"')

IN_ITS_TAB = {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "same-origin"}
"""What a browser says of a page that one of ours led to, in the same tab."""
TAG = re.compile(r"\bc=([\w-]{8})")
OF_FORMS = re.compile(r'name="c" value="')


def publish(release):
    """Makes a release live, as `content.publish` would leave it, and forgets what this process knew."""
    from kapea.web.public.rate_limit import flood

    flood.clear()
    return live_world(release)


@pytest.fixture
def published(db, cambodia):
    """The world of the Cambodia pack, live."""
    from kapea.content.queries import worlds

    yield publish(cambodia.release)
    worlds.clear()


def body(response) -> bytes:
    """All of an answer, also of one that comes in pieces from an open file."""
    if not response.streaming:
        return response.content
    read = b"".join(response.streaming_content)
    response.close()
    return read


def words(response) -> str:
    """The words a page shows, without tags and break marks."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unmarked(unescape(plain)).split())


def unmarked(words: str) -> str:
    """Words without the marks that nobody sees: where a line may break, and where a page may not."""
    return words.replace(ZERO_WIDTH, "").replace(JOINER, "")


def leads_away(response) -> str:
    """Where the page after Leave goes on to by itself; it holds nothing else, and no help."""
    html = response.content.decode()
    assert response.status_code == 200
    assert not dials(response)
    assert "<form" not in html
    assert "<script" not in html
    return unescape(AWAY.findall(html)[0])


def dials(response) -> list[str]:
    return DIALS.findall(response.content.decode())


def buttons(response) -> dict[str, str]:
    """What each button sends, to its words."""
    found = BUTTON.findall(response.content.decode())
    return {value: " ".join(re.sub(r"<[^>]+>", " ", inner).split()) for _, value, inner in found}


def led_on(response) -> list[tuple[str, int]]:
    """Where an answer led on, and how; of each address its path, since every conversation has another tag."""
    return [(address.partition("?")[0], status) for address, status in response.redirect_chain]


def _html(response) -> str:
    is_page = not response.streaming and "html" in response.headers.get("Content-Type", "")
    return response.content.decode() if is_page else ""


class Visitor(Client):
    """A client that reads pages, and fails on anything a page of ours must never hold.

    It asks as a browser does in one tab, where each page leads to the next. What it last saw of a
    conversation says which one it asks for: `get("/en/h/2")` is a reload, or Back.
    """

    tag = ""

    def request(self, **request):
        if "/h/" in request["PATH_INFO"] and request["REQUEST_METHOD"] == "GET":
            request["QUERY_STRING"] = request["QUERY_STRING"] or f"c={self.tag}"
        response = super().request(**{**IN_ITS_TAB, **request})
        if seen := TAG.search(response.headers.get("Location", "") + OF_FORMS.sub("c=", _html(response))):
            self.tag = seen.group(1)
        if not response.streaming and response.content and "html" in response.headers.get("Content-Type", ""):
            html = response.content.decode()
            found = INLINE.search(html)
            assert not found, f"{request.get('PATH_INFO')} holds {found.group()!r}"
            assert TITLE.search(html), "the title is all that history says"
            if request.get("PATH_INFO") != "/leave":
                assert html.index('id="leave"') < html.index("<a "), "Leave is the first thing to reach"
        return response

    def form(self, response, **fields) -> tuple[str, dict[str, str]]:
        """The address and the fields that the page's form sends."""
        action, inner = FORM.findall(response.content.decode())[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inner)
        return action, {**dict(hidden), **fields}

    def answer(self, response, **fields):
        """Sends the page's form with the button given, and follows to the next page."""
        return self.post(*self.form(response, **fields), follow=True)

    def walk(self, language: str, *answers: str):
        """From the first view through answers; `help`, `back` and `restart` are moves."""
        response = self.get(f"/{language}/")
        for key in answers:
            name = "m" if key in ("help", "back", "restart") else "a"
            assert key in buttons(response), f"{key} is not offered: {buttons(response)}"
            response = self.answer(response, **{name: key})
        return response


@pytest.fixture
def says(published):
    """The words of a text as a page shows them: `says("word.lost")`."""

    def of(id: str, language: str = "en") -> str:
        return " ".join(unmarked(published.release.text(id, language)).split())

    return of


@pytest.fixture
def visitor(published) -> Visitor:
    return Visitor(enforce_csrf_checks=True)


class Statements:
    """The data statements of a stretch of code; what opens and closes transactions is not counted."""

    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self._captured = CaptureQueriesContext(connection).__enter__()
        return self

    def __exit__(self, *error):
        self._captured.__exit__(*error)
        kinds = ("SELECT", "INSERT", "UPDATE", "DELETE")
        self.all = [q["sql"] for q in self._captured.captured_queries if q["sql"].startswith(kinds)]

    def __len__(self) -> int:
        return len(self.all)


@pytest.fixture
def statements():
    return Statements


@pytest.fixture
def visitor_of(db, settings) -> Iterator[Callable[[str], Visitor]]:
    """A visitor of a country, alone on its server."""
    from kapea.content.queries import worlds

    def of(country: str) -> Visitor:
        settings.KAPEA_PACKS = [country]
        publish(world_of(country).release)
        return Visitor()

    yield of
    worlds.clear()
