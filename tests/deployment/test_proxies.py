"""The lines for a proxy in docs/operate.md: each program takes them, and Caddy does as nginx does."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from tests.deployment.caddy import SOON, Caddy
from tests.deployment.proxy import NAME, Proxy
from tests.deployment.visitors import Browser, Page, Seen, Site
from tests.home import prepared
from tests.server import Serve, free_port, until

from kapea.web.public.cookies import LEFT

CALLED = {"/en-kh/": "1280", "/sw-ke/h/3": "116", "/": "1280", "/no/where": "1280", "/xx-xx/": "1280"}
"""Addresses, and a number that must stand there while nothing answers."""
WRITTEN_SECONDS = 300
"""After this the pages for the proxy should long be there; a busy machine never needs as long."""


def judged(words: list[str], env: dict[str, str] | None = None) -> str:
    """What a program says of its lines; it must take them."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_nginx_takes_the_documented_lines(tmp_path):
    proxy = Proxy(tmp_path / "nginx", upstream=8000, away=tmp_path)
    said = judged([*proxy.words, "-t"])
    assert "successful" in said
    assert "warn" not in said


def test_caddy_takes_the_documented_lines(tmp_path):
    caddy = Caddy(tmp_path / "caddy", upstream=8000, away=tmp_path)
    assert "Valid configuration" in judged(caddy.words("validate"), caddy.environment)


# --- Caddy at work ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def away(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("away")


@pytest.fixture(scope="module")
def server(tmp_path_factory, away):
    """A site that has told the proxy who to call."""
    settings = {"KAPEA_HOSTS": NAME, "KAPEA_HTTPS": "true", "KAPEA_PROXIES": "1", "KAPEA_AWAY": str(away)}
    with Serve(prepared(tmp_path_factory.mktemp("site") / "home", **settings)) as site:
        until((away / "sw-ke.html").exists, within=WRITTEN_SECONDS, what="no pages for the proxy")
        yield site


@pytest.fixture
def caddy(tmp_path, server, away):
    with Caddy(tmp_path / "caddy", upstream=server.port, away=away) as proxy:
        yield proxy


@pytest.fixture
def alone(tmp_path, server, away):
    """Caddy where nobody listens behind it."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with Caddy(tmp_path / "caddy", upstream=nobody.getsockname()[1], away=away) as proxy:
            yield proxy


@pytest.fixture
def stuck(tmp_path, server, away):
    """Caddy before somebody who takes connections and says nothing."""
    silent = socket.create_server(("127.0.0.1", 0))
    upstream = silent.getsockname()[1]
    with silent, Caddy(tmp_path / "caddy", upstream=upstream, away=away, waits=SOON) as proxy:
        yield proxy


def once(proxy: Caddy, path: str, *, left: bool = False, form: dict[str, str] | None = None) -> Page:
    """What a fresh browser meets, asked once."""
    browser = Browser(Site(proxy.port, proxy.certificate), Seen(), {LEFT: "1"} if left else {})
    try:
        return browser.once("POST" if form else "GET", path, form)
    finally:
        browser.close()


def test_behind_caddy_a_page_names_help_and_an_answer_is_taken(caddy):
    browser = Browser(Site(caddy.port, caddy.certificate), Seen(), {})
    try:
        page = browser.once("GET", "/en-kh/", None)
        assert (page.status, "tel:1280" in page.body) == (200, True)
        action, fields = page.form("1")
        assert browser.once("POST", action, fields).location.partition("?")[0].endswith("/h/1")
    finally:
        browser.close()


@pytest.mark.parametrize("path", CALLED)
def test_while_nothing_answers_caddy_shows_who_to_call(alone, path):
    page = once(alone, path)
    assert page.status == 502
    assert f"tel:{CALLED[path]}" in page.body


def test_a_form_that_was_sent_meanwhile_meets_the_numbers_too(alone):
    assert "tel:1280" in once(alone, "/en-kh/h/2", form={"a": "1"}).body


def test_after_leave_caddy_shows_an_empty_page(alone):
    page = once(alone, "/en-kh/", left=True)
    assert "<html" in page.body
    assert "tel:" not in page.body


def test_where_no_answer_comes_in_time_caddy_shows_who_to_call(stuck):
    page = once(stuck, "/sw-ke/h/3")
    assert page.status == 504
    assert "tel:116" in page.body


def test_caddy_writes_down_nobody(tmp_path, alone):
    """Neither who asked nor for what, even where it has no page to show and an error to tell of."""
    with Caddy(tmp_path / "bare", upstream=free_port(), away=tmp_path / "none") as bare:
        for proxy in (alone, bare):
            for path in CALLED:
                once(proxy, f"{path}?planted=Xyzzy")
            said = proxy.log.read_text(encoding="utf-8")
            assert said
            assert not [word for word in ("Xyzzy", "remote_ip", "/sw-ke", "error") if word in said]
            assert not list(proxy.folder.rglob("*access*"))
