"""Reads `clocks.yaml`: until when each thing of a case is due, by how urgent the case is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kapea.core.pack.clock_model import (
    CLOCK_LEVELS,
    CLOCKS,
    DEFAULT,
    DONE_AGAIN,
    LONGEST_WAIT_DAYS,
    MAY_BE_NEVER,
    RESTS_ON,
    ClockRow,
    clock_row_id,
)
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader

FILE = "clocks.yaml"
SAME_DAY, NEVER = "same day", "never"
WITHIN = re.compile(r"([1-9][0-9]{0,3}) (min|h|d)")
SPANS_MEND = f"write `15 min`, `72 h`, `3 d` or `{SAME_DAY}`, {LONGEST_WAIT_DAYS} d at most"
HoursOrDays = tuple[float | None, int | None]
"""One of them; the other is None."""


def read_clocks(layers: Layers, places: dict[str, Place], findings: Findings) -> dict[str, ClockRow]:
    """By id (`assessment.red`), and in `places` where each stands; none where there is no file."""
    root = layers.read(FILE, findings)
    if root is None:
        return {}
    reader = Reader(root, findings, FILE)
    clocks = dict(reader.pairs("clocks", required=True))
    reader.done()
    rows: dict[str, ClockRow] = {}
    for clock, level, item in _each_row(clocks, findings):
        row = _row(clock, level, item, findings)
        rows[row.id], places[f"clocks.{row.id}"] = row, item.place
    places["clocks"] = root.place
    _more_urgent_is_sooner(rows, places, findings)
    return rows


def _each_row(clocks: Mapping[str, Item], findings: Findings) -> Iterator[tuple[str, str, Item]]:
    """What stands under a clock and a level that there are."""
    for clock, item in _known(clocks, CLOCKS, "nothing of a case is called", findings):
        if not isinstance(item.value, dict):
            findings.add(
                "P02", item.place, f"`{clock}` has no levels", f"write `{CLOCK_LEVELS[0]}:` under it"
            )
            continue
        for level, row in _known(item.value, CLOCK_LEVELS, "no level is called", findings):
            yield clock, level, row


def _known(
    given: Mapping[str, Item], names: tuple[str, ...], says: str, findings: Findings
) -> Iterator[tuple[str, Item]]:
    for name in (name for name in given if name not in names):
        findings.add("P02", given[name].place, f"{says} “{name}”", f"one of {', '.join(names)}")
    for name in (name for name in names if name in given):
        yield name, given[name]


def _row(clock: str, level: str, item: Item, findings: Findings) -> ClockRow:
    reader = Reader(item, findings, f"the row {clock_row_id(clock, level)}")
    within = reader.get("within", required=True)
    spans = _spans(clock, within, findings) if within is not None else ()
    reader.get("rests_on", required=True)
    rests_on = reader.one_of("rests_on", RESTS_ON, DEFAULT)
    upkeep = read_upkeep(reader, required=True)
    reader.done()
    return ClockRow(clock, level, spans, rests_on, upkeep)


def _spans(clock: str, within: Item, findings: Findings) -> tuple[HoursOrDays, ...]:
    """The spans of a row: one, or several where it is done again and again; none for `never`."""
    if within.value == NEVER:
        if clock not in MAY_BE_NEVER:
            findings.add("P02", within.place, f"{clock} is always due", SPANS_MEND)
        return ()
    given = within.value if isinstance(within.value, list) else [within]
    if len(given) != 1 and clock not in DONE_AGAIN:
        findings.add("P02", within.place, f"{clock} is done once, so it has one span", SPANS_MEND)
    spans = [_span(each) for each in given]
    if not spans or None in spans:
        findings.add("P02", within.place, "`within` is no span of time", SPANS_MEND)
    return tuple(span for span in spans if span is not None)


def _span(item: Item) -> HoursOrDays | None:
    if item.value == SAME_DAY:
        return None, 0
    written = WITHIN.fullmatch(item.value) if isinstance(item.value, str) else None
    if written is None:
        return None
    many, unit = int(written[1]), written[2]
    hours = {"min": many / 60, "h": float(many), "d": many * 24.0}[unit]
    if hours > LONGEST_WAIT_DAYS * 24:
        return None
    return (None, many) if unit == "d" else (hours, None)


def _more_urgent_is_sooner(
    rows: Mapping[str, ClockRow], places: Mapping[str, Place], findings: Findings
) -> None:
    """P02 where somebody who is in more danger waits longer than somebody in less."""
    for clock in CLOCKS:
        ids = (clock_row_id(clock, level) for level in CLOCK_LEVELS)
        found = [rows[id] for id in ids if id in rows and (rows[id].spans or clock in MAY_BE_NEVER)]
        for urgent, calm in pairwise(found):
            if any(one > other for one, other in zip(_longest(urgent), _longest(calm), strict=True)):
                says = f"{urgent.id} is due later than {calm.id}"
                mend = "what is more urgent is due no later"
                findings.add("P02", places[f"clocks.{urgent.id}"], says, mend)


def _longest(row: ClockRow) -> tuple[float, float]:
    """The most hours that its first span takes, and its last; without end where nothing is due."""
    most = [hours if hours is not None else ((days or 0) + 1) * 24.0 for hours, days in row.spans]
    return (most[0], most[-1]) if most else (float("inf"), float("inf"))
