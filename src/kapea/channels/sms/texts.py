"""What both text message doors have in common: how one message is known again, and what a reply holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kapea.channels.channel import ReceivedMessage
from kapea.core.dialogue.events import Media
from kapea.core.dialogue.once import TypedToNumbers
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.sms_text import as_sms


class TextReply(msgspec.Struct, frozen=True):
    """A text message on its way: whom it is for, and its words."""

    to: str
    text: str


def text_received(number: str, words: str, said_at: str, sent_at: datetime | None) -> ReceivedMessage:
    """A text message. Networks bring one again under another id: who, when to the second and what are its id.
    `said_at`: when, as the network writes it.

    Nobody sends one without a word; what comes so is a picture that a phone could not show.
    """
    id = f"{number}\0{said_at}\0{words}"
    event = TypedToNumbers(words) if words.strip() else Media()
    return ReceivedMessage(number, id, event, sent_at=sent_at, words=words)


def text_replies(number: str, said: Sequence[ChatMessage]) -> list[bytes]:
    """Replies as they are queued."""
    return [msgspec.msgpack.encode(TextReply(number, as_sms(each.body))) for each in said]
