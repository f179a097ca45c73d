"""What a reader can work out who puts everything published together: exactly, as a linear program.

It is the attacker of our own figures. Known are every figure that is said, what is added up in it, and that
nobody is counted less than zero times; if zeros are never hidden, also that what is hidden is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kapea.core.evidence.count_system import CountPart, CountRange, CountSystem, count_system, told_ranges
from kapea.core.evidence.counts import CellKey, FigureKey, Publication, PublishedCount
from kapea.core.evidence.linear_program import Condition, LinearProgram


@dataclass(frozen=True, slots=True)
class CountBounds:
    """Between which numbers a count can be worked out to be; `high` None where nothing limits it."""

    low: Fraction
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class CountBlock:
    """Unknowns that depend on each other and on no other, and the conditions on them. The variable of a
    condition is the place of an unknown in `unknowns`.
    """

    unknowns: tuple[int, ...]
    conditions: tuple[Condition, ...]

    def weights(self, part: CountPart) -> dict[int, int]:
        """What of a part is unknown here."""
        return {at: 1 for at, unknown in enumerate(self.unknowns) if unknown in part}


@dataclass(frozen=True, slots=True)
class CountPuzzle:
    """`known`: the unknowns that follow one by one from what is said. `blocks`: the others."""

    known: Mapping[int, int]
    blocks: tuple[CountBlock, ...]


def count_puzzle(system: CountSystem, told: Mapping[CountPart, CountRange]) -> CountPuzzle:
    known = _known(told)
    blocks = (
        CountBlock(unknowns, tuple(_conditions(unknowns, told, known)))
        for unknowns in _connected(told, set(range(len(system.counts))) - known.keys())
    )
    return CountPuzzle(known, tuple(blocks))


def _known(told: Mapping[CountPart, CountRange]) -> dict[int, int]:
    """What follows where one unknown of a sum is left, or nobody."""
    known: dict[int, int] = {}
    waiting = [(part, said.low) for part, said in told.items() if said.low == said.high]
    before = -1
    while before != len(known):
        before = len(known)
        for part, count in waiting:
            left = part - known.keys()
            rest = count - sum(known[unknown] for unknown in part & known.keys())
            if rest == 0 or (rest > 0 and len(left) == 1):
                known.update(dict.fromkeys(left, rest))
    return known


def _connected(parts: Iterable[CountPart], unknowns: set[int]) -> list[tuple[int, ...]]:
    """The unknowns, those together that are in one sum or in sums that share one."""
    groups: list[set[int]] = [{unknown} for unknown in sorted(unknowns)]
    for part in parts:
        apart = [group for group in groups if not group & part]
        joined = [group for group in groups if group & part]
        groups = [*apart, set().union(*joined)] if joined else apart
    return sorted(tuple(sorted(group)) for group in groups)


def _conditions(
    unknowns: tuple[int, ...], told: Mapping[CountPart, CountRange], known: Mapping[int, int]
) -> Iterable[Condition]:
    place = {unknown: at for at, unknown in enumerate(unknowns)}
    for part, said in told.items():
        if left := [place[unknown] for unknown in sorted(part) if unknown in place]:
            taken = sum(known.get(unknown, 0) for unknown in part)
            high = None if said.high is None else said.high - taken
            yield Condition(dict.fromkeys(left, 1), max(0, said.low - taken), high)


def exact_bounds(
    publication: Publication, said: Mapping[FigureKey, PublishedCount | CountRange]
) -> dict[frozenset[CellKey], CountBounds]:
    """What can be worked out of every figure, and of every group that the figures tell apart, by its cells.

    `said` may be anything that could stand on a page, true or not: a range stands for a label or a rounded
    number. Raises TooLargeToAudit; Infeasible where no counts are as said.
    """
    system = count_system(publication)
    told = told_ranges(system, said)
    puzzle = count_puzzle(system, told)
    cells = (frozenset({unknown}) for unknown in range(len(system.counts)))
    return {system.cells_of(part): part_bounds(puzzle, part) for part in (*cells, *told)}


def part_bounds(puzzle: CountPuzzle, part: CountPart) -> CountBounds:
    """The bounds of one sum. Its unknowns must be known, or in one block. Raises Infeasible."""
    taken = sum(puzzle.known.get(unknown, 0) for unknown in part)
    for block in puzzle.blocks:
        if weights := block.weights(part):
            program = LinearProgram(len(block.unknowns), block.conditions)
            low = program.maximise({at: -1 for at in weights}).value
            high = program.maximise(weights).value
            return CountBounds(taken - (low or Fraction(0)), None if high is None else taken + high)
    return CountBounds(Fraction(taken), Fraction(taken))
