"""Where the news come from that somebody hears with their return code. Each kind of help brings its own.

A source says what became of one record, in codes and days: the words are the pack's. What it can be answered
is its own as well, and comes back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One thing that became of it. `word` is the end of the id of its words; `said`: a worker's own, sealed
    for the holder and opened here.
    """

    word: str
    on: date
    said: str = ""


@dataclass(frozen=True, slots=True)
class HeardNews:
    """What is heard of one thing, the oldest first, and what may be answered. `about`: which one, as an
    answer names it; `answers`: codes, for which a pack has words.
    """

    source: str
    about: str
    lines: tuple[NewsLine, ...]
    answers: tuple[Enum, ...] = ()
    may_stop: bool = False


Hear = Callable[[str, datetime, str], "list[HeardNews]"]
"""The news of a record, at a moment, in a time zone."""
TakeAnswer = Callable[[str, str, str, datetime], bool]
"""What somebody answered: the record, what about, the code (`stop` to stop it), when. Whether it counts."""


@dataclass(frozen=True, slots=True)
class NewsSource:
    """One kind of help of which somebody hears."""

    hear: Hear
    take_answer: TakeAnswer


_SOURCES: dict[str, NewsSource] = {}
STOP = "stop"


def add_news_source(name: str, source: NewsSource) -> None:
    """From now on whoever has a code hears of this, too. Called once, when its room is ready."""
    _SOURCES[name] = source


def news_of(record: str, *, time_zone: str, at: datetime) -> list[HeardNews]:
    """All that the holder of a code hears of a record but for what was said to them, by every source."""
    return [each for source in _SOURCES.values() for each in source.hear(record, at, time_zone)]


def take_news_answer(record: str, source: str, about: str, says: str, *, at: datetime) -> bool:
    """Brings an answer to where the news came from. False where there is nothing to answer."""
    found = _SOURCES.get(source)
    return found is not None and found.take_answer(record, about, says, at)
