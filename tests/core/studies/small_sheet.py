"""A session sheet made of a few instruments, and the XML that a device sends of it."""

from __future__ import annotations

from kapea.core.pack.instrument_model import (
    ANYBODY,
    CARDS_KIND,
    CHILDREN,
    GROUP,
    GUIDE,
    SHEET,
    Instrument,
    StudyCard,
)
from kapea.core.pack.parse.instrument_lines import SHEET_LINES
from kapea.core.studies.session_sheet import FORM_ID, SessionSheet, session_sheet

LINES = {
    section: {name: f"sheet.{section}.{name}" for name in names} for section, names in SHEET_LINES.items()
}
INSTRUMENTS = {
    "moon": Instrument("moon", GUIDE, CHILDREN, "moon.title", held=GROUP, bands=("9-11",)),
    "cards": Instrument(
        "cards", CARDS_KIND, ANYBODY, "cards.title", cards=(StudyCard("c01", "🙂", "cards.start.c01"),)
    ),
    "sheet": Instrument("sheet", SHEET, ANYBODY, "sheet.title", lines=LINES),
}


def small_sheet() -> SessionSheet:
    return session_sheet(INSTRUMENTS)


SEATS = "<seats><seat>1</seat><understood>3</understood><take_part>yes</take_part><quote>no</quote></seats>"


def sent(
    number: int = 1,
    *,
    replaces: int = 0,
    inside: str = SEATS,
    day: str = "2026-11-24",
    version: str = "",
    form: str = FORM_ID,
) -> bytes:
    """The XML of a sheet; `number` makes its instanceID, `replaces` that of the one it replaces."""
    old = f"<deprecatedID>{uuid(replaces)}</deprecatedID>" if replaces else ""
    return (
        f'<data id="{form}" version="{version or small_sheet().version}"><session><day>{day}</day>'
        f"<guide>moon</guide><minutes>40</minutes><note_1/></session>{inside}"
        f"<meta><instanceID>{uuid(number)}</instanceID>{old}</meta></data>"
    ).encode()


def uuid(number: int) -> str:
    return f"uuid:00000000-0000-4000-8000-{number:012x}"
