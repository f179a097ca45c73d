"""Behind HTTPS as documented: answers are taken, cookies are safe, browsers never go back to plain HTTP."""

from __future__ import annotations

import runpy
from typing import Any

import pytest
from tests.attack.person import Person, form_of
from tests.home import SECRET, prepared
from tests.pages.conftest import Visitor, buttons
from tests.run import ROOT
from tests.server import Serve

from kapea.config import https

ORIGIN = "https://help.example.org"
BEHIND = {"HTTP_HOST": "help.example.org", "HTTP_ORIGIN": ORIGIN}


@pytest.fixture
def behind_https(settings):
    """As settings.py sets it for KAPEA_HTTPS=true and KAPEA_HOSTS=help.example.org."""
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["help.example.org"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in https.origins(settings.ALLOWED_HOSTS)]
    settings.CSRF_COOKIE_SECURE = True


@pytest.mark.parametrize("proto", [{"HTTP_X_FORWARDED_PROTO": "https"}, {}], ids=["said", "forgotten"])
def test_an_answer_is_taken_behind_a_proxy_that_speaks_https(published, behind_https, proto):
    visitor = Visitor(enforce_csrf_checks=True, **BEHIND, **proto)
    action, fields = visitor.form(visitor.get("/en/"), a="1")
    response = visitor.post(action, fields, follow=True)
    assert response.status_code == 200
    assert "S02" in buttons(response)
    assert all(visitor.cookies[name]["secure"] for name in ("f", "k"))


def test_an_answer_from_another_site_is_not(published, behind_https):
    visitor = Visitor(enforce_csrf_checks=True, HTTP_HOST="help.example.org", HTTP_X_FORWARDED_PROTO="https")
    action, fields = visitor.form(visitor.get("/en/"), a="1")
    assert visitor.post(action, fields, HTTP_ORIGIN="https://evil.example").status_code == 403


def test_names_are_trusted_as_they_are_served():
    assert https.origins(["a.example", ".b.example", "*"]) == ["a.example", "*.b.example"]


def test_a_browser_stays_with_https_for_a_year():
    name, value = https.HSTS
    assert name == "Strict-Transport-Security"
    assert "max-age=31536000" in value


# --- the settings as they are read --------------------------------------------------------


def read_settings(monkeypatch, **environment: str) -> dict[str, Any]:
    """The values of settings.py in this environment."""
    for name, value in {"KAPEA_SECRET": SECRET, "KAPEA_HOSTS": "help.example.org", **environment}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "src/kapea/config/settings.py"))


def test_one_setting_makes_all_of_it_safe(monkeypatch):
    made = read_settings(monkeypatch, KAPEA_HTTPS="true")
    assert made["HTTPS"] is True
    assert made["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert made["CSRF_TRUSTED_ORIGINS"] == [ORIGIN]
    assert made["CSRF_COOKIE_SECURE"] is True


def test_without_it_nobody_outside_can_say_that_it_was_https(monkeypatch):
    made = read_settings(monkeypatch)
    assert made["SECURE_PROXY_SSL_HEADER"] is None
    assert made["CSRF_TRUSTED_ORIGINS"] == []
    assert made["CSRF_COOKIE_SECURE"] is False


# --- the real server ----------------------------------------------------------------------


def person_at(site: Serve) -> Person:
    """Somebody whose proxy says that it spoke HTTPS."""
    return Person(site.port, {"Host": "help.example.org", "X-Forwarded-Proto": "https", "Origin": ORIGIN})


def cookies_of(person: Person) -> dict[str, str]:
    return {v.split("=")[0]: v for name, v in person.answered if name.lower() == "set-cookie"}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("https") / "home"
    return prepared(folder, packs=("cambodia",), KAPEA_HOSTS="help.example.org")


@pytest.fixture(scope="module")
def served(home):
    with Serve(home, KAPEA_HTTPS="true") as site:
        yield site


def test_the_server_takes_an_answer_and_its_cookies_are_safe(served):
    person = person_at(served)
    page = person.get("/en/")
    answer = person.tap(page, a="1")
    assert (page.status, answer.status) == (200, 303)
    assert person.follow(answer).status == 200
    cookies = cookies_of(person)
    assert {"f", "k"} <= set(cookies)
    assert all("; secure" in cookie.lower() for cookie in cookies.values()), cookies


def test_the_server_takes_none_from_another_site(served):
    person = person_at(served)
    action, fields = form_of(person.get("/en/"))
    person.headers["Origin"] = "https://evil.example"
    assert person.post(action, fields | {"a": "1"}).status == 403


@pytest.mark.parametrize("path", ["/en/", "/", "/nowhere/at/all", "/s/none.css", "/healthz", "/en/h/3"])
def test_every_answer_of_the_server_tells_the_browser_to_stay(served, path):
    assert person_at(served).get(path).header(https.HSTS[0]) == https.HSTS[1]


def test_the_server_without_https_tells_no_browser_to_stay(home):
    with Serve(home) as site:
        person = person_at(site)
        del person.headers["Origin"]
        person.tap(person.get("/en/"), a="1")
        names = {name.lower() for name, _ in person.answered}
        assert "set-cookie" in names
        assert https.HSTS[0].lower() not in names
        assert not any("; secure" in cookie.lower() for cookie in cookies_of(person).values())
