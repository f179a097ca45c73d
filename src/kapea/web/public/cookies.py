"""The cookies of the public door: what each holds, and what it means that one is there."""

from __future__ import annotations

from django.http import HttpRequest

KEY = "k"
"""The key of the visitor's own conversation; gone with the browser's session."""
LEFT = "v"
"""The cookie Leave sets for five minutes; Back then meets an empty page, not words of help.

It names nothing and nobody, and it must outlive the clearing of everything else: without it the browser's
Back would ask for the first view and get it, numbers and all, in front of whoever has come near."""
LEFT_SECONDS = 300


def has_left(request: HttpRequest) -> bool:
    """Somebody left here just now, and nobody has tapped anything since."""
    return bool(request.COOKIES.get(LEFT)) and request.method != "POST"
