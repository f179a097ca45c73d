"""Sizes of paper and letters. The printer lays out by them, and the checker (K13) reckons with them."""

from __future__ import annotations

import msgspec


class Sheet(msgspec.Struct, frozen=True):
    """Paper in millimetres, letters in points: `body`, or less where words are long, down to `smallest`."""

    width: float
    height: float
    margin: float
    body: float
    smallest: float


SHEETS = {
    ("A4", False): Sheet(210, 297, 16, 27, 10),
    ("A5", False): Sheet(148, 210, 12, 20, 9),
    ("A6", False): Sheet(105, 148, 9, 15, 8),
    ("A4", True): Sheet(210, 297, 8, 24, 10),
    ("A5", True): Sheet(148, 210, 6, 17, 8),
    ("A6", True): Sheet(105, 148, 4, 13, 6.5),
}
"""By size, and whether it is folded twice."""
