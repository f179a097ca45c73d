"""What is worked out of a world and kept with it: when the world goes, so does everything made of it.

A cache of functions (`functools.lru_cache`) holds the worlds it was asked about, so a former release and all
that was made of it would stay for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar, cast

from kapea.core.dialogue.world import World

P = ParamSpec("P")
R = TypeVar("R")
MOST_ANSWERS = 64


class _Answers(Generic[R]):
    """What one function said about one world."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.by_arguments: dict[Hashable, R] = {}

    def made(self, key: Hashable, make: Callable[[], R], most: int) -> R:
        """Made once, however many ask for it at the same time."""
        with self.lock:
            if key in self.by_arguments:
                return self.by_arguments[key]
            made = make()
            while len(self.by_arguments) >= most:
                del self.by_arguments[next(iter(self.by_arguments))]
            self.by_arguments[key] = made
            return made


def cached_per_world(
    most: int = MOST_ANSWERS,
) -> Callable[[Callable[Concatenate[World, P], R]], Callable[Concatenate[World, P], R]]:
    """Keeps what a function of a world gives, for as long as the world lives; beyond `most`, the oldest goes.

    Whoever asks for what is being made waits for it. Arguments must be hashable.
    """

    def decorate(function: Callable[Concatenate[World, P], R]) -> Callable[Concatenate[World, P], R]:
        @wraps(function)
        def answer(world: World, /, *args: P.args, **named: P.kwargs) -> R:
            known = world.derived.get(function) or world.derived.setdefault(function, _Answers[R]())
            answers = cast("_Answers[R]", known)
            key = (args, *sorted(named.items()))
            try:
                return answers.by_arguments[key]
            except KeyError:
                return answers.made(key, lambda: function(world, *args, **named), most)

        return answer

    return decorate
