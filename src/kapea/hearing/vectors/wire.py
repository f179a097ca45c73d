"""How words go to the vector process and numbers come back: a length of two bytes, then so many bytes.

A question is UTF-8. An answer is a sentence vector, or one word that says why there is none.
"""

from __future__ import annotations

import struct
from math import isfinite

from kapea.core.pack.hearing_model import VECTOR_SIZE

MOST_BYTES = 2_000
"""Bytes of a question: five hundred characters, however many each has."""
LENGTH = struct.Struct(">H")
NUMBERS = struct.Struct(f"<{VECTOR_SIZE}f")
EMPTY, LONG, GARBLED, FAILED = b"empty", b"long", b"garbled", b"failed"
"""Why there is no vector: no words, too many, bytes that are no words, an encoder that gave none."""


def vector_in(answer: bytes) -> list[float] | None:
    """The vector that an answer holds; None for any other bytes."""
    if len(answer) != NUMBERS.size:
        return None
    vector = list(NUMBERS.unpack(answer))
    return vector if all(map(isfinite, vector)) else None
