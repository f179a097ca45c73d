"""A page made once for everybody, as bytes that are compressed already.

One word in it differs for each visitor: the secret word of its forms. The word is put between the compressed
pieces as it stands and never compressed with them, so that the length of an answer tells nothing of it.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import NamedTuple

HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""A gzip head without name or time (RFC 1952)."""
LAST_BLOCK = b"\x03\x00"
"""An empty last block (RFC 1951): what came before it may be cut into pieces."""
STORED = struct.Struct("<BHH")
TAIL = struct.Struct("<II")


Headers = list[tuple[str, str]]


class Copy(NamedTuple):
    """A page as one visitor is given it."""

    headers: Headers
    body: bytes


class ReadyPage:
    """A page with gaps. `headers` go out with every copy of it."""

    __slots__ = ("_compressed", "_headers", "_headers_of_compressed", "_lengths", "_sums")

    def __init__(self, html: str, gap: str, headers: dict[str, str]) -> None:
        """`gap` is a word that stands in `html` wherever the word of a visitor belongs; it may be nowhere."""
        pieces = [piece.encode() for piece in html.split(gap)]
        self._headers = [*headers.items()]
        self._headers_of_compressed = [*headers.items(), ("Content-Encoding", "gzip")]
        self._compressed = tuple(_compress(piece) for piece in pieces)
        self._lengths = tuple(len(piece) for piece in pieces)
        self._sums = tuple(_Sum(piece) for piece in pieces)

    def copy(self, word: str, *, compressed: bool) -> Copy:
        """The page with the visitor's word in its gaps, and the headers that belong to it."""
        if compressed:
            return Copy(self._headers_of_compressed, self.gzipped(word))
        return Copy(self._headers, self.plain(word))

    def plain(self, word: str) -> bytes:
        """The page as it is read, with the visitor's word in its gaps."""
        pieces = (zlib.decompressobj(-15).decompress(piece) for piece in self._compressed)
        return word.encode().join(pieces)

    def gzipped(self, word: str) -> bytes:
        """The same as one gzip stream."""
        said = word.encode()
        stored = STORED.pack(0, len(said), len(said) ^ 0xFFFF) + said
        total, size = self._sums[0].after(0), sum(self._lengths) + len(said) * (len(self._lengths) - 1)
        for _, following in pairwise(self._sums):
            total = following.after(zlib.crc32(said, total))
        return b"".join((HEAD, stored.join(self._compressed), LAST_BLOCK, TAIL.pack(total, size)))


class _Sum:
    """The checksum of a fixed piece after whatever went before it, without reading the piece again.

    CRC-32 is linear: what went before and the piece itself each add their own bits.
    """

    __slots__ = ("_alone", "_moved")

    def __init__(self, piece: bytes) -> None:
        self._alone = zlib.crc32(piece)
        nothing = bytes(len(piece))
        zero = zlib.crc32(nothing)
        self._moved = tuple(zlib.crc32(nothing, 1 << bit) ^ zero for bit in range(32))

    def after(self, before: int) -> int:
        total = self._alone
        for bit, moved in enumerate(self._moved):
            if before >> bit & 1:
                total ^= moved
        return total


def _compress(piece: bytes) -> bytes:
    """Raw blocks that end on a whole byte and end no stream."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflate.compress(piece) + deflate.flush(zlib.Z_FULL_FLUSH)
