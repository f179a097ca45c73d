"""What is given without asking Django is what Django would have given, and only where it would have."""

import gzip
from types import SimpleNamespace

import pytest
from django.middleware.csrf import _unmask_cipher_token
from django.test import Client
from tests.pages.conftest import DIALS
from tests.pages.test_ready import SECRET

from kapea.config.from_memory import at_once
from kapea.core.pack.parse.phrasebooks import MOST_PHRASEBOOKS
from kapea.guide import keys
from kapea.guide.ended import ended
from kapea.web.public import reading, ready

pytestmark = pytest.mark.any_database

NOT_HERE = {f"w/{number}" for number in range(4, MOST_PHRASEBOOKS + 1)}
"""Cambodia has three pages in other languages."""
HOST, WORD = "testserver", "A" * 32


class Headers(dict):
    """As the server gives them: a name may come more than once."""

    def get_all(self, name: str) -> list[str]:
        return self.get(name, "").splitlines()


def asked(path: str = "/km/", method: str = "GET", query: str = "", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return at_once(
        SimpleNamespace(
            method=method, path=path, query_string=query, headers=Headers({"host": HOST, **named})
        )
    )


@pytest.fixture(autouse=True)
def recent():
    ready.recent_pages.clear()
    ended.take()
    yield
    ready.recent_pages.clear()
    ended.take()


@pytest.fixture
def given(published, monkeypatch):
    """The first view was given just now, and time stands still."""
    monkeypatch.setattr(ready.recent_pages, "_clock", lambda: 1000.0)
    return Client(headers={"host": HOST}).get("/km/")


def page_of(answer) -> str:
    packed = dict(answer.headers).get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


@pytest.mark.parametrize("rest", sorted(set(reading.PAGES) - NOT_HERE))
@pytest.mark.parametrize("encodings", ["", "gzip, br"])
def test_it_is_the_page_and_the_headers_that_django_gave(published, rest, encodings):
    client = Client(headers={"host": HOST, "accept-encoding": encodings})
    client.cookies["f"] = WORD
    served = client.get(f"/km/{rest}")
    answer = asked(f"/km/{rest}", accept_encoding=encodings, cookie=f"f={WORD}")
    assert answer is not None
    assert (answer.status, dict(answer.headers)) == (served.status_code, dict(served.headers.items()))
    packed = SimpleNamespace(headers=served.headers.items(), body=served.content)
    assert SECRET.sub("", page_of(answer)) == SECRET.sub("", page_of(packed))


def test_a_new_visitor_is_given_a_word_of_their_own_that_opens_their_form(given):
    one, another = asked(), asked()
    for answer in (one, another):
        name, _, line = dict(answer.headers)["Set-Cookie"].partition("=")
        word = line.partition(";")[0]
        assert name.strip() == "f"
        assert _unmask_cipher_token(SECRET.search(page_of(answer)).group(1)) == word
    assert dict(one.headers)["Set-Cookie"] != dict(another.headers)["Set-Cookie"]


def test_a_visitor_who_has_a_word_keeps_it_and_no_two_copies_send_the_same(given):
    copies = [asked(cookie=f"f={WORD}") for _ in range(2)]
    sent = [SECRET.search(page_of(each)).group(1) for each in copies]
    assert {_unmask_cipher_token(each) for each in sent} == {WORD}
    assert sent[0] != sent[1]
    assert all("Set-Cookie" not in dict(each.headers) for each in copies)


def test_the_first_view_given_again_ends_a_walk_as_django_does(given):
    cookies = f"k=token; f={WORD}"
    served = Client(headers={"host": HOST, "cookie": cookies}).get("/km/")
    assert ended.take() == [keys.of_token("token").id]
    lines = [each for name, each in asked(cookie=cookies).headers if name == "Set-Cookie"]
    assert lines == [served.cookies["k"].output(header="")]
    assert 'k=""' in lines[0]
    assert "Max-Age=0" in lines[0]
    assert ended.take() == [keys.of_token("token").id]


def test_a_new_word_and_the_end_of_a_walk_are_two_lines(given):
    lines = [
        each.split("=")[0].strip() for name, each in asked(cookie="k=token").headers if name == "Set-Cookie"
    ]
    assert lines == ["f", "k"]
    assert ended.take()


def test_any_other_page_given_again_ends_nothing(given):
    Client(headers={"host": HOST}).get("/km/more")
    assert "Set-Cookie" not in dict(asked("/km/more", cookie=f"k=token; f={WORD}").headers)
    assert not ended.take()


@pytest.mark.parametrize("guess", [{"sec_purpose": "prefetch;prerender"}, {"purpose": "prefetch"}])
def test_a_guess_is_given_it_only_where_it_ends_nothing(given, guess):
    assert asked(cookie=f"f={WORD}", **guess) is not None
    assert asked(cookie=f"k=token; f={WORD}", **guess) is None
    assert not ended.take()


@pytest.mark.parametrize("cookies", ["v=1", f"f={WORD}; v=1", f"f={WORD}\nv=1"])
def test_whoever_has_left_is_shown_no_page_of_help(given, cookies):
    """The cookies may come in one header or in several."""
    assert asked(cookie=cookies) is None


@pytest.mark.parametrize(
    "other",
    [
        {"method": "POST"},
        {"method": "HEAD"},
        {"query": "a=1"},
        {"path": "/km/more"},
        {"path": "/km/h/0"},
        {"host": "evil.example.org"},
        {"host": ""},
    ],
)
def test_nothing_else_is_answered_so(given, other):
    assert asked() is not None
    assert asked(**other) is None


def test_a_host_that_was_refused_is_refused_again(published):
    for _ in range(2):
        assert Client(headers={"host": "evil.example.org"}).get("/km/").status_code == 400
        assert asked(host="evil.example.org") is None


def test_of_a_request_that_names_no_host_nothing_is_given_again(published):
    """Its page may name another host than the next visitor's."""
    assert Client().get("/km/").status_code == 200
    assert ready.recent_pages._pages == {}


def test_half_a_second_later_django_is_asked_again(given, monkeypatch):
    monkeypatch.setattr(ready.recent_pages, "_clock", lambda: 1000.0 + ready.RECENT_SECONDS)
    assert asked() is None
    assert DIALS.findall(Client(headers={"host": HOST}).get("/km/").content.decode())
    assert asked() is not None


def test_over_https_the_cookie_is_for_https_only(given, settings):
    from kapea.web.base import form_secret

    settings.CSRF_COOKIE_SECURE = True
    form_secret._cookie_with_gap.cache_clear()
    assert "; Secure" in dict(asked().headers)["Set-Cookie"]
    form_secret._cookie_with_gap.cache_clear()
