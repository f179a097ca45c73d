"""Reading a request's body on the event loop: so much at most, and not for longer than a few seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

MOST_BYTES = 65_536
"""Three times what a form of the public may hold; Django's own limit is met first and says more."""
MOST_SECONDS = 4.0
MOST_DIGITS = 20
"""As many as the largest length that the server itself can count."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """How much is read of a body, and for how long."""

    most_bytes: int = MOST_BYTES
    most_seconds: float = MOST_SECONDS


class TooLarge(ValueError):
    """The body is, or says it is, larger than any form of ours."""


class CutShort(ValueError):
    """The connection ended before the body did."""


class Incoming(Protocol):
    """The half of the server's protocol object that reads."""

    async def __call__(self) -> bytes: ...
    def __aiter__(self) -> AsyncIterator[bytes]: ...


def may_be_long(length: str | None, *, chunked: bool) -> bool:
    """Whether more may come than fits an ordinary form: it says so, or does not say."""
    return chunked or (length is not None and not _allowed(length, MOST_BYTES))


async def read_body(
    incoming: Incoming, length: str | None, *, chunked: bool, limit: BodyLimit = BodyLimit()
) -> bytes:
    """The whole body. Raises TooLarge, CutShort, or TimeoutError when it has not come in time."""
    if not chunked and (length is None or length == "0"):
        return b""
    if length is not None and not _allowed(length, limit.most_bytes):
        raise TooLarge
    try:
        async with asyncio.timeout(limit.most_seconds):
            return await incoming() if not chunked else await _pieces(incoming, limit.most_bytes)
    except (
        RuntimeError
    ) as error:  # all that the server says of a connection that is gone, or of broken chunks
        raise CutShort from error


def _allowed(length: str, most: int) -> bool:
    """Whether a length is one, and small enough. Python reads no number of thousands of digits."""
    return length.isdecimal() and len(length) <= MOST_DIGITS and int(length) <= most


async def _pieces(incoming: Incoming, most: int) -> bytes:
    read = bytearray()
    async for piece in incoming:
        read += piece
        if len(read) > most:
            raise TooLarge
    return bytes(read)
