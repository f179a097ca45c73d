"""Which larger figures to hide beside a small count: those that must give way for it to be another.

The count is pushed until it is kept. Every figure that is still shown resists by its own number, so that as
few people as possible are hidden; those that give way nevertheless are hidden. This is the linear heuristic
of Kelly, Golden and Assad (1992). It need not find the least, and need not be right: the audit is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from kapea.core.evidence.attack import CountBounds, count_puzzle, part_bounds
from kapea.core.evidence.count_system import CountPart, CountRange, CountSystem
from kapea.core.evidence.linear_program import Condition, Infeasible, LinearProgram


class PushOrder(Enum):
    """Which exposed count is pushed first, and how far. Which of these hides least differs from table to
    table, so all are tried.
    """

    SMALL_GENTLY = (False, True)
    SMALL_FULLY = (False, False)
    LARGE_GENTLY = (True, True)
    LARGE_FULLY = (True, False)

    def __init__(self, largest_first: bool, is_gentle: bool) -> None:
        self.largest_first = largest_first
        self.is_gentle = is_gentle


def told_with_hidden(system: CountSystem, hidden: frozenset[CountPart]) -> dict[CountPart, CountRange]:
    """What is said of every sum when these are hidden."""
    return {
        part: CountRange(system.least_hidden, None)
        if part in hidden
        else CountRange(system.total(part), system.total(part))
        for part in sorted(set(system.parts.values()), key=sorted)
    }


def more_to_hide(
    system: CountSystem,
    hidden: frozenset[CountPart],
    free: frozenset[CountPart],
    exposed: CountPart,
    order: PushOrder,
) -> frozenset[CountPart]:
    """What to hide, of `free`, so that an exposed sum is kept better; nothing where nothing would help."""
    bounds = part_bounds(count_puzzle(system, told_with_hidden(system, hidden)), exposed)
    push = _Push(system, hidden, free)
    found = [
        push.giving_way(exposed, low, high)
        for low, high in _aims(system, exposed, bounds, is_gentle=order.is_gentle)
    ]
    cheapest = min((each for each in found if each is not None), default=None, key=lambda each: each[0])
    if cheapest is None:
        return frozenset()
    return cheapest[1] or _company(system, free, exposed)


def _aims(
    system: CountSystem, part: CountPart, bounds: CountBounds, *, is_gentle: bool
) -> Iterator[tuple[int, int | None]]:
    """By how much the sum must at least and at most change to be kept: upwards, or downwards. Gently: only
    so far that it may be no small count; often it may then be smaller, too, and is kept.
    """
    total, threshold = system.total(part), system.threshold(part)
    if is_gentle and bounds.high is not None and bounds.high < threshold:
        yield threshold - total, None
        return
    yield max(threshold, -(-(bounds.low + threshold) // 1)) - total, None
    if bounds.high is not None and bounds.high - threshold >= system.least_hidden:
        yield -total, (bounds.high - threshold) // 1 - total


def _company(system: CountSystem, free: frozenset[CountPart], exposed: CountPart) -> frozenset[CountPart]:
    """One more figure for a count that nothing bounds but our rules: one that shares no cell with any."""
    near = [part for part in free if part & exposed]
    lone = [
        part for part in free if not any(part & other for other in system.parts.values() if other != part)
    ]
    ordered = sorted(near or lone, key=lambda part: (system.total(part), sorted(part)))
    return frozenset(ordered[:1])


@dataclass(frozen=True, slots=True)
class _Push:
    """The linear program of a push. Its variables: how much each unknown rises and falls, then how much each
    sum of several that is shown rises and falls.
    """

    system: CountSystem
    hidden: frozenset[CountPart]
    free: frozenset[CountPart]

    def giving_way(
        self, part: CountPart, least: int, most: int | None
    ) -> tuple[Fraction, frozenset[CountPart]] | None:
        """What resists, and which figures change, when a sum changes so much; None where it cannot."""
        shown = sorted((each for each in self.free if len(each) > 1), key=sorted)
        first = 2 * len(self.system.counts)
        slack = {each: (first + 2 * at, first + 2 * at + 1) for at, each in enumerate(shown)}
        conditions = [*self._conditions(slack), Condition(self._change(part), least, most)]
        try:
            program = LinearProgram(first + 2 * len(shown), conditions)
        except Infeasible:
            return None
        found = program.maximise({at: -cost for at, cost in self._costs(slack).items()})
        changed = (p for p in self.free if sum(w * found.point[at] for at, w in self._change(p).items()))
        return -(found.value or Fraction(0)), frozenset(changed)

    def _conditions(self, slack: Mapping[CountPart, tuple[int, int]]) -> Iterator[Condition]:
        for unknown, count in enumerate(self.system.counts):
            yield Condition({2 * unknown + 1: 1}, 0, count)
        for part in sorted(set(self.system.parts.values()), key=sorted):
            if part in slack:
                rises, falls = slack[part]
                yield Condition({**self._change(part), rises: -1, falls: 1}, 0, 0)
            elif part in self.hidden:
                yield Condition(self._change(part), self.system.least_hidden - self.system.total(part), None)
            elif part not in self.free:
                yield Condition(self._change(part), 0, 0)

    def _costs(self, slack: Mapping[CountPart, tuple[int, int]]) -> dict[int, int]:
        costs: dict[int, int] = {}
        for part in self.free:
            columns = slack.get(part) or (2 * min(part), 2 * min(part) + 1)
            costs.update(dict.fromkeys(columns, self.system.total(part)))
        return costs

    def _change(self, part: CountPart) -> dict[int, int]:
        return {2 * unknown + down: 1 - 2 * down for unknown in part for down in (0, 1)}
