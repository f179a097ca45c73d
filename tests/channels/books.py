"""What is written down of people under fire: what came to them, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from tests.channels.phones import AnyPhone, Call

from kapea.guide import keys
from kapea.guide.access import conversation
from kapea.guide.models import Conversation
from kapea.outbox import actions as outbox
from kapea.outbox.actions import Reply
from kapea.outbox.models import WAITING, ClaimedMessage, QueuedReply, StandingMessage


@dataclass
class Arrived:
    """What a message came to, when it came first: the replies it got, and where its conversation stands."""

    call: Call
    at: datetime
    bodies: list[bytes]
    stands: object


@dataclass
class Person:
    """Somebody, and the book of them: `queued` replies in their order, those that a stop `dropped`, those
    that `came`.
    """

    phone: AnyPhone
    arrived: list[Arrived] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    came: list[str] = field(default_factory=list)

    def key(self) -> keys.ConversationKey:
        return keys.of_address(self.phone.door, self.phone.address)

    def stands(self) -> object:
        found = conversation(self.key(), at=self.phone.clock.at)
        return None if found is None else (found.turn, found.memory)

    def waiting(self) -> list[QueuedReply]:
        mine = QueuedReply.objects.filter(conversation=self.key().id, status=WAITING)
        return list(mine.order_by("number"))


@dataclass(eq=False)
class Message:
    """A message on its way: whose, and whether it was ever taken."""

    person: Person
    call: Call
    taken: bool = False


def opened(row: QueuedReply) -> bytes:
    """What waits in a row."""
    body = outbox._opened(row)
    assert body is not None
    return body


def says_nothing(reply: Reply) -> bool:
    """Whether a reply only deletes messages."""
    return reply.door == "telegram" and msgspec.msgpack.decode(reply.body)["method"] == "deleteMessages"


def everything_kept() -> list[list[tuple[Any, ...]]]:
    """All rows of conversations, claims, replies and what stands in chats."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Conversation, ClaimedMessage, QueuedReply, StandingMessage)
    ]
