"""Sizes of paper and letters. The printer lays out by them, and the checker (K13) reckons with them."""

from __future__ import annotations

import msgspec


class Sheet(msgspec.Struct, frozen=True):
    """Paper in millimetres, letters in points: `body`, or less where words are long, down to `smallest`.

    No letter is smaller than `least`. A sheet to cut holds `across` by `down` cards, `card` wide and high.
    """

    width: float
    height: float
    margin: float
    body: float
    smallest: float
    least: float = 9
    across: int = 1
    down: int = 1
    card: tuple[float, float] = (0, 0)

    @property
    def room(self) -> tuple[float, float]:
        """What one copy has, in width and height: a card of it, or all of the sheet."""
        return self.card if self.across * self.down > 1 else (self.width, self.height)


TO_CUT, CUT_FROM = "A7", "A4"
"""The size that comes by eight, and that of the sheet they come on."""
SHEETS = {
    ("A4", False): Sheet(210, 297, 16, 27, 10),
    ("A5", False): Sheet(148, 210, 12, 20, 9),
    ("A6", False): Sheet(105, 148, 9, 15, 9),
    ("A7", False): Sheet(210, 297, 4, 13, 9, across=2, down=4, card=(98, 70)),
    ("A4", True): Sheet(210, 297, 8, 24, 10),
    ("A5", True): Sheet(148, 210, 6, 17, 9),
    ("A6", True): Sheet(105, 148, 4, 13, 9),
}
"""By size, and whether it is folded twice."""
CERTIFICATE_SHEET = Sheet(297, 210, 14, 14, 11, least=10)
"""A certificate: kept in a folder, read at a desk."""
PLAN_SHEET = Sheet(210, 297, 12, 15, 12, least=12)
"""The cards and pictures of a workshop: read at arm's length, by whoever speaks meanwhile."""
