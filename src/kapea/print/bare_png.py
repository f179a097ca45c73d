"""A picture without anything about it: no time, no program, no size of paper. Only what is seen."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

HEAD = b"\x89PNG\r\n\x1a\n"
SEEN = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
"""The parts of a PNG that are the picture itself; every other one tells of it."""


def bare_png(data: bytes) -> bytes:
    """The same picture with its parts that are seen. Raises ValueError for what is no PNG."""
    if not data.startswith(HEAD):
        raise ValueError("This is no PNG.")
    return HEAD + b"".join(_chunk(name, body) for name, body in chunks(data) if name in SEEN)


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of the parts of a PNG, in their order."""
    at = len(HEAD)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
