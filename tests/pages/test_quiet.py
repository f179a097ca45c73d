"""What leaves us: headers, cookies, addresses, logs and rows say nothing of what anyone tapped or typed."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from tests.logs import everything_logged
from tests.pages.conftest import Visitor, body, dials, words
from tests.ways import ADDRESSES, BESIDE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PLANTED = "XyzzyPlanted"
PAGES = [*(f"/en/{path}" for path in BESIDE), "/en/find?t=1", "/km/p/2", "/en/nowhere", "/en/h/3"]


@pytest.fixture
def logged():
    with everything_logged() as out:
        yield out


def stored() -> str:
    """Every row of every table, and on SQLite every byte of the database."""
    rows = "".join(repr(list(model.objects.values())) for model in apps.get_models())
    if connection.vendor == "sqlite":
        rows += connection.connection.serialize().decode("latin-1")
    return rows


def test_a_planted_word_is_found_nowhere(visitor, logged):
    page = visitor.walk("en", "1", "S02")
    seen = []
    for fields in ({"a": PLANTED}, {"m": PLANTED}, {PLANTED: "1"}, {"a": "1", "w": PLANTED}):
        response = visitor.answer(page, **fields)
        assert PLANTED not in response.content.decode()
        hops = [url for url, _ in response.redirect_chain]
        seen += [*hops, str(response.headers), visitor.cookies.output()]
    response = visitor.post("/en/h/2", {"a": PLANTED})
    assert response.status_code == 403
    seen += [response.content.decode(), str(response.headers), stored(), logged.getvalue()]
    assert PLANTED not in "".join(seen)


def test_nothing_of_the_way_walked_is_readable_in_the_database(visitor):
    visitor.walk("en", "1", "S11")
    from kapea.guide.models import Conversation

    row = Conversation.objects.get()
    token = visitor.cookies["k"].value
    assert token not in stored()
    assert b"S11" not in bytes(row.sealed)
    assert b'"p"' not in bytes(row.sealed)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_the_strict_headers(visitor, path):
    response = visitor.get(path)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "form-action 'self';" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert ("X-Robots-Tag" in response) == ("/h/" in path)


def test_styles_and_script_may_be_kept_for_ever(visitor):
    html = visitor.get("/en/").content.decode()
    for address in re.findall(r'(?:href|src)="(/s/[^"]+)"', html):
        response = visitor.get(address)
        assert response.status_code == 200
        assert body(response)
        assert "immutable" in response["Cache-Control"]
        assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Access-Control-Allow-Origin" not in response


def test_the_first_view_sets_the_form_cookie_and_no_other(visitor):
    visitor.get("/en/")
    assert list(visitor.cookies) == ["f"]


def test_the_conversation_cookie_is_for_this_session_and_our_eyes_only(visitor):
    visitor.walk("en", "1")
    key = visitor.cookies["k"]
    assert key["httponly"]
    assert (key["samesite"], key["path"], key["max-age"], key["expires"]) == ("Lax", "/", "", "")


def test_it_is_secure_where_the_site_is(visitor, settings):
    settings.HTTPS = True
    visitor.walk("en", "1")
    assert visitor.cookies["k"]["secure"]


def test_no_address_of_ours_has_a_word_of_help_in_it(visitor, published):
    seen = set()
    for path in (*(f"/en/{beside}" for beside in BESIDE), "/km/p/1"):
        seen |= set(re.findall(r'(?:href|action|src)="(/[^"]*)"', visitor.get(path).content.decode()))
    files = r"s/(base/(kapea\.css|(leave|aloud)\.js)|public/((write|form|keep|forget)\.js|cards\.css))\?v=\w+"
    plain = rf"/(leave|{files}|(km|en)/({ADDRESSES})?)"
    assert [a for a in sorted(seen) if not re.fullmatch(plain, a)] == []


def test_nobody_is_let_in_by_another_key(visitor, says):
    visitor.walk("en", "1", "S02")
    visitor.cookies["k"] = "A" * 32
    response = visitor.get("/en/h/2", follow=True)
    assert says("word.nothing-here") in words(response)
    for odd in ("", "\x01", "x" * 4000, "\xe1\x9e\x81"):
        visitor.cookies["k"] = odd
        assert visitor.get("/en/h/2", follow=True).status_code == 200


@pytest.mark.parametrize("path", ["/en/find", "/en/more", "/en/p/1", "/en/practice", "/en/write", "/en/keep"])
def test_help_now_beside_the_conversation_never_goes_on_with_a_key_from_elsewhere(visitor, path):
    """Somebody else may have set the cookie, to read along later."""
    stranger = Visitor(enforce_csrf_checks=True)
    stranger.walk("en", "1", "S02")
    planted = stranger.cookies["k"].value
    visitor.cookies["k"] = planted
    page = visitor.answer(visitor.get(path), m="help")
    assert page.status_code == 200
    assert visitor.cookies["k"].value != planted
    assert stranger.get("/en/h/2", follow=True).status_code == 200
    assert not dials(stranger.get("/en/h/1", follow=True)), (
        "what was planted is gone, and shows the other nothing"
    )
