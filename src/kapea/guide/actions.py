"""Turns of a conversation, the same for every door: each in one transaction, and none applied twice.

A turn claims its event's key, begins the conversation where there is none, holds it against other turns,
steps, saves, and queues effects. Counting comes after, and apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from kapea.content.queries import worlds
from kapea.core.dialogue import once
from kapea.core.dialogue.events import Event, Said
from kapea.core.dialogue.likely_tiles import listened_to
from kapea.core.dialogue.once import After, Memory, Taken, dump_memory
from kapea.core.dialogue.state import State
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.guide import access, performers, sql
from kapea.guide.access import CLOCKS_DIFFER, IDLE, OpenConversation
from kapea.guide.ended import ended
from kapea.guide.models import Conversation
from kapea.guide.performers import Occasion
from kapea.vault.keys import ConversationKey


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a conversation begins where there is none: in which world, with which journey, on whose phone.

    `shared_phone`: somebody said that others use it too. `code` says which lessons were done before.
    """

    world: World
    journey: str = "help"
    shared_phone: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to: the state it left (None: nothing is kept), a note to say.

    `begun`: there was no such conversation before. Not `applied`: it was `repeated`, or made for a step that
    is not there any more; this is where the conversation stands.
    """

    state: State | None
    world: World
    note: str = ""
    applied: bool = True
    repeated: bool = False
    begun: bool = False

    @property
    def depth(self) -> int:
        """How many answers led here."""
        return len(self.state.path) - 1 if self.state is not None else 0


def take(
    key: ConversationKey,
    event: Event | After | None,
    event_key: bytes,
    *,
    at: datetime,
    language: str,
    door: str,
    pack: str = "",
    beginning: Beginning | None = None,
) -> Turn | None:
    """Applies an event to the conversation of a key, once for each event key.

    Sent again, nothing happens and the conversation is shown as it stands. Where there is none it begins, if
    `beginning` says how; the event may then be None. Returns None when there is none and none begins, or
    when it belongs to another pack than the one named. Raises UnknownEffect, and changes nothing, for an
    effect that nothing performs.
    """
    sent = _Sent(key, event, event_key, at, language, door, pack, beginning)
    with worlds.asked_ahead(_typed(event)):
        done = _taken(sent)
    if done is None:
        return None
    performers.perform(done.taken.effects, sent.occasion(done.world), apart=True)
    state = done.taken.memory.state if done.taken.memory is not None else None
    return Turn(state, done.world, done.taken.note, done.taken.applied, done.taken.repeated, done.begun)


def _typed(event: Event | After | None) -> str:
    """The words of an event that are listened to; none where nothing was typed."""
    inner = event.event if isinstance(event, After) else event
    return listened_to(inner.words) if isinstance(inner, Said) else ""


def _taken(sent: _Sent) -> _Done | None:
    try:
        return _committed(sent, read=False)
    except access.NotInMemory as missing:
        worlds.of(str(missing))
        return _committed(sent, read=True)


class _Sent(NamedTuple):
    """An event as it came: whose, which one, known again by which key, and where and when."""

    key: ConversationKey
    event: Event | After | None
    event_key: bytes
    at: datetime
    language: str
    door: str
    pack: str
    beginning: Beginning | None

    def occasion(self, world: World) -> Occasion:
        return Occasion(world, self.door, self.language, self.at)


class _Done(NamedTuple):
    world: World
    taken: Taken
    begun: bool


@transaction.atomic
def _committed(sent: _Sent, *, read: bool) -> _Done | None:
    done = _take(sent, read=read)
    if done is not None:
        performers.perform(done.taken.effects, sent.occasion(done.world), apart=False)
    return done


def _take(sent: _Sent, *, read: bool) -> _Done | None:
    found = access.conversation(sent.key, at=sent.at, lock=True, read=read)
    if found is None and sent.beginning is not None:
        if (done := _begun(sent, sent.beginning)) is not None:
            return done
        found = access.conversation(sent.key, at=sent.at, lock=True, read=read)
        if found is None:  # a row that no longer reads stands in the way
            sql.delete_conversation(sent.key.id)
            return _begun(sent, sent.beginning)
    if found is None or sent.pack not in ("", found.world.release.id):
        return None
    return _Done(found.world, _stepped(sent, found), begun=False)


def _begun(sent: _Sent, beginning: Beginning) -> _Done | None:
    """A new conversation, its first event taken; None when somebody began it in this moment."""
    state = begin(beginning.world, sent.language, beginning.journey, beginning.code)
    fresh = Memory(state, shared_phone=beginning.shared_phone)
    taken = once.take_once(beginning.world, fresh, sent.event, sent.event_key)
    if taken.memory is not None:
        sealed = sent.key.seal(dump_memory(taken.memory))
        until, latest = access.expires(taken.memory, at=sent.at), sent.at + IDLE + CLOCKS_DIFFER
        if not sql.begin_conversation(sent.key.id, sealed, until, after=sent.at, latest=latest):
            return None
    return _Done(beginning.world, taken, begun=True)


def _stepped(sent: _Sent, found: OpenConversation) -> Taken:
    memory = access.in_language(found.memory, sent.language, found.world)
    taken = once.take_once(found.world, memory, sent.event, sent.event_key)
    if taken.memory is None:
        sql.delete_conversation(found.key.id)
    elif not taken.repeated:
        sealed = found.key.seal(dump_memory(taken.memory))
        until = access.expires(taken.memory, at=sent.at)
        if not sql.save_conversation(found.key.id, found.turn, sealed, until):
            raise RuntimeError("a conversation changed under its own lock")
    return taken


def forget(key: ConversationKey) -> None:
    """Deletes a conversation at once. Nothing is said of whether it existed."""
    for each in (key, *key.former):
        sql.delete_conversation(each.id)


def delete_ended() -> None:
    """Deletes the conversations of this worker that nobody can open any more."""
    if ids := ended.take():
        Conversation.objects.filter(id__in=ids).delete()


def sweep(*, at: datetime, most: int = 10_000) -> int:
    """Deletes conversations that have expired, or that a clock which ran ahead left; how many."""
    over = Q(expires_at__lte=at) | Q(expires_at__gt=at + IDLE + CLOCKS_DIFFER)
    ids = list(Conversation.objects.filter(over).values_list("id", flat=True)[:most])
    return Conversation.objects.filter(id__in=ids).delete()[0] if ids else 0
