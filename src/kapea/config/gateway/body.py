"""Reading a request's body on the event loop: so much at most, and not for longer than a few seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

MOST_BYTES = 65_536
"""Three times what a form of ours may hold; Django's own limit is met first and says more."""
MOST_SECONDS = 4.0
MOST_DIGITS = 20
"""As many as the largest length that the server itself can count."""


class TooLarge(ValueError):
    """The body is, or says it is, larger than any form of ours."""


class CutShort(ValueError):
    """The connection ended before the body did."""


class Incoming(Protocol):
    """The half of the server's protocol object that reads."""

    async def __call__(self) -> bytes: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...


async def read_body(incoming: Incoming, length: str | None, *, chunked: bool) -> bytes:
    """The whole body. Raises TooLarge, CutShort, or TimeoutError when it has not come in time."""
    if not chunked and (length is None or length == "0"):
        return b""
    if length is not None and not _allowed(length):
        raise TooLarge
    try:
        async with asyncio.timeout(MOST_SECONDS):
            return await incoming() if not chunked else await _pieces(incoming)
    except (
        RuntimeError
    ) as error:  # all that the server says of a connection that is gone, or of broken chunks
        raise CutShort from error


def _allowed(length: str) -> bool:
    """Whether a length is one, and small enough. Python reads no number of thousands of digits."""
    return length.isdecimal() and len(length) <= MOST_DIGITS and int(length) <= MOST_BYTES


async def _pieces(incoming: Incoming) -> bytes:
    read = bytearray()
    async for piece in incoming:
        read += piece
        if len(read) > MOST_BYTES:
            raise TooLarge
    return bytes(read)
