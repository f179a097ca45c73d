"""The secret word of a visitor's forms, as Django's own protection keeps it in its cookie and reads it back.

Django scatters the word anew for every page, since a page compressed together with a secret gives it away
letter by letter (BREACH). A ready page never compresses the word; it is scattered all the same, since a form
is known by the word it sends.
"""

from __future__ import annotations

import os
import re
import string
from functools import cache
from operator import add

from django.conf import settings
from django.http import HttpResponse

LETTERS = string.ascii_letters + string.digits
LENGTH = 32
KNOWN = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")
FAIR = 256 - 256 % len(LETTERS)
"""Bytes from here on are passed over: with them the first letters would come more often."""
_UNFAIR = bytes(range(FAIR, 256))
_LETTER_OF = bytes(LETTERS[byte % len(LETTERS)].encode()[0] for byte in range(256))
"""The letter for a number, counting on from the first after the last."""
_NUMBER_OF = bytes(max(LETTERS.find(chr(byte)), 0) for byte in range(256))
GAP = "0" * LENGTH
"""Stands in a cookie while it is written, where the word will stand."""


def known_secret(cookies: dict[str, str]) -> str:
    """The visitor's secret word, out of their cookies; empty where there is none that Django would take."""
    word = cookies.get(settings.CSRF_COOKIE_NAME, "")
    return word if KNOWN.fullmatch(word) else ""


def new_secret() -> str:
    """A word nobody can guess."""
    drawn = os.urandom(LENGTH * 2).translate(_LETTER_OF, _UNFAIR)[:LENGTH]
    return drawn.decode() if len(drawn) == LENGTH else new_secret()


def scattered(word: str) -> str:
    """The word as a form sends it, another for each copy of a page: Django reads it (turns.py says why)."""
    mask = new_secret()
    numbers, masks = (each.encode().translate(_NUMBER_OF) for each in (word, mask))
    return mask + bytes(map(add, numbers, masks)).translate(_LETTER_OF).decode()


def remember_secret(response: HttpResponse, word: str) -> None:
    """Sets the cookie, as Django sets it."""
    response.set_cookie(
        settings.CSRF_COOKIE_NAME,
        word,
        max_age=settings.CSRF_COOKIE_AGE,
        path=settings.CSRF_COOKIE_PATH,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=settings.CSRF_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def cookie_line(word: str) -> str:
    """The value of the header that sets the same cookie, to the letter as Django sends it: nobody is to see
    from an answer whether another visitor was given the page just before.
    """
    return _cookie_with_gap().replace(GAP, word)


@cache
def _cookie_with_gap() -> str:
    response = HttpResponse()
    remember_secret(response, GAP)
    return response.cookies[settings.CSRF_COOKIE_NAME].output(header="")
