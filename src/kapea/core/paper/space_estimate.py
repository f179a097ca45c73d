"""Whether a material has room on its sheet, reckoned without a printer: so that an author hears it at once.

Letters are reckoned at the smallest a sheet allows, and somewhat wider than they are. The printer measures
truly, and refuses what this lets through; it never cuts.
"""

from __future__ import annotations

from datetime import UTC, datetime

from kapea.core.languages import known
from kapea.core.pack.model import Material, Part, Release
from kapea.core.pack.parse.materials import EVERY, FIRST, LARGE
from kapea.core.paper.contacts import MOST_NOW, groups
from kapea.core.paper.sheets import SHEETS, TO_CUT, Sheet
from kapea.core.present.layout import width

POINT = 0.3528
"""Millimetres of a point."""
CARD = 3.6
"""Lines of body text that one person to call takes up, with the frame."""
TIGHT = 2.7
"""The same where three stand on a card to cut."""
BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
"""A day on which no record had expired yet."""
LARGE_HIGH, STRIPS_HIGH = 40, 58
"""Millimetres: a number that is read across a room, and the strips at the foot, as piece.typ draws them."""
DRAWN_LINES = 2.2
"""Lines of body text beside a drawing of its own take at least as much."""
CODE_LINES, CODE_LINES_FOLDED = 6, 10
FOOT = {"": ("demo", "print-until"), "inside": ("demo", "print-until"), "back": ("print-fold",)}
"""Words that the printer adds, by panel."""
LARGER = {"head": 1.6, "say": 1.0, "list": 1.0, "block": 1.0, "address": 1.0, "write": 1.0, "sign": 0.82}


def has_room(release: Release, material: Material, language: str) -> bool:
    """Whether the words fit, in a language, on as many pages as the material may fill."""
    sheet = SHEETS[material.size, material.fold]
    for panel in dict.fromkeys(part.panel for part in material.parts):
        wide, high = _space(sheet, panel)
        parts = [part for part in material.parts if part.panel == panel]
        high -= sum(_fixed(part) for part in parts)
        ems = wide / (sheet.smallest * POINT)
        lines = sum(_lines(release, part, language, ems, material.size == TO_CUT) for part in parts)
        line = known.language(language).script.room * sheet.smallest * POINT
        if (lines + _foot(release, panel, language, ems)) * line > high * material.most_pages:
            return False
    return True


def _space(sheet: Sheet, panel: str) -> tuple[float, float]:
    """Width and height of a stretch of paper inside its margins, in millimetres."""
    wide, high = sheet.room
    wide /= 2 if panel in ("front", "back") else 1
    high /= 2 if panel else 1
    return wide - 2 * sheet.margin, high - 2 * sheet.margin


def _foot(release: Release, panel: str, language: str, ems: float) -> float:
    words = " ".join(release.text(f"word.{name}", language) for name in FOOT.get(panel, ()))
    return float(-(-width(words) // ems)) + 0.4


def _how_many(release: Release, part: Part, language: str) -> int:
    """How many may be named: as on a day when nothing had expired. Of a page of everybody nothing is said."""
    if EVERY in part.people:
        return 0
    try:
        named = groups(release, part.people, language, at=BEFORE)
    except LookupError:
        return MOST_NOW
    return len(named) if part.mark == FIRST else sum(len(group.people) for group in named)


def _fixed(part: Part) -> float:
    """Millimetres that a part takes however small the letters."""
    return STRIPS_HIGH if part.kind == "strips" else LARGE_HIGH if part.mark == LARGE else 0


def _lines(release: Release, part: Part, language: str, ems: float, is_card: bool) -> float:
    """Lines of body text that a part takes up, on a line as many ems wide."""
    if part.kind == "strips":
        return 0
    if part.kind == "people":
        many = _how_many(release, part, language)
        return (TIGHT if many > 2 and is_card else CARD) * many
    size = LARGER[part.kind]
    wide = ems / len(part.texts) if part.kind == "sign" else ems
    least = DRAWN_LINES if part.pictures else 0
    each = [
        max(-(-width(release.text(text, language)) * size // wide) * size + 0.4, least) for text in part.texts
    ]
    words = max(each, default=0.0) if part.kind == "sign" else sum(each)
    code = CODE_LINES_FOLDED if part.panel else CODE_LINES
    more = {"address": code, "sign": 5, "write": 2 * part.lines, "head": 2 if part.picture else 0}
    return words + more.get(part.kind, 0)
