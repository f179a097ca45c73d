"""The cookies of staff: the session, the half that opens their keys, and the mark of a known device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kapea.web.staff.addresses import STAFF

KEY = "sk"
"""The half that opens a private key; the other stands in the key store."""
DEVICE = "sd"
"""Somebody signed in here before: whoever guesses from elsewhere does not slow them down."""
LANGUAGE = "sl"
YEAR = 365 * 24 * 3600


def set_staff_cookie(
    response: HttpResponseBase, name: str, value: str, *, seconds: int | None = None
) -> None:
    """Only for our own pages of staff, not for scripts; gone with the browser unless `seconds` are given."""
    response.set_cookie(
        name, value, max_age=seconds, path=STAFF, secure=settings.HTTPS, httponly=True, samesite="Strict"
    )


def forget_staff_cookie(response: HttpResponseBase, name: str) -> None:
    """Takes a cookie from the browser."""
    response.delete_cookie(name, path=STAFF, samesite="Strict")


def key_cookie(request: HttpRequest) -> str:
    """The half of the key that a browser brings; empty where it brings none."""
    return request.COOKIES.get(KEY, "")
