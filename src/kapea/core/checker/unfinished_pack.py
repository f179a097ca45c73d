"""A pack that is only begun: what waits for numbers is said loudly, is no error, and is never called proved.

A check of such a pack helps its authors. It cannot be published, whatever it finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kapea.core.pack.problem import NOBODY, Place, Problem

MEND = "confirm services in services/; README.md says how"


def softened(found: Iterable[Problem], pack: str) -> tuple[list[Problem], tuple[str, ...]]:
    """The findings with those that wait for numbers as warnings, one a code; and the codes that wait.

    K16 keeps a line for each kind of service, for that is the list of whom to look for.
    """
    every = list(found)
    waiting = sorted((p for p in every if _waits(p)), key=lambda p: p.code)
    others = [p for p in every if not _waits(p)]
    codes = tuple(dict.fromkeys(p.code for p in waiting))
    if not waiting:
        place = Place(f"{pack}/pack.toml", key="begun")
        says = "nothing waits for a number any more"
        others.append(Problem("K16", place, says, "take out `begun = true`", "warning"))
    return [*others, *_told(waiting)], codes


def _waits(problem: Problem) -> bool:
    return problem.severity == "error" and problem.reason == NOBODY


def _told(waiting: list[Problem]) -> Iterator[Problem]:
    for code, each in groupby(waiting, key=lambda p: p.code):
        found = list(each)
        if code == "K16":
            yield from (_warning(p, p.says) for p in found)
        else:
            times = "once" if len(found) == 1 else f"{len(found)} times"
            yield _warning(found[0], f"waits for numbers: {found[0].says} ({times})")


def _warning(problem: Problem, says: str) -> Problem:
    return Problem(problem.code, problem.place, says, MEND, "warning")
