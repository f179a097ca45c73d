"""CPU seconds a call, fairly: what is compared takes turns, and the median round counts."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: many short rounds of CPU seconds, so that a busy neighbour disturbs all alike."""

    rounds: int = 25
    seconds: float = 0.08


USUAL = Effort()
TINY = Effort(rounds=1, seconds=0.001)
"""Says nothing about speed: only that the pieces run."""


def each(work: Mapping[str, Work], effort: Effort = USUAL) -> dict[str, float]:
    """CPU seconds one call of each takes: the median of rounds in which they take turns."""
    times = {name: _times(call, effort.seconds) for name, call in work.items()}
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(effort.rounds):
        for name, call in work.items():
            _settle(call)
            taken[name].append(_cpu(call, times[name]) / times[name])
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def one(call: Work, effort: Effort = USUAL) -> float:
    return each({"": call}, effort)[""]


def once(call: Work) -> float:
    """CPU seconds of a single call, for what is slow."""
    gc.collect()
    return _cpu(call, 1)


def _settle(call: Work) -> None:
    """Takes away what others left, and warms the caches that doing so cooled."""
    gc.collect()
    call()


def _cpu(call: Work, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        call()
    return time.process_time() - started


def _times(call: Work, seconds: float) -> int:
    """How often to call so that a round lasts about `seconds`."""
    _settle(call)
    times = 1
    while (spent := _cpu(call, times)) < seconds / 4:
        times *= 2
    return max(1, round(times * seconds / spent))
