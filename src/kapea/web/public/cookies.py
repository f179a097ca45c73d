"""The cookies of the public door: what each holds, and what it means that one is there."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse

KEY = "k"
"""The key of the visitor's own conversation; gone with the browser's session."""
LEFT = "v"
"""The cookie Leave sets for five minutes; Back then meets an empty page, not words of help.

It names nothing and nobody, and it must outlive the clearing of everything else: without it the browser's
Back would ask for the first view and get it, numbers and all, in front of whoever has come near."""
LEFT_SECONDS = 300


@cache
def key_gone_line() -> str:
    """The value of the header that takes the conversation's key from a browser."""
    response = HttpResponse()
    response.delete_cookie(KEY, samesite="Lax")
    return response.cookies[KEY].output(header="")


def has_left(request: HttpRequest) -> bool:
    """Somebody left here just now, and nobody has tapped anything since."""
    return bool(request.COOKIES.get(LEFT)) and request.method != "POST"
