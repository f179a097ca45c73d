"""Behind HTTPS as documented: answers are taken, cookies are safe, browsers never go back to plain HTTP."""

from __future__ import annotations

import pytest
from tests.pages.conftest import Visitor, buttons

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
