"""What the numbers say of typed words: for each output a sum over the features that were met before.

A row has a byte for each output. Rows are added many at once, each as one long whole number, whose lanes are
two bytes wide: 257 rows fit before a lane could run over.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from math import sqrt
from zlib import crc32

from kapea.core.pack.hearing_model import KEY_BYTES, HearingModel

MOST_ROWS = 250
ZERO = 128
"""What stands in a row for no weight."""


def key_of(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass"))


class Weighing:
    """A model made ready. Safe in any thread; nothing of it changes."""

    def __init__(self, model: HearingModel) -> None:
        self.model = model
        self._keys = array("I", model.keys)
        if self._keys.itemsize != KEY_BYTES:
            self._keys = array("L", model.keys)
        if sys.byteorder == "big":
            self._keys.byteswap()
        self._width = len(model.outputs)
        lanes = (self._width + 1) // 2
        self._even = int.from_bytes(b"\xff\x00" * lanes, "little")

    def known(self, features: Iterable[str]) -> dict[str, int]:
        """Those features that were met before, each with its row."""
        keys, out, size = self._keys, dict[str, int](), len(self._keys)
        for feature in features:
            key = key_of(feature)
            at = bisect_left(keys, key)
            if at < size and keys[at] == key:
                out[feature] = at
        return out

    def sums(self, rows: Sequence[int]) -> list[float]:
        """What each output comes to."""
        constants, step = self.model.constants, self.model.step
        if not rows:
            return list(constants)
        totals = [0] * self._width
        for at in range(0, len(rows), MOST_ROWS):
            self._add(rows[at : at + MOST_ROWS], totals)
        off, scale = ZERO * len(rows), step / sqrt(len(rows))
        return [c + (total - off) * scale for c, total in zip(constants, totals, strict=True)]

    def row(self, at: int) -> list[float]:
        """What one feature adds to each output, before it is shared among all that are there."""
        begins = at * self._width
        return [(b - ZERO) * self.model.step for b in self.model.rows[begins : begins + self._width]]

    def _add(self, rows: Sequence[int], totals: list[int]) -> None:
        data, width, even = self.model.rows, self._width, self._even
        evens = odds = 0
        for at in rows:
            begins = at * width
            row = int.from_bytes(data[begins : begins + width], "little")
            evens += row & even
            odds += (row >> 8) & even
        lanes = (width + 1) // 2
        for shift, packed in enumerate((evens, odds)):
            each = array("H", packed.to_bytes(lanes * 2, sys.byteorder))
            if sys.byteorder == "big":
                each.reverse()
            for n, total in enumerate(each):
                if 2 * n + shift < width:
                    totals[2 * n + shift] += total
