"""Numbers that facilitators enter in the room, with or without a network, on several phones at once.

Each number is an entry of its own that says which entries it was written over. So entries may arrive late,
twice and in any order, and the same comes out. Nobody's number is lost: where two phones wrote different ones
without knowing of each other, both stand there until somebody who sees both enters the one that holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

MOST = 999
"""No room holds more; and no telephone number is as short."""
ENTRY_ID = re.compile(r"[a-z0-9]{16,40}")
FIELD_NAME = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+){1,3}")


class UnfitEntry(ValueError):
    """What was sent is no entry; the message says which part, and never what was in it."""


@dataclass(frozen=True, slots=True)
class CountEntry:
    """One number for one field. `id` is made by the phone, at random. `over`: ids of the entries of this
    field that whoever wrote it saw there. Nothing in it can hold a name or a sentence: UnfitEntry else.
    """

    id: str
    field: str
    value: int
    over: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not all(ENTRY_ID.fullmatch(id) for id in (self.id, *self.over)):
            raise UnfitEntry("id: 16 to 40 small letters and digits")
        if FIELD_NAME.fullmatch(self.field) is None:
            raise UnfitEntry("field: no field of a workshop is called so")
        if type(self.value) is not int or not 0 <= self.value <= MOST:
            raise UnfitEntry(f"value: a whole number up to {MOST}")
        if self.id in self.over:
            raise UnfitEntry("over: an entry is not written over itself")


@dataclass(frozen=True, slots=True)
class CountedField:
    """What stands in a field: the entries that no other was written over, by id."""

    name: str
    standing: tuple[CountEntry, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """The different numbers, the smallest first."""
        return tuple(sorted({entry.value for entry in self.standing}))

    @property
    def value(self) -> int | None:
        """The number; None where two stand there that differ."""
        values = self.values
        return values[0] if len(values) == 1 else None

    @property
    def over(self) -> frozenset[str]:
        """What an entry is written over by whoever sees this."""
        return frozenset(entry.id for entry in self.standing)


def counted_fields(entries: Iterable[CountEntry]) -> Mapping[str, CountedField]:
    """Every field in which something stands, by its name. UnfitEntry where one id is two entries."""
    by_field: dict[str, dict[str, CountEntry]] = defaultdict(dict)
    for entry in _once(entries):
        by_field[entry.field][entry.id] = entry
    return {name: CountedField(name, _standing(by_field[name])) for name in sorted(by_field)}


def _once(entries: Iterable[CountEntry]) -> Collection[CountEntry]:
    known: dict[str, CountEntry] = {}
    for entry in entries:
        if known.setdefault(entry.id, entry) != entry:
            raise UnfitEntry("id: another entry has it")
    return known.values()


def _standing(entries: Mapping[str, CountEntry]) -> tuple[CountEntry, ...]:
    """Those that none was written over. Where each was written over another, which no phone does, all."""
    replaced = {id for entry in entries.values() for id in entry.over}
    left = [entries[id] for id in sorted(entries) if id not in replaced]
    return tuple(left or (entries[id] for id in sorted(entries)))


def fields_that_differ(fields: Mapping[str, CountedField]) -> tuple[str, ...]:
    """The names of those in which two numbers stand: somebody has to say which holds before it is closed."""
    return tuple(name for name, field in fields.items() if field.value is None)
