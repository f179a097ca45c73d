"""The sheet of a session: what two members of staff count with numbers and choices, and nothing else.

A row can be a number, a day or one of a list. There is no row for words, a place on a map, a face, a voice or
a device, so nothing that shows who somebody is can be asked for, not even by a mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kapea.core.pack.instrument_model import GUIDE, SHEET, Instrument
from kapea.core.pack.parse.instrument_lines import CONSENT_SCOPES, ROUTE_COUNTS

WHOLE, DAY_FIELD, ONE_OF, NOTE = "integer", "date", "select_one", "note"
BEGIN_GROUP, END_GROUP, BEGIN_REPEAT, END_REPEAT = "begin group", "end group", "begin repeat", "end repeat"
ROW_KINDS = (WHOLE, DAY_FIELD, ONE_OF, NOTE, BEGIN_GROUP, END_GROUP, BEGIN_REPEAT, END_REPEAT)
"""All that a row can be. Words, pictures, sounds, places and devices are not among them."""
FORM_ID = "kapea-session-sheet"
ENOUGH_UNDERSTOOD = 3
"""Questions of the understanding check; with fewer understood no scope is asked."""
MOST_SEATS, MOST_CARDS, MOST_SHEET_MINUTES, MOST_ASKED = 12, 24, 90, 999


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row. `label` is the id of its text, `of` the list that it chooses from; a number lies from `least`
    to `most`. `asked_if` is a condition of XLSForm, empty: always.
    """

    kind: str
    name: str = ""
    label: str = ""
    of: str = ""
    least: int = 0
    most: int = 0
    asked_if: str = ""


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """One answer of a list: the name that is kept, and the id of its text; a card has its sign besides."""

    of: str
    name: str
    label: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """A whole sheet; `version` is made of all that it asks, so a changed sheet is another. `form_id`: by what
    devices and servers know it.
    """

    title: str
    rows: tuple[SheetRow, ...]
    choices: tuple[SheetChoice, ...]
    version: str
    form_id: str = FORM_ID

    @property
    def texts(self) -> tuple[str, ...]:
        """The ids of all its texts."""
        labels = [*(row.label for row in self.rows), *(choice.label for choice in self.choices)]
        return tuple(dict.fromkeys((self.title, *filter(None, labels))))

    def answers_of(self, name: str) -> frozenset[str]:
        """The names of a list."""
        return frozenset(choice.name for choice in self.choices if choice.of == name)


class NoSheet(Exception):
    """The pack has no instrument that a sheet needs; the message says which, and where to write it."""


def session_sheet(instruments: Mapping[str, Instrument]) -> SessionSheet:
    """The sheet for the instruments of a release. Raises NoSheet where there is no sheet, or no guide."""
    sheet = next((made for made in instruments.values() if made.kind == SHEET), None)
    guides = [made for made in instruments.values() if made.kind == GUIDE]
    if sheet is None or not guides:
        lacking = "guide" if sheet is not None else "sheet"
        raise NoSheet(f"The pack has no instrument of kind `{lacking}`. Write one in studies/.")
    rows = tuple(_rows(sheet.lines))
    choices = tuple(_choices(sheet.lines, guides, instruments))
    return SessionSheet(sheet.title, rows, choices, _version(rows, choices))


def _rows(lines: Mapping[str, Mapping[str, str]]) -> Iterator[SheetRow]:
    part, field = lines["parts"], lines["fields"]
    yield SheetRow(BEGIN_GROUP, "session", part["session"])
    yield from (SheetRow(NOTE, f"note_{n}", text) for n, text in enumerate(lines["notes"].values(), 1))
    yield SheetRow(DAY_FIELD, "day", field["day"])
    yield SheetRow(ONE_OF, "guide", field["guide"], of="guides")
    yield _number("minutes", field["minutes"], 1, MOST_SHEET_MINUTES)
    yield SheetRow(END_GROUP)
    yield SheetRow(BEGIN_REPEAT, "seats", part["seats"])
    yield _number("seat", field["seat"], 1, MOST_SEATS)
    yield _number("understood", field["understood"], 0, ENOUGH_UNDERSTOOD)
    yield SheetRow(NOTE, "scopes", part["scopes"], asked_if=_UNDERSTOOD)
    for scope in CONSENT_SCOPES:
        label = lines["scope"][scope]
        yield SheetRow(ONE_OF, _field_name(scope), label, of="answers", asked_if=_UNDERSTOOD)
    yield SheetRow(END_REPEAT)
    yield SheetRow(BEGIN_REPEAT, "cards", part["cards"])
    yield SheetRow(ONE_OF, "card", part["cards"], of="cards")
    yield _number("laid", field["count"], 0, MOST_CARDS)
    yield SheetRow(END_REPEAT)
    yield SheetRow(BEGIN_REPEAT, "stops", part["stops"])
    yield SheetRow(ONE_OF, "stop", part["stops"], of="stops")
    yield _number("moment", field["moment"], 0, MOST_SHEET_MINUTES)
    yield SheetRow(END_REPEAT)
    yield SheetRow(BEGIN_REPEAT, "routes", part["routes"])
    yield SheetRow(ONE_OF, "route", part["routes"], of="routes")
    yield from (_number(_field_name(name), lines["of-route"][name], 0, MOST_ASKED) for name in ROUTE_COUNTS)
    yield SheetRow(END_REPEAT)


_UNDERSTOOD = f"${{understood}} = {ENOUGH_UNDERSTOOD}"


def _number(name: str, label: str, least: int, most: int) -> SheetRow:
    return SheetRow(WHOLE, name, label, least=least, most=most)


def _field_name(name: str) -> str:
    """A name as XLSForm takes it."""
    return name.replace("-", "_")


def _choices(
    lines: Mapping[str, Mapping[str, str]], guides: list[Instrument], instruments: Mapping[str, Instrument]
) -> Iterator[SheetChoice]:
    yield from (SheetChoice("guides", guide.id, guide.title) for guide in guides)
    yield from (SheetChoice("answers", name, text) for name, text in lines["answer"].items())
    for made in instruments.values():
        yield from (SheetChoice("cards", card.id, card.start, card.sign) for card in made.cards)
    yield from (SheetChoice("stops", name, text) for name, text in lines["stop"].items())
    yield from (SheetChoice("routes", name, text) for name, text in lines["route"].items())


def _version(rows: tuple[SheetRow, ...], choices: tuple[SheetChoice, ...]) -> str:
    return hashlib.sha256(repr((rows, choices)).encode()).hexdigest()[:12]
