"""Turns of a conversation, the same for every door: each in one transaction, and none applied twice.

A turn claims its event's key, begins the conversation where there is none, holds it against other turns,
steps, saves, and queues effects. Counting comes after, and apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from kapea.content.queries import worlds
from kapea.core.dialogue import once
from kapea.core.dialogue.likely_tiles import listened_to
from kapea.core.dialogue.numbered_input import GREETED
from kapea.core.dialogue.once import Memory, Sent, Taken, dump_memory
from kapea.core.dialogue.state import State
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.guide import access, performers, sql
from kapea.guide.access import CLOCKS_DIFFER, IDLE, LONGEST_IDLE, OpenConversation
from kapea.guide.ended import ended
from kapea.guide.models import Conversation
from kapea.guide.performers import Occasion
from kapea.vault.keys import ConversationKey


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a conversation begins where there is none: in which world, with which journey, on whose phone.

    `shared_phone`: somebody said that others use it too. `code` says which lessons were done before.
    `language`: asked for where it is not that of the turn. Not `was_shown`: nobody saw its first screen yet,
    so nothing that was sent is an answer to it.
    """

    world: World
    journey: str = "help"
    shared_phone: bool = False
    code: str = ""
    language: Callable[[], str] | None = None
    was_shown: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to: the state it left (None: nothing is kept), a note to say.

    `begun`: there was no such conversation before. Not `applied`: it was `repeated`, or made for a step that
    is not there any more; this is where the conversation stands. `language`: that of the conversation, also
    of one that ended. `greets`: it begins with a greeting, before any screen. `page`: of the screen, which
    is asked for.
    """

    state: State | None
    world: World
    note: str = ""
    applied: bool = True
    repeated: bool = False
    begun: bool = False
    language: str = ""
    greets: bool = False
    page: int = 0

    @property
    def depth(self) -> int:
        """How many answers led here."""
        return len(self.state.path) - 1 if self.state is not None else 0


@dataclass(frozen=True, slots=True)
class Alongside:
    """What a door does in the transaction of a turn. `claim`: whether its message is new; else nothing
    happens. `reply`: queues what is said to it.
    """

    claim: Callable[[], bool]
    reply: Callable[[Turn], None]


def take(
    key: ConversationKey,
    event: Sent | None,
    event_key: bytes,
    *,
    at: datetime,
    language: str,
    door: str,
    pack: str = "",
    beginning: Beginning | None = None,
    idle: timedelta = IDLE,
    alongside: Alongside | None = None,
) -> Turn | None:
    """Applies an event to the conversation of a key, once for each event key.

    Sent again, nothing happens and the conversation is shown as it stands. Where there is none it begins, if
    `beginning` says how; the event may then be None. Returns None when there is none and none begins, or
    when it belongs to another pack than the one named, or its message was claimed before. Raises
    UnknownEffect, and changes nothing, for an effect that nothing performs. Without a `language` a
    conversation keeps its own.
    """
    sent = _Sent(key, event, event_key, at, language, door, pack, beginning, idle, alongside)
    with worlds.asked_ahead(_typed(event)):
        done = _taken(sent)
    if done is None:
        return None
    performers.perform(done.taken.effects, sent.occasion(done), apart=True)
    return _turn(done)


def _turn(done: _Done) -> Turn:
    taken = done.taken
    state = taken.memory.state if taken.memory is not None else None
    language = state.language if state is not None else done.language
    page = taken.memory.page if taken.memory is not None else 0
    greets = page == GREETED
    return Turn(
        state,
        done.world,
        taken.note,
        taken.applied,
        taken.repeated,
        done.begun,
        language,
        greets,
        0 if greets else page,
    )


def _typed(event: Sent | None) -> str:
    """The words of an event that are listened to; none where nothing was typed."""
    return listened_to(once.typed_words(event))


def _taken(sent: _Sent) -> _Done | None:
    try:
        return _committed(sent, read=False)
    except access.NotInMemory as missing:
        worlds.of(str(missing))
        return _committed(sent, read=True)


class _Sent(NamedTuple):
    """An event as it came: whose, which one, known again by which key, and where and when."""

    key: ConversationKey
    event: Sent | None
    event_key: bytes
    at: datetime
    language: str
    door: str
    pack: str
    beginning: Beginning | None
    idle: timedelta
    alongside: Alongside | None

    def occasion(self, done: _Done) -> Occasion:
        return Occasion(done.world, self.door, self.language or done.language, self.at)


class _Done(NamedTuple):
    world: World
    taken: Taken
    begun: bool
    language: str


@transaction.atomic
def _committed(sent: _Sent, *, read: bool) -> _Done | None:
    if sent.alongside is not None and not sent.alongside.claim():
        return None
    done = _take(sent, read=read)
    if done is not None:
        performers.perform(done.taken.effects, sent.occasion(done), apart=False)
        if sent.alongside is not None:
            sent.alongside.reply(_turn(done))
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
    return _Done(found.world, _stepped(sent, found), begun=False, language=found.state.language)


def _begun(sent: _Sent, beginning: Beginning) -> _Done | None:
    """A new conversation, its first event taken; None when somebody began it in this moment."""
    language = beginning.language() if beginning.language is not None else sent.language
    state = begin(beginning.world, language, beginning.journey, beginning.code)
    fresh = Memory(state, shared_phone=beginning.shared_phone)
    event = sent.event
    if not beginning.was_shown and event is not None and once.answers_a_screen(beginning.world, state, event):
        event = None
    taken = once.take_once(beginning.world, fresh, event, sent.event_key)
    if not beginning.was_shown:
        taken = once.greeted(beginning.world, taken, once.typed_words(sent.event))
    if taken.memory is None:
        sql.delete_conversation(sent.key.id)  # one that had expired goes now, not with the next sweep
    else:
        sealed = sent.key.seal(dump_memory(taken.memory))
        until = access.expires(taken.memory, at=sent.at, idle=sent.idle)
        latest = sent.at + LONGEST_IDLE + CLOCKS_DIFFER
        if not sql.begin_conversation(sent.key.id, sealed, until, after=sent.at, latest=latest):
            return None
    return _Done(beginning.world, taken, begun=True, language=state.language)


def _stepped(sent: _Sent, found: OpenConversation) -> Taken:
    memory = access.in_language(found.memory, sent.language, found.world)
    taken = once.take_once(found.world, memory, sent.event, sent.event_key)
    if taken.memory is None:
        sql.delete_conversation(found.key.id)
    elif not taken.repeated:
        sealed = found.key.seal(dump_memory(taken.memory))
        until = access.expires(taken.memory, at=sent.at, idle=sent.idle)
        if not sql.save_conversation(found.key.id, found.turn, sealed, until):
            raise RuntimeError("a conversation changed under its own lock")
    return taken


def forget(key: ConversationKey) -> None:
    """Deletes a conversation at once. Nothing is said of whether it existed."""
    for each in (key, *key.former):
        sql.delete_conversation(each.id)


def forget_row(id: str) -> None:
    """The same by the id of its row, for whoever has no key: a reply that could not be sent names it."""
    sql.delete_conversation(id)


def delete_ended() -> None:
    """Deletes the conversations of this worker that nobody can open any more."""
    if ids := ended.take():
        Conversation.objects.filter(id__in=ids).delete()


def sweep(*, at: datetime, most: int = 10_000) -> int:
    """Deletes conversations that have expired, or that a clock which ran ahead left; how many."""
    over = Q(expires_at__lte=at) | Q(expires_at__gt=at + LONGEST_IDLE + CLOCKS_DIFFER)
    ids = list(Conversation.objects.filter(over).values_list("id", flat=True)[:most])
    return Conversation.objects.filter(id__in=ids).delete()[0] if ids else 0
