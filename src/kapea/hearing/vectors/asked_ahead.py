"""Sentence vectors that are asked for before a turn, so that nobody waits for one while a database is held.

What was asked ahead is known until the turn is over, and then forgotten, words and numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

Vector = Sequence[float]
_ahead: ContextVar[tuple[str, Vector | None] | None] = ContextVar("asked_ahead", default=None)


class VectorsAskedAhead:
    """Gives the sentence vectors of one deployment. Safe in any thread: each knows only its own words."""

    def __init__(self, ask: Callable[[str], Vector | None]) -> None:
        self._ask = ask

    def vector_of(self, words: str) -> Vector | None:
        """The vector of words. While something was asked ahead, of that alone: nothing is asked meanwhile."""
        known = _ahead.get()
        if known is None:
            return self._ask(words)
        return known[1] if known[0] == words else None

    @contextmanager
    def asked(self, words: str) -> Iterator[None]:
        """Asks for the vector of words, and knows it until the end of the block."""
        before = _ahead.set((words, self._ask(words)))
        try:
            yield
        finally:
            _ahead.reset(before)
