"""One test that looks at each of many things, and names all that are wrong.

For what costs less to look at than pytest takes to make, run and report a test, and for things that only a
built world tells: a list of tests is made in every process of a run, before the first of them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Signature, signature
from typing import Any

MOST_TOLD = 12
"""Things that are wrong of which it is also said what; of all others their names."""


def for_each(names: str, things: Callable[[], Iterable[Any]]) -> Callable[[Callable[..., None]], Any]:
    """Has a test look at each thing, by the names of its arguments ("country language"), fixtures as usual.

    Fails where nothing is there to look at.
    """
    given = names.split()

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def every(**fixtures: Any) -> None:
            wrong, all_things = [], [*things()]
            for thing in all_things:
                words = thing if len(given) > 1 else (thing,)
                try:
                    test(**dict(zip(given, words, strict=True)), **fixtures)
                except Exception:
                    wrong.append((" ".join(map(str, words)), traceback.format_exc(limit=-2)))
            assert all_things, "nothing was there to look at"
            assert not wrong, told(wrong, len(all_things))

        asked = [each for name, each in signature(test).parameters.items() if name not in given]
        every.__dict__["__signature__"] = Signature(asked)
        del every.__dict__["__wrapped__"]
        return every

    return decorate


def told(wrong: list[tuple[str, str]], looked: int) -> str:
    """What is said of those that are wrong: each by its name, and of the first also why."""
    names = "\n".join(name for name, _ in wrong)
    why = "\n".join(f"--- {name}\n{says}" for name, says in wrong[:MOST_TOLD])
    return f"{len(wrong)} of {looked} are wrong:\n{names}\n{why}"
