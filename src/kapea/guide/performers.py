"""Who performs which kind of effect. An app registers its performers in `AppConfig.ready`.

A performer runs inside the turn's transaction and only writes to the database: what leaves the machine is
queued there and sent by something else. It is called once for an effect, however often a form is sent or a
way is walked again (`guide.actions`). Counting alone is `apart`: it touches no database and runs after the
turn is saved, so that no count stands beside a conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kapea.core.dialogue.effects import Effect, payload_type
from kapea.core.dialogue.world import World


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where an effect came about. Of the person it says nothing."""

    world: World
    door: str
    language: str
    at: datetime


Perform = Callable[[Any, Occasion], None]


class UnknownEffect(LookupError):
    """Nothing here performs this kind of effect, or its payload is of another type than the kind's."""


@dataclass(frozen=True, slots=True)
class _Performer:
    perform: Perform
    apart: bool


_performers: dict[str, _Performer] = {}


def register_performer(kind: str, perform: Perform, *, apart: bool = False) -> None:
    """Says what performs a kind. ValueError for a kind that does not exist, or that has its performer."""
    if payload_type(kind) is None:
        raise ValueError(
            f"there is no effect of kind {kind!r}: add it to EFFECTS in core/pack/parse/journeys"
        )
    if kind in _performers and _performers[kind].perform is not perform:
        raise ValueError(f"{kind!r} has a performer already")
    _performers[kind] = _Performer(perform, apart)


def unregister_performer(kind: str) -> None:
    """Takes a performer away; for tests of what registers one."""
    _performers.pop(kind, None)


def kinds() -> frozenset[str]:
    """The kinds that are performed here. A pack that declares another fails its check (K27)."""
    return frozenset(_performers)


def perform(effects: Sequence[Effect], occasion: Occasion, *, apart: bool) -> None:
    """Performs those effects that are apart from the turn's transaction, or those that are not.

    Raises UnknownEffect for any effect that could not be performed, before anything is.
    """
    found = [(_performer(effect), effect) for effect in effects]
    for performer, effect in found:
        if performer.apart == apart:
            performer.perform(effect.payload, occasion)


def _performer(effect: Effect) -> _Performer:
    performer, expected = _performers.get(effect.kind), payload_type(effect.kind)
    if performer is None or expected is None or not isinstance(effect.payload, expected):
        raise UnknownEffect(f"nothing performs the effect {effect.kind!r} with such a payload")
    return performer
