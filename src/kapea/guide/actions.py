"""Turns of a conversation, each in one transaction: load, turn, save, count. None is ever applied twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kapea.core.dialogue.events import Event
from kapea.core.dialogue.state import State, cut, dump_state
from kapea.core.dialogue.turn import TurnResult, begin, turn
from kapea.core.dialogue.world import World
from kapea.guide import access, performers, sql
from kapea.guide.access import CLOCKS_DIFFER, IDLE
from kapea.guide.models import Conversation
from kapea.guide.performers import Occasion
from kapea.vault import sealing

SWEEP_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to: the visitor's token, the state it left (None: nothing is kept), a note to say.

    Not `applied`: somebody else's answer came first, or the page was stale; this is where it stands.
    """

    token: str
    state: State | None
    world: World
    note: str = ""
    applied: bool = True

    @property
    def depth(self) -> int:
        """How many answers led here."""
        return len(self.state.path) - 1 if self.state is not None else 0


def receive(
    *, token: str, after: int, event: Event, language: str, channel: str, pack: str, at: datetime
) -> Turn | None:
    """Applies an event to what the visitor saw after `after` answers; later answers are forgotten first.

    None when there is no such conversation, or none with this pack.
    """
    with transaction.atomic():
        found = access.conversation(token, at=at)
        if found is None or found.world.release.id != pack:
            return None
        if after > len(found.state.path) - 1:
            return _stands(token, found)
        taken = turn(found.world, _spoken(cut(found.state, after), language, found.world), event)
        if taken.state is None:
            Conversation.objects.filter(id=found.id).delete()
            return Turn(token, None, found.world)
        if not _saved(found, taken.state, token, at):
            again = access.conversation(token, at=at)
            return _stands(token, again) if again is not None else None
        if not _walked(found.state, taken.state):
            occasion, effects = Occasion(found.world, channel, language, at), taken.effects
            performers.perform(effects, occasion, apart=False)
        else:
            effects = ()
    performers.perform(effects, Occasion(found.world, channel, language, at), apart=True)
    return Turn(token, taken.state, found.world, taken.note)


def start(
    *, world: World, event: Event | None, language: str, channel: str, at: datetime, journey: str = "help"
) -> Turn:
    """Begins a conversation, with its first answer when there is one. The token is the visitor's alone."""
    token = sealing.new_token()
    state = begin(world, language, journey)
    taken = turn(world, state, event) if event is not None else TurnResult(state)
    kept = taken.state or state
    with transaction.atomic():
        sweep(at=at, most=SWEEP_AT_ONCE)
        Conversation.objects.create(
            id=sealing.row_id(token, settings.SECRET_KEY),
            sealed=sealing.seal(dump_state(kept), token, settings.SECRET_KEY),
            turn=1,
            expires_at=at + IDLE,
        )
        performers.perform(taken.effects, Occasion(world, channel, language, at), apart=False)
    performers.perform(taken.effects, Occasion(world, channel, language, at), apart=True)
    return Turn(token, kept, world, taken.note)


def forget(*, token: str) -> None:
    """Deletes a conversation at once. Nothing is said of whether it existed."""
    if token:
        Conversation.objects.filter(id=sealing.row_id(token, settings.SECRET_KEY)).delete()


def sweep(*, at: datetime, most: int = 10_000) -> int:
    """Deletes expired conversations; how many."""
    over = Q(expires_at__lte=at) | Q(expires_at__gt=at + IDLE + CLOCKS_DIFFER)
    ids = list(Conversation.objects.filter(over).values_list("id", flat=True)[:most])
    return Conversation.objects.filter(id__in=ids).delete()[0] if ids else 0


def _spoken(state: State, language: str, world: World) -> State:
    if language == state.language or language not in world.release.languages:
        return state
    return msgspec.structs.replace(state, language=language)


def _saved(found: access.OpenConversation, state: State, token: str, at: datetime) -> bool:
    """Compare and swap on the turn: False when somebody else's answer came first."""
    sealed = sealing.seal(dump_state(state), token, settings.SECRET_KEY)
    return sql.save_conversation(found.id, found.turn, sealed, at + IDLE)


def _walked(before: State, after: State) -> bool:
    """This very way was walked already: a doubled form, or the same answer after Back. Nothing to count."""
    return before.path[: len(after.path)] == after.path


def _stands(token: str, found: access.OpenConversation) -> Turn:
    return Turn(token, found.state, found.world, applied=False)
