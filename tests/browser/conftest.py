"""A real Chromium against a real server: scripts on and off, a small phone and a desk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.test.testcases import _StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page
from tests.chromium import PATIENT_MILLISECONDS
from tests.pages.conftest import publish

PHONE, DESK = (320, 640), (1280, 800)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


class Ordinary(BaseHTTPRequestHandler):
    """The ordinary site that Leave goes to."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Weather</title><p>Rain in the evening.")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def serving(site: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address at which a site answers meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session", autouse=True)
def _files_come_from_the_areas():
    """The test server of Django looks in one folder for styles and scripts; ours bring their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_StaticFilesHandler, "_should_handle", lambda self, path: False)
        yield


@pytest.fixture(scope="session")
def elsewhere():
    """The address of the ordinary site."""
    with serving(Ordinary) as address:
        yield address


@pytest.fixture
def moved(elsewhere):
    """The address from which the ordinary site has moved: another origin, which leads on to it."""

    class Moved(Ordinary):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", elsewhere)
            self.end_headers()

    with serving(Moved) as address:
        yield address


@pytest.fixture
def site(transactional_db, live_server, cambodia, settings, elsewhere):
    """The address of the running public door, the Cambodia pack live."""
    from kapea.content.queries import worlds

    settings.KAPEA_LEAVE_TO = elsewhere
    publish(cambodia.release)
    yield f"http://localhost:{urlsplit(live_server.url).port}"
    worlds.clear()


class Visit:
    """A browser of one person. `asked` are the addresses it asked for, `complaints` what its console said."""

    def __init__(self, browser: Browser, site: str, *, scripts: bool, size: tuple[int, int]) -> None:
        self.site, self.asked, self.complaints = site, list[str](), list[str]()
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, viewport={"width": size[0], "height": size[1]}
        )
        self.context.set_default_timeout(PATIENT_MILLISECONDS)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", self._heard)
        self.page: Page = self.context.new_page()

    def _heard(self, message) -> None:
        if message.type in ("error", "warning") and "status of" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def tap(self, *keys: str) -> Page:
        """Taps buttons by what they send."""
        for key in keys:
            with self.page.expect_navigation():
                self.page.locator(f'button[value="{key}"]').first.click()
        return self.page

    def path(self) -> str:
        return urlsplit(self.page.url).path


@pytest.fixture
def visits(chromium, site):
    """Makes visits; at the end none has asked anyone else for anything, nor has a browser complained."""
    made: list[Visit] = []

    def make(*, scripts: bool = True, size: tuple[int, int] = PHONE) -> Visit:
        made.append(Visit(chromium, site, scripts=scripts, size=size))
        return made[-1]

    yield make
    for visit in made:
        visit.context.close()
        assert {urlsplit(url).hostname for url in visit.asked if not url.startswith("data:")} <= {"localhost"}
        assert visit.complaints == []


Visits = Callable[..., Visit]
