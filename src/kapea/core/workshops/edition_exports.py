"""What an edition says as rows of a table, for whoever takes it along: as CSV, and with one row of HXL tags.

A hidden count is left out and marked, in a column of its own; it is never 0. Nothing stands here that the
edition does not say.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kapea.core.evidence.counts import CountMark, FigureKey, PublishedCount, ShownCount
from kapea.core.workshops.answer_figures import ALL, ANSWERS_KEY, HOPED, ToldChange
from kapea.core.workshops.attendance_figures import CAME_KEY
from kapea.core.workshops.year_figures import YEAR_KEY

COLUMNS: Mapping[str, str] = {
    "edition": "#meta+edition",
    "begins": "#date+start",
    "ends": "#date+end",
    "indicator": "#indicator+code",
    "area": "#adm1+code",
    "area_name": "#adm1+name",
    "audience": "#meta+audience",
    "people": "#meta+people",
    "item": "#item+code",
    "question": "#item+name",
    "asked": "#meta+asked",
    "value": "#value+num",
    "suppressed": "#meta+suppressed",
}
"""The columns, and their HXL tags."""
INDICATORS: Mapping[str, str] = {
    CAME_KEY: "visits",
    YEAR_KEY: "visits_year_so_far",
    HOPED: "answers_hoped_for",
    ALL: "answers_all",
}
PLACES: Mapping[str, str] = {"area": "area", "audience": "audience", "group": "people"}
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ExportedEdition:
    """What goes into every row, what is said, and what areas and questions are called."""

    number: int
    begins: date
    ends: date
    said: Mapping[FigureKey, PublishedCount]
    changes: Sequence[ToldChange]
    area_name: Named
    question: Named


def exported_csv(edition: ExportedEdition, *, with_hxl: bool) -> str:
    """The edition as a table of text. `with_hxl`: with the row of tags under the names of the columns."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    if with_hxl:
        rows.writerow(COLUMNS)
    rows.writerows(_rows(edition))
    return out.getvalue()


def _rows(edition: ExportedEdition) -> Iterator[dict[str, str | int]]:
    common: dict[str, str | int] = {
        "edition": edition.number,
        "begins": edition.begins.isoformat(),
        "ends": edition.ends.isoformat(),
    }
    for key in sorted(edition.said):
        yield common | _place(edition, key) | _value(edition.said[key])
    for told in edition.changes:
        item = _item(edition, told.kind, told.measure)
        for indicator, value in _of_change(told):
            yield common | item | {"indicator": indicator, "value": value}


def _place(edition: ExportedEdition, key: FigureKey) -> dict[str, str | int]:
    if key[0] == ANSWERS_KEY:
        _, kind, measure, when, what = key
        return _item(edition, kind, measure) | {"indicator": INDICATORS[what], "asked": when}
    place: dict[str, str | int] = {"indicator": INDICATORS[key[0]]}
    if len(key) > 1:
        place[PLACES[key[1]]] = key[2]
    return place | ({"area_name": edition.area_name(key[2])} if key[1:2] == ("area",) else {})


def _item(edition: ExportedEdition, kind: str, measure: str) -> dict[str, str | int]:
    return {"audience": kind, "item": measure, "question": edition.question(measure)}


def _value(mark: PublishedCount) -> dict[str, str | int]:
    if isinstance(mark, ShownCount):
        return {"value": mark.count}
    return {"value": 0} if mark is CountMark.ZERO else {"suppressed": mark.value}


def _of_change(told: ToldChange) -> Iterator[tuple[str, int]]:
    yield "groups_asked_twice", told.groups
    yield "groups_asked_once", told.asked_once
    if told.change is not None:
        yield "change_points", told.change.points
        yield "change_low", told.change.low
        yield "change_high", told.change.high
