"""Calling a provider: how long we wait for one, and what is known when nothing comes back."""

from __future__ import annotations

from collections.abc import Callable

import httpx

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Errors after which nothing can have been done: nobody was reached."""
LIMIT = httpx.Timeout(15.0, connect=5.0)
"""How long we wait for an answer, and to reach anybody: together less than a claim of the outbox lasts."""
UNREACHED, UNHEARD = 0, -1
"""Instead of a status: nobody was reached; it went out, and nothing came back."""


def status_of_call(call: Callable[[], httpx.Response]) -> int:
    """The status of what came back. Raises nothing."""
    try:
        return call().status_code
    except NEVER_LEFT:
        return UNREACHED
    except httpx.HTTPError:
        return UNHEARD
