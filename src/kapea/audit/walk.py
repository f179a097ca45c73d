"""Walking a chain row by row, and naming each row that is not as it was written. Pure: rows are handed in.

What somebody with the database can do, and what gives it away:

* a row changed: its hash is not what its fields give, or, where that was worked out anew, the next row goes
  on from another one;
* rows taken out: a number is missing; at the end, a head is not reached;
* rows put in, moved, or written for another organisation: a number stands twice, or the hash is right for
  another place;
* all written anew from some row on: only a head that was kept elsewhere gives another hash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from kapea.audit.chain import ChainPoint, ChainRow, row_hash

OWN_NOTE = "the database's own note of the end"
MOST_FAULTS = 100
"""Of one chain are named; the others are counted."""
MOST_PLACES = 500
"""Places of each chain that are tried for a row that may come from there."""


class FaultKind(Enum):
    """What is wrong with a row, or with several."""

    CHANGED = "changed"
    REPLACED = "replaced"
    MISSING = "missing"
    DOUBLED = "doubled"
    INSERTED = "inserted"
    MOVED = "moved"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class TrailFault:
    """One thing that is wrong with a chain: from which number to which, and in words."""

    kind: FaultKind
    organisation: str
    number: int
    last: int
    says: str

    @property
    def sentence(self) -> str:
        """Which rows, and what is wrong with them."""
        one = self.number == self.last
        which = f"row {self.number} was" if one else f"rows {self.number} to {self.last} were"
        return f"{which} {self.says}."


@dataclass(frozen=True, slots=True)
class WalkedRow:
    """A row as it stands: what is hashed, and the hash that stands with it. `row` is None where it cannot be
    read.
    """

    number: int
    hash: str
    row: ChainRow | None


@dataclass(slots=True)
class ChainWalk:
    """The walk along one chain: `meet` each row in the order of numbers, then `end`.

    `start` is where the chain goes on from: its beginning, or a cut. `points` are hashes that it must have at
    some numbers: heads. Memory does not grow with the chain.
    """

    organisation: str
    start: ChainPoint
    points: Iterable[ChainPoint] = ()
    rows: int = 0
    faults: list[TrailFault] = field(default_factory=list)
    unnamed: int = 0
    suspects: dict[int, WalkedRow] = field(default_factory=dict)
    """Rows that may come from another place, by the place of their fault in `faults`."""
    gaps: list[int] = field(default_factory=list)
    _at: int = 0
    _follows: str | None = None
    """The hash that the next row must go on from; None behind a row that was named itself."""
    _due: dict[int, list[ChainPoint]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._at, self._follows = self.start.number, self.start.hash
        for point in self.points:
            if point.number >= self.start.number:
                self._due[point.number].append(point)
        self._compare(self.start)

    @property
    def last(self) -> int:
        """The number of the last row that was met."""
        return self._at

    def meet(self, met: WalkedRow) -> None:
        """The next row."""
        self.rows += 1
        if met.number <= self._at:
            self._out_of_line(met)
            return
        if met.number > self._at + 1:
            self._missing(self._at + 1, met.number - 1)
        whole = _hash_of(met) == met.hash
        if not whole:
            self._suspect(met, FaultKind.CHANGED, "changed: its hash is not what its fields give")
        elif self._follows is not None and met.row is not None and met.row.before != self._follows:
            self._replaced(met.number)
        self._compare(ChainPoint(met.number, met.hash))
        self._at, self._follows = met.number, met.hash if whole else None

    def end(self, head: ChainPoint | None) -> None:
        """No more rows. `head`: where the database itself says that the chain ends, asked for after the last
        row was read.
        """
        due = [point for points in self._due.values() for point in points if point.number > self._at]
        if due:
            furthest = max(due, key=lambda point: point.number)
            says = f"taken away from the end: {furthest.source} says that there was a row {furthest.number}"
            self._name(FaultKind.TRUNCATED, self._at + 1, furthest.number, says)
        known = head.number if head is not None else 0
        if self._at > known and self.rows:
            says = f"put in at the end, and not by this program: {OWN_NOTE} says {known}"
            self._name(FaultKind.INSERTED, max(known, self.start.number) + 1, self._at, says)

    def _out_of_line(self, met: WalkedRow) -> None:
        if met.number == self._at and met.number > self.start.number:
            self._suspect(met, FaultKind.DOUBLED, "put in: this number stands twice")
        else:
            self._suspect(met, FaultKind.INSERTED, "put in: the chain begins after it")

    def _missing(self, first: int, last: int) -> None:
        self._name(FaultKind.MISSING, first, last, "taken out: nothing has that number")
        room = MOST_PLACES - len(self.gaps)
        self.gaps.extend(range(first, min(last + 1, first + room)))
        self._follows = None

    def _replaced(self, number: int) -> None:
        says = f"replaced, with a hash of its own: row {number} goes on from another one"
        self._name(FaultKind.REPLACED, number - 1, number - 1, says)

    def _compare(self, point: ChainPoint) -> None:
        for due in self._due.pop(point.number, []):
            if due.hash != point.hash:
                says = f"written anew, perhaps with others before it: {due.source} has another hash for it"
                self._name(FaultKind.REWRITTEN, due.number, due.number, says)

    def _suspect(self, met: WalkedRow, kind: FaultKind, says: str) -> None:
        if self._name(kind, met.number, met.number, says):
            self.suspects[len(self.faults) - 1] = met

    def _name(self, kind: FaultKind, first: int, last: int, says: str) -> bool:
        if len(self.faults) >= MOST_FAULTS:
            self.unnamed += 1
            return False
        self.faults.append(TrailFault(kind, self.organisation, first, last, says))
        return True


def _hash_of(met: WalkedRow) -> str:
    try:
        return row_hash(met.row) if met.row is not None else ""
    except (TypeError, ValueError, OverflowError):
        return ""


def name_moved_rows(walks: Sequence[ChainWalk]) -> None:
    """Where a row is whole at another place, of its own chain or of another, says which."""
    for walk in walks:
        for place, met in walk.suspects.items():
            if (origin := _origin(met, walks)) is not None:
                walk.faults[place] = _moved(walk.faults[place], *origin)


def _origin(met: WalkedRow, walks: Sequence[ChainWalk]) -> tuple[str, int] | None:
    """The organisation and the number for which a row has the hash that stands with it."""
    if met.row is None or _hash_of(met) == met.hash:
        return None
    for walk in walks:
        for number in _places(walk, met.number):
            there = replace(met.row, organisation=walk.organisation, number=number)
            if _hash_of(replace(met, row=there)) == met.hash:
                return walk.organisation, number
    return None


def _places(walk: ChainWalk, number: int) -> Iterator[int]:
    yield number
    yield from walk.gaps
    yield from (each.number for each in walk.suspects.values())
    yield from (number - 1, number + 1)


def _moved(fault: TrailFault, organisation: str, number: int) -> TrailFault:
    whose = "" if organisation == fault.organisation else f" of {organisation or 'the deployment'}"
    return replace(fault, kind=FaultKind.MOVED, says=f"moved here: it is row {number}{whose}")
