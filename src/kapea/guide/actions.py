"""Turns of a conversation, each in one transaction: load, step, save, count. No turn is ever applied
twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.db import transaction

from kapea.content.queries import live_world
from kapea.core.dialogue.events import Event
from kapea.core.dialogue.state import State, cut, dump
from kapea.core.dialogue.step import Step, begin, look, step
from kapea.core.dialogue.world import World
from kapea.guide import access
from kapea.guide.counting import count
from kapea.guide.models import Conversation
from kapea.vault import sealing

IDLE = timedelta(minutes=30)
SWEEP_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to: the visitor's token, how many answers lead here, and what the step left."""

    token: str
    depth: int
    step: Step
    world: World
    applied: bool = True


def receive(
    *, token: str, after: int, event: Event, language: str, channel: str, at: datetime
) -> Turn | None:
    """Applies an event to what the visitor saw after `after` answers; later answers are forgotten first.

    None when there is no such conversation. A turn that another tab or a doubled form took first is not
    applied;
    the visitor is shown where the conversation stands.
    """
    with transaction.atomic():
        found = access.conversation(token, at=at)
        if found is None:
            return None
        if after > len(found.state.path) - 1:
            return _stands(token, found, at)
        taken = step(found.world, _spoken(cut(found.state, after), language, found.world), event, at=at)
        if taken.state is None:
            Conversation.objects.filter(id=found.id).delete()
            return Turn(token, 0, taken, found.world)
        if not _saved(found, taken.state, token, at):
            again = access.conversation(token, at=at)
            return _stands(token, again, at) if again is not None else None
        count(taken.effects, pack=found.world.release.id, channel=channel, language=language, at=at)
    return Turn(token, len(taken.state.path) - 1, taken, found.world)


def start(*, event: Event | None, language: str, channel: str, at: datetime, journey: str = "help") -> Turn:
    """Begins a conversation, with its first answer when there is one. The token is the visitor's alone."""
    world, token = live_world(), sealing.new_token()
    state = begin(world, language, journey)
    taken = step(world, state, event, at=at) if event is not None else None
    kept = state if taken is None or taken.state is None else taken.state
    with transaction.atomic():
        sweep(at=at, most=SWEEP_AT_ONCE)
        Conversation.objects.create(
            id=sealing.row_id(token, settings.SECRET_KEY),
            sealed=sealing.seal(dump(kept), token, settings.SECRET_KEY),
            turn=1,
            expires_at=at + IDLE,
        )
        if taken is not None:
            count(taken.effects, pack=world.release.id, channel=channel, language=language, at=at)
    done = taken or Step(state, look(world, state, at=at))
    return Turn(token, len(kept.path) - 1, done, world)


def forget(*, token: str) -> None:
    """Deletes a conversation at once. Knowing the token is all that is asked; nothing is said of whether
    it existed.
    """
    if token:
        Conversation.objects.filter(id=sealing.row_id(token, settings.SECRET_KEY)).delete()


def sweep(*, at: datetime, most: int = 10_000) -> int:
    """Deletes expired conversations; how many."""
    old = Conversation.objects.filter(expires_at__lte=at).values_list("id", flat=True)[:most]
    ids = list(old)
    return Conversation.objects.filter(id__in=ids).delete()[0] if ids else 0


def _spoken(state: State, language: str, world: World) -> State:
    if language == state.language or language not in world.release.languages:
        return state
    return msgspec.structs.replace(state, language=language)


def _saved(found: access.Open, state: State, token: str, at: datetime) -> bool:
    """Compare and swap on the turn: False when somebody else's answer came first."""
    return (
        Conversation.objects.filter(id=found.id, turn=found.turn).update(
            sealed=sealing.seal(dump(state), token, settings.SECRET_KEY),
            turn=found.turn + 1,
            expires_at=at + IDLE,
        )
        == 1
    )


def _stands(token: str, found: access.Open, at: datetime) -> Turn:
    view = look(found.world, found.state, at=at)
    return Turn(token, len(found.state.path) - 1, Step(found.state, view), found.world, applied=False)
