"""A message from a door, from its bytes to the replies that wait: the same for every door.

One transaction: claim the message's id, take the turn, queue what is said to it. Only then is the provider
told that we have it; whatever dies before, the provider sends again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import Error as AnyDatabaseError
from django.db import transaction

from kapea.channels import way_back_messages
from kapea.channels.channel import Channel, ReceivedMessage, SendReport
from kapea.channels.counting import Became, count_at_door
from kapea.channels.incoming import claims_message, language_of_message
from kapea.channels.slow_down import SAID_EACH, is_never_passed_over
from kapea.content.queries import NothingLive, worlds
from kapea.core.dialogue.events import Move
from kapea.core.dialogue.look import look
from kapea.core.dialogue.text_input import understood
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.core.doors.chat import ChatMessage, chat_messages, first_message, plain_message
from kapea.core.doors.numbered import numbered_page
from kapea.guide import actions, keys
from kapea.guide.access import CHAT_IDLE
from kapea.guide.actions import Alongside, Beginning, Turn
from kapea.guide.short_memory import forget_remembered, short_memory_key
from kapea.outbox import actions as outbox
from kapea.outbox import standing
from kapea.outbox.pace import keeps_pace
from kapea.vault.keys import ConversationKey

log = logging.getLogger(__name__)
LATE = CHAT_IDLE
"""A message older than a conversation lives is not answered as if it had just come: whoever wrote it may not
be alone with the phone any more."""
TOO_LATE = timedelta(hours=6)
"""After so long nothing is said at all."""


def received(channel: Channel, message: ReceivedMessage, *, at: datetime) -> bool:
    """Answers a message; False when it could not be kept now, and its provider is to bring it again. One that
    a fault of ours lies on is passed over: brought again, it would hold up all that its sender writes after.
    """
    try:
        became = receive(channel, message, at=at)
    except (AnyDatabaseError, NothingLive):
        became = Became.UNKEPT
        log.warning("channels: a message by %s could not be kept; its provider brings it again", channel.name)
    except Exception:
        became = Became.FAILED
        log.exception("channels: a message by %s could not be answered", channel.name)
    count_at_door(channel, became, at=at)
    return became is not Became.UNKEPT


def reported(channel: Channel, reports: Sequence[SendReport], *, at: datetime) -> bool:
    """Takes down what became of replies; False when that could not be done now."""
    try:
        for report in reports:
            if report.failed:
                log.info("channels: a reply by %s did not arrive: %s", channel.name, report.failed)
                outbox.park(report.ref, report.failed)
                count_at_door(channel, Became.UNDELIVERED, at=at)
            else:
                outbox.sent(report.ref)
    except AnyDatabaseError:
        return False
    return True


def receive(channel: Channel, message: ReceivedMessage, *, at: datetime) -> Became:
    """Answers a message; what became of it."""
    if message.has_left:
        return _left(channel, message, at=at)
    late = at - message.sent_at if message.sent_at is not None else timedelta(0)
    if late > LATE and not _stops(channel, message):
        return _too_late(channel, message, at=at, says_so=late <= TOO_LATE)
    became = way_back_messages.answer_code_message(channel, message, at=at)
    if became is not None:
        return became
    return _turn(channel, replace(message, tapped="") if message.code else message, at=at)


def _turn(channel: Channel, message: ReceivedMessage, *, at: datetime) -> Became:
    key, world = keys.of_address(channel.name, message.address), worlds.live(channel.pack)
    claim = _Claim(channel, message, key, world, at)

    def reply(turn: Turn) -> None:
        said, ends = _said(channel, message, turn, at=at), turn.state is None
        bodies = channel.last_bodies(message, said) if ends else channel.bodies(message, said)
        if claim.is_hasty:
            unsaid = outbox.queue_instead(key.id, channel.name, bodies, at=at, wait=SAID_EACH)
        else:
            unsaid = outbox.take_back(key.id) if ends else []
            outbox.queue(key.id, channel.name, bodies, at=at)
        for message_id in channel.would_have_gone(unsaid):
            standing.note_standing(key.id, channel.name, message_id, sent_at=at)
        if message.tapped and not ends and _may_be_unnoted(message, turn):
            standing.note_standing(key.id, channel.name, message.tapped, sent_at=at)
        if ends:
            forget_remembered(short_memory_key(channel.name, message.address))
            _clear(channel, message, key, at=at, wait=SAID_EACH if claim.is_hasty else timedelta(0))

    actions.take(
        key,
        message.event,
        message.id.encode(),
        at=at,
        language="",
        door=channel.door.name,
        pack=channel.pack,
        beginning=Beginning(world, language=lambda: language_of_message(world, message), was_shown=False),
        idle=CHAT_IDLE,
        alongside=Alongside(claim, reply),
    )
    return claim.became


@dataclass(slots=True)
class _Claim:
    """Whether a message has its turn: it is new, and its address writes no faster than people do or it must
    not be passed over. `is_hasty`: too fast, so that its answer waits and stands for all.
    """

    channel: Channel
    message: ReceivedMessage
    key: ConversationKey
    world: World
    at: datetime
    became: Became = Became.ANSWERED
    is_hasty: bool = False

    def __call__(self) -> bool:
        self.became = self._came_to()
        return self.became is Became.ANSWERED

    def _came_to(self) -> Became:
        if not claims_message(self.channel, self.message, self.key, at=self.at):
            return Became.REPEATED
        self.is_hasty = not keeps_pace(self.channel.name, self.message.address, at=self.at)
        if self.is_hasty and not is_never_passed_over(self.world, self.message):
            return Became.SLOWED
        return Became.ANSWERED


def _may_be_unnoted(message: ReceivedMessage, turn: Turn) -> bool:
    """Whether the message that was tapped may be of a conversation before, whose notes are gone: it says now
    what this one says.
    """
    return turn.begun or not turn.applied or isinstance(message.event, Move)


def _clear(
    channel: Channel, message: ReceivedMessage, key: ConversationKey, *, at: datetime, wait: timedelta
) -> None:
    """All that stands in the chat is deleted there, together with what waits to be deleted; the first of it
    after a while at most.
    """
    ids, (waiting, due) = standing.take_standing(key.ids(), at=at), standing.take_deletions(key.id)
    bodies = channel.deletions(message, ids, waiting)
    standing.queue_deletions(key.id, channel.name, bodies, at=at, due=min(due or at + wait, at + wait))


def _stops(channel: Channel, message: ReceivedMessage) -> bool:
    """Whether somebody wants it to end: that holds however late it comes."""
    if isinstance(message.event, Move):
        return message.event.kind == "stop"
    world = worlds.live(channel.pack)
    meant = understood(world, begin(world, ""), message.words) if message.words else None
    return isinstance(meant, Move) and meant.kind == "stop"


def _said(channel: Channel, message: ReceivedMessage, turn: Turn, *, at: datetime) -> Sequence[ChatMessage]:
    world, state, door = turn.world, turn.state, channel.door
    if state is None:
        return plain_message(world, "word.chat-gone", turn.language, door)
    if turn.greets:
        return first_message(world, state.language, door)
    view = look(world, state, at=at, note=turn.note)
    if door.numbered:
        return (ChatMessage(numbered_page(world, view, door, turn.page)),)
    return chat_messages(world, state, view, door, page=message.page if turn.applied else 0)


@transaction.atomic
def _left(channel: Channel, message: ReceivedMessage, *, at: datetime) -> Became:
    """Whoever wrote wants nothing more: nothing of them stays, and nothing is sent."""
    if not outbox.claim_message(channel.name, message.id, at=at):
        return Became.REPEATED
    key = keys.of_address(channel.name, message.address)
    actions.forget(key)
    forget_remembered(short_memory_key(channel.name, message.address))
    outbox.drop_all(key.id)
    standing.drop_standing(key.ids())
    return Became.LEFT


@transaction.atomic
def _too_late(channel: Channel, message: ReceivedMessage, *, at: datetime, says_so: bool) -> Became:
    key = keys.of_address(channel.name, message.address)
    if not claims_message(channel, message, key, at=at):
        return Became.REPEATED
    way_back_messages.take_out(channel, message, at=at)
    log.info("channels: a message by %s came too late to be answered", channel.name)
    if says_so and keeps_pace(channel.name, message.address, at=at):
        world = worlds.live(channel.pack)
        said = plain_message(world, "word.chat-late", language_of_message(world, message), channel.door)
        outbox.queue(key.id, channel.name, channel.bodies(message, said), at=at)
    return Became.LATE
