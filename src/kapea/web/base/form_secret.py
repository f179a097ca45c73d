"""The secret word of a visitor's forms, as Django's own protection keeps it in its cookie and reads it back.

Django scatters the word anew for every page, since a page compressed together with a secret gives it away
letter by letter (BREACH). A ready page never compresses the word; it is scattered all the same, since a form
is known by the word it sends.
"""

from __future__ import annotations

import os
import re
import string

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LETTERS = string.ascii_letters + string.digits
LENGTH = 32
KNOWN = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")
_AT = {letter: at for at, letter in enumerate(LETTERS)}
FAIR = 256 - 256 % len(LETTERS)
"""Bytes from here on are passed over: with them the first letters would come more often."""


def form_secret(request: HttpRequest) -> str:
    """The visitor's secret word; empty when their browser brings none that Django would take."""
    word = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return word if KNOWN.fullmatch(word) else ""


def new_secret() -> str:
    """A word nobody can guess."""
    drawn = [LETTERS[byte % len(LETTERS)] for byte in os.urandom(LENGTH * 2) if byte < FAIR]
    return "".join(drawn[:LENGTH]) if len(drawn) >= LENGTH else new_secret()


def scattered(word: str) -> str:
    """The word as a form sends it, another for each copy of a page: Django reads it (turns.py says why)."""
    mask = new_secret()
    moved = (LETTERS[(_AT[a] + _AT[b]) % len(LETTERS)] for a, b in zip(word, mask, strict=True))
    return mask + "".join(moved)


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
