"""Whether what is to be said keeps small counts: shown by other counts that would look the same.

A count is kept if two tables of whole numbers exist that agree with everything said, in which it differs by
its threshold or more; in the larger of them, then, it is no small count. Each must also hold some count that
would have had to be hidden: a reader knows our rules, and that nothing is hidden without need. The search for
such tables may err; each is added up before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kapea.core.evidence.attack import CountBlock, CountBounds, CountPuzzle, count_puzzle, part_bounds
from kapea.core.evidence.count_system import (
    CountPart,
    CountRange,
    CountSystem,
    count_system,
    hidden_parts,
    told_ranges,
)
from kapea.core.evidence.counts import CellKey, FigureKey, Publication, PublishedCount
from kapea.core.evidence.linear_program import Condition
from kapea.core.evidence.whole_program import WholePoint, WholeProgram

WholeTable = tuple[int, ...]
"""A count for each unknown of a system."""


class NotTheTrueTotal(ValueError):
    """A figure is said to be what it is not; the message names it."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A count that a reader can work out too closely: of which cells, and between which numbers. Where the
    bounds are wide, whole numbers or our own rules lead closer.
    """

    cells: frozenset[CellKey]
    threshold: int
    bounds: CountBounds


def exposures(
    publication: Publication, said: Mapping[FigureKey, PublishedCount | CountRange]
) -> tuple[Exposure, ...]:
    """Whatever this would tell too closely, of any page; empty where it may be published. A figure that is
    not in `said` is not published. Raises NotTheTrueTotal, TooLargeToAudit.
    """
    system = count_system(publication)
    told = told_ranges(system, said)
    _require_true(system, said)
    puzzle = count_puzzle(system, told)
    return tuple(
        Exposure(system.cells_of(part), system.threshold(part), part_bounds(puzzle, part))
        for part in exposed_parts(system, told)
    )


def _require_true(system: CountSystem, said: Mapping[FigureKey, PublishedCount | CountRange]) -> None:
    for key, part in system.parts.items():
        if key in said:
            said_of = told_ranges(system, {key: said[key]})[part]
            if not _is_in(system.total(part), said_of):
                raise NotTheTrueTotal(
                    f"{key}: what is said of it is not so; say the total of all, or hide it"
                )


def _is_in(count: int, said: CountRange) -> bool:
    return said.low <= count and (said.high is None or count <= said.high)


def exposed_parts(
    system: CountSystem,
    told: Mapping[CountPart, CountRange],
    *,
    largest_first: bool = False,
    tried: set[WholeTable] | None = None,
) -> Iterator[CountPart]:
    """The sums that are not kept, the smallest counts first, or the largest. `tried`: tables of this system
    that were found before, whatever was said then; those found now come to it. Each is looked at anew.
    """
    puzzle = count_puzzle(system, told)
    found = set() if tried is None else tried
    blocks = [_BlockAudit(system, told, block, found) for block in _with_company(system, puzzle)]
    protected = sorted(_protected(system, told), key=lambda part: (system.total(part), sorted(part)))
    for part in reversed(protected) if largest_first else protected:
        if not any(block.keeps(part) for block in blocks):
            yield part


def _protected(system: CountSystem, told: Mapping[CountPart, CountRange]) -> set[CountPart]:
    """What must be kept: all that is hidden, and each small count, said or not."""
    singles = (frozenset({unknown}) for unknown in range(len(system.counts)))
    small = {part for part in (*singles, *told) if system.is_small(part)}
    return small | set(hidden_parts(told))


def _with_company(system: CountSystem, puzzle: CountPuzzle) -> list[CountBlock]:
    """The blocks, each small count that hangs together with nothing joined with a larger one like it. Alone
    the mark would say of it “fewer than five”; of two, which is the small one cannot be told.
    """
    alone = [block for block in puzzle.blocks if _is_alone(block)]
    small = [block for block in alone if system.is_small(frozenset(block.unknowns))]
    company = [block for block in alone if block not in small]
    pairs = list(zip(small, company, strict=False))
    paired = [block for pair in pairs for block in pair]
    joined = [CountBlock(a.unknowns + b.unknowns, ()) for a, b in pairs]
    return [*(block for block in puzzle.blocks if block not in paired), *joined]


def _is_alone(block: CountBlock) -> bool:
    return len(block.unknowns) == 1 and all(each.high is None for each in block.conditions)


@dataclass(slots=True)
class _BlockAudit:
    """One block, and the tables found so far that look the same; the true one is the first."""

    system: CountSystem
    told: Mapping[CountPart, CountRange]
    block: CountBlock
    tried: set[WholeTable]
    tables: list[WholeTable] = field(init=False)
    unforced: WholeProgram | None = None

    def __post_init__(self) -> None:
        known = (table for table in sorted(self.tried) if self._is_alike(table))
        self.tables = [self.system.counts, *known]

    def keeps(self, part: CountPart) -> bool:
        """Whether tables that look the same show that this sum is kept."""
        return bool(part & set(self.block.unknowns)) and any(
            self._is_kept(part) for _ in self._more_tables(part)
        )

    def _is_kept(self, part: CountPart) -> bool:
        counts = [sum(table[unknown] for unknown in part) for table in self.tables]
        return max(counts) - min(counts) >= self.system.threshold(part)

    def _more_tables(self, part: CountPart) -> Iterator[None]:
        """Looks for tables, cheapest first, and stops after each that may settle it."""
        yield
        up = self.block.weights(part)
        down = {at: -1 for at in up}
        ends = [self._add(weights) for weights in (up, down)]
        yield
        found = [end for end in ends if end is not None]
        if len(found) == 2 and sum(found) < self.system.threshold(part):
            return  # whole numbers themselves leave it no room: the second end has a minus
        for reason in self._reasons():
            for weights in (up, down):
                self._add(weights, self._small(reason))
                yield

    def _add(self, weights: Mapping[int, int], *further: Condition) -> int | None:
        """Adds the table in which this sum is largest, if it looks the same as the true one; how large it is
        there, None where no such table was found.
        """
        found = self._furthest(weights, further)
        if found is None:
            return None
        table = list(self.system.counts)
        for unknown, count in zip(self.block.unknowns, found.point, strict=True):
            table[unknown] = count
        if self._is_alike(table):
            self.tables.append(tuple(table))
            self.tried.add(tuple(table))
        return found.value

    def _is_alike(self, table: Sequence[int]) -> bool:
        return self._looks_the_same(table) and self._has_reason(table)

    def _furthest(self, weights: Mapping[int, int], further: tuple[Condition, ...]) -> WholePoint | None:
        found = self._program(further).maximise(weights)
        if found is None:  # nothing limits it: far enough is enough
            far = Condition(weights, 0, self._true(weights) + 2 * self._highest_threshold())
            found = self._program((*further, far)).maximise(weights)
        return found

    def _true(self, weights: Mapping[int, int]) -> int:
        return sum(weight * self.system.counts[self.block.unknowns[at]] for at, weight in weights.items())

    def _highest_threshold(self) -> int:
        return self.system.threshold(frozenset(self.block.unknowns))

    def _program(self, further: tuple[Condition, ...]) -> WholeProgram:
        if further:
            return WholeProgram(len(self.block.unknowns), (*self.block.conditions, *further))
        if self.unforced is None:
            self.unforced = WholeProgram(len(self.block.unknowns), self.block.conditions)
        return self.unforced

    def _looks_the_same(self, table: Sequence[int]) -> bool:
        """Whether all that is said is so of this table, too."""
        return min(table) >= 0 and all(
            _is_in(sum(table[unknown] for unknown in part), said) for part, said in self.told.items()
        )

    def _has_reason(self, table: Sequence[int]) -> bool:
        """Whether something in this block of this table would have had to be hidden."""
        return any(
            self.system.would_be_small(part, sum(table[unknown] for unknown in part))
            for part in self._reasons()
        )

    def _reasons(self) -> list[CountPart]:
        """The sums for whose sake something may have been hidden here: those hidden, and the unknowns that
        could be worked out if nothing were. Where none of these is small, it was for one that could nearly
        be worked out, and that may be any.
        """
        unknowns = frozenset(self.block.unknowns)
        hidden = {part for part in hidden_parts(self.told) if part & unknowns}
        reasons = hidden | {frozenset({unknown}) for unknown in unknowns & self.system.solved}
        if not any(self.system.is_small(part) for part in reasons):
            reasons = {frozenset({unknown}) for unknown in unknowns}
        return sorted(reasons, key=sorted)

    def _small(self, part: CountPart) -> Condition:
        """That this sum is a small count."""
        taken = self.system.total(part - set(self.block.unknowns))
        low = max(0, self.system.least_hidden - taken)
        return Condition(self.block.weights(part), low, self.system.threshold(part) - 1 - taken)
