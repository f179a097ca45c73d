"""K18 for until when each thing of a case is due: where a span is from is said and listed, each is looked at
again, and none is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from kapea.core.checker.context import CheckContext
from kapea.core.checker.upkeep import is_past
from kapea.core.pack.clock_model import CLOCK_LEVELS, CLOCKS, DEFAULT, ClockRow, clock_row_id
from kapea.core.pack.problem import Problem

SHORTEST = "the shortest default holds, and workers are told so"


def clocks_sourced(case: CheckContext) -> Iterator[Problem]:
    """K18. A row that expired is a warning: then the shortest default holds, until somebody looks."""
    for row in case.release.clocks.values():
        id, upkeep = f"clocks.{row.id}", row.upkeep
        for says, mend in _of_sources(case, row, id):
            yield case.problem("K18", id, says, mend)
        if not upkeep.expires:
            yield case.problem("K18", id, f"{id} does not say when to look at it again", "write `expires:`")
        elif is_past(case, upkeep.expires):
            says, mend = f"{id} expired on {upkeep.expires}: {SHORTEST}", "look at it, and move the date"
            yield case.problem("K18", id, says, mend, severity="warning")


def _of_sources(case: CheckContext, row: ClockRow, id: str) -> Iterator[tuple[str, str]]:
    """What is wrong with where a row says that it is from, and how to mend it."""
    upkeep = row.upkeep
    for source in upkeep.sources:
        if source not in case.release.known_sources:
            yield f"{id} names {source}, which is not listed", "write it in sources.yaml, or correct the id"
    if row.is_programme_default and upkeep.sources:
        yield f"{id} is a programme default, and names a source", "say in `rests_on:` what the source is"
    if not row.is_programme_default and not upkeep.sources:
        yield f"{id} rests on a {row.rests_on}, and names none", f"name it, or write `rests_on: {DEFAULT}`"
    if row.rests_on != "law" and "law" in upkeep.reviewed_for:
        yield f"{id} was reviewed for law, and rests on none", "name the law, or take `law` out of `for:`"


def clocks_there(case: CheckContext) -> Iterator[Problem]:
    """K18. Rows that are missing; one warning where a pack has none."""
    rows = case.release.clocks
    missing = [id for id in (clock_row_id(*each) for each in product(CLOCKS, CLOCK_LEVELS)) if id not in rows]
    if not rows:
        says, mend = f"nothing says until when a case is seen to: {SHORTEST}", "write clocks.yaml"
        yield case.problem("K18", "clocks", says, mend, severity="warning")
        return
    for id in missing:
        clock, level = id.split(".")
        says, mend = f"{id} has no time: {SHORTEST}", f"write `{level}:` under `{clock}:`"
        yield case.problem("K18", "clocks", says, mend, severity="warning")
