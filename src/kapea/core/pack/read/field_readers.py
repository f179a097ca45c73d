"""Small values in pack files: dates, ids, times, week days. Each names its problem and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")


def place_of(reader: Reader, key: str) -> Place:
    return reader.map[key].place if key in reader.map else reader.item.place


def iso_date(reader: Reader, key: str, *, required: bool = False) -> str:
    """The date as ISO text, empty when there is none; P03 for what is no date."""
    value = reader.text(key, required=required)
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        reader.findings.add(
            "P03", place_of(reader, key), f"“{value}” is no date", "year-month-day: 2027-05-24"
        )
        return ""


def an_id(value: str, place: Place, taken: Mapping[str, Place], findings: Findings) -> bool:
    """Whether `value` may name a new record: letters, digits and -, and not taken."""
    if value in taken:
        findings.add("P07", place, f"“{value}” is already the id of {taken[value]}", "choose another id")
        return False
    if value and not _ID.match(value):
        findings.add("P03", place, f"“{value}” is no id", "letters, digits and - only, a letter first")
        return False
    return bool(value)


def minutes(item: Item | None, findings: Findings) -> int | None:
    """Minutes after midnight of `HH:MM`; 24:00 is the end of the day."""
    if item is None:
        return None
    if item.value == "24:00":
        return 24 * 60
    match = _TIME.match(str(item.value))
    if match is None:
        findings.add("P03", item.place, f"“{item.value}” is no time of day", 'four digits: "08:00", "24:00"')
        return None
    return int(match[1]) * 60 + int(match[2])


def count(reader: Reader, key: str, most: int, *, default: int | None = None) -> int:
    """A number from 1 to `most`, required where there is no default; P03, and 1, for anything else."""
    value = reader.text(key, str(default or ""), required=default is None)
    if value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most:
        return int(value)
    reader.findings.add("P03", place_of(reader, key), f"`{key}: {value}`", f"from 1 to {most}")
    return 1


def placed(reader: Reader, key: str, *, required: bool = False) -> list[tuple[str, Place]]:
    """The words of a list, each with its own line; a single word counts as a list of one."""
    reader.words(key, required=required)  # names what is no word
    item = reader.map.get(key)
    if item is None:
        return []
    each = item.value if isinstance(item.value, list) else [item]
    is_word = [i for i in each if isinstance(i.value, str | int) and not isinstance(i.value, bool)]
    return [(str(i.value), i.place) for i in is_word]


def each_in(
    reader: Reader, key: str, allowed: Collection[str], *, code: str = "P03", required: bool = False
) -> tuple[str, ...]:
    """The words of a list, with a problem for each that is not allowed."""
    words = placed(reader, key, required=required)
    for word, place in words:
        if word not in allowed:
            mend = "one of " + ", ".join(allowed) if allowed else "none is declared"
            reader.findings.add(code, place, f"`{key}`: “{word}” is not known", mend)
    return tuple(word for word, _ in words)


def weekdays(reader: Reader, key: str) -> tuple[int, ...]:
    """Week days 1 to 7 of words such as `mon` and `mon-fri`."""
    days: set[int] = set()
    for word, place in placed(reader, key, required=True):
        first, dash, until = word.partition("-")
        last = until if dash else first
        if first not in WEEKDAYS or last not in WEEKDAYS:
            mend = "mon, tue, wed, thu, fri, sat, sun, or mon-fri"
            reader.findings.add("P03", place, f"“{word}” is no week day", mend)
            continue
        start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
        days |= {(start + n) % 7 + 1 for n in range((end - start) % 7 + 1)}
    return tuple(sorted(days))
