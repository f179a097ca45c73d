"""A ready page is the page: its bytes read back the same whatever stands in its gaps, and hide the secret."""

import gzip
import re
import zlib

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.middleware.csrf import CSRF_SECRET_LENGTH, CsrfViewMiddleware
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kapea.web.base.form_secret import KNOWN, cookie_line, known_secret, new_secret, remember_secret
from kapea.web.base.ready_page import ReadyPage

GAP = "visitors-own-word"
pieces = st.lists(st.text(max_size=300).filter(lambda text: GAP not in text), min_size=1, max_size=4)
words = st.from_regex(KNOWN, fullmatch=True)


@given(pieces, words)
def test_the_bytes_are_the_page_with_the_visitors_word(texts, word):
    page = ReadyPage(GAP.join(texts), GAP, {})
    meant = word.join(texts).encode()
    assert page.plain(word) == meant
    assert gzip.decompress(page.gzipped(word)) == meant


@given(st.text(min_size=200, max_size=2000), words)
def test_a_secret_that_is_guessed_right_does_not_shorten_the_page(text, word):
    """BREACH: whoever can put a guess into a page must not see from its length that the guess is right."""
    guesses = (word, word[::-1])
    lengths = {len(ReadyPage(f"{guess}{text}{GAP}", GAP, {}).gzipped(word)) for guess in guesses}
    alone = {len(zlib.compress(f"{guess}{text}".encode(), 9)) for guess in guesses}
    assert max(lengths) - min(lengths) <= max(alone) - min(alone) + 2


@given(st.text(max_size=200).filter(lambda text: GAP not in text), words)
def test_a_page_stays_a_page_when_it_is_cut_off(text, word):
    """A stream whose end is missing is noticed: no browser takes half a page for a whole one."""
    whole = ReadyPage(f"{text}{GAP}{text}", GAP, {}).gzipped(word)
    assert _ends(whole)
    assert not any(_ends(whole[:-missing]) for missing in range(1, 10))


def _ends(stream: bytes) -> bool:
    reader = zlib.decompressobj(31)
    reader.decompress(stream)
    return reader.eof


def test_new_secrets_are_what_django_takes_and_never_the_same():
    drawn = {new_secret() for _ in range(500)}
    assert len(drawn) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9]+", word) and len(word) == CSRF_SECRET_LENGTH for word in drawn)


def test_every_letter_of_a_secret_comes_as_often_as_any_other():
    letters = "".join(new_secret() for _ in range(4000))
    counts = [letters.count(letter) for letter in sorted(set(letters))]
    assert len(counts) == 62
    assert min(counts) > 0.8 * len(letters) / 62
    assert max(counts) < 1.2 * len(letters) / 62


def test_a_form_with_the_plain_word_passes_djangos_own_protection():
    word = new_secret()
    request = RequestFactory().post("/km/h/0", {"csrfmiddlewaretoken": word})
    request.COOKIES["f"] = word
    guard = CsrfViewMiddleware(lambda request: None)
    guard.process_request(request)
    assert guard.process_view(request, lambda request: None, (), {}) is None
    assert known_secret(request.COOKIES) == word


def test_a_cookie_that_django_would_not_take_is_no_secret():
    for planted in ("", "short", "x" * 33, "é" * 32, "a" * 31 + "\n"):
        request = RequestFactory().get("/km/")
        request.COOKIES["f"] = planted
        assert known_secret(request.COOKIES) == ""


@pytest.mark.django_db  # at the begin of a request Django looks at its connections
@given(words)
def test_the_line_that_sets_a_cookie_is_the_line_django_sends(word):
    """To the letter: else an answer tells whether somebody was given the page just before."""
    response, sent = HttpResponse(), []
    remember_secret(response, word)
    handler = WSGIHandler()
    handler.get_response = lambda request: response
    environ = RequestFactory().get("/km/").environ
    handler(environ, lambda status, headers: sent.extend(headers))
    assert ("Set-Cookie", cookie_line(word)) in sent
