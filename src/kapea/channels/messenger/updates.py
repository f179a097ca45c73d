"""What Messenger brings to a Page, read as little as a turn needs. Never a name or a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from kapea.channels.channel import ReceivedMessage, SendReport, moment_of
from kapea.core.dialogue.events import Media, Said
from kapea.core.doors.chat import Meant, meaning_of_data

START = "k0:start"
"""What the button Get Started sends: it only begins."""
LINK = "SHORTLINK"
"""Where somebody comes from who followed a link of ours into a chat that was there before: it begins, too."""


class _Person(msgspec.Struct):
    id: str = ""


class _Tapped(msgspec.Struct):
    payload: str = ""


class _Message(msgspec.Struct):
    mid: str = ""
    text: str = ""
    is_echo: bool = False
    metadata: str = ""
    quick_reply: _Tapped | None = None
    attachments: list[msgspec.Raw] = []


class _Postback(msgspec.Struct):
    mid: str = ""
    payload: str = ""


class _Referral(msgspec.Struct):
    source: str = ""


class _Event(msgspec.Struct):
    sender: _Person = msgspec.field(default_factory=_Person)
    timestamp: int = 0
    message: _Message | None = None
    postback: _Postback | None = None
    referral: _Referral | None = None


class _Entry(msgspec.Struct):
    messaging: list[msgspec.Raw] = []


class _Call(msgspec.Struct):
    object: str = ""
    entry: list[_Entry] = []


def read_messenger(body: bytes) -> list[ReceivedMessage]:
    """The messages that need an answer, in their order. What another app or our own staff say gives none."""
    return [message for event in _events(body) for message in _of_event(event)]


def read_echoes(body: bytes) -> list[SendReport]:
    """What Messenger took of us: it says it again, with the name we gave it."""
    said = [event.message for event in _events(body) if event.message is not None]
    return [SendReport(message.metadata) for message in said if message.is_echo and message.metadata]


def _events(body: bytes) -> Iterator[_Event]:
    try:
        call = msgspec.json.decode(body, type=_Call)
    except msgspec.MsgspecError:
        return
    for raw in (raw for entry in call.entry for raw in entry.messaging if call.object == "page"):
        with suppress(msgspec.MsgspecError):
            yield msgspec.json.decode(raw, type=_Event)


def _of_event(event: _Event) -> list[ReceivedMessage]:
    if event.sender.id and event.postback is not None:
        return _postback(event, event.postback)
    if event.sender.id and event.message is not None and not event.message.is_echo:
        return _message(event, event.message)
    if event.sender.id and event.referral is not None and event.referral.source == LINK:
        id = f"link {event.sender.id} {event.timestamp}"
        return [ReceivedMessage(event.sender.id, id, None, sent_at=moment_of(event.timestamp / 1000))]
    return []


def _postback(event: _Event, postback: _Postback) -> list[ReceivedMessage]:
    """An older client sends no id with it: then who, when and what are the id."""
    id = postback.mid or f"postback {event.sender.id} {event.timestamp} {postback.payload}"
    if postback.payload == START:
        return [ReceivedMessage(event.sender.id, id, None, sent_at=moment_of(event.timestamp / 1000))]
    meant = meaning_of_data(postback.payload)
    return [] if meant is None else [_incoming(event, id, meant)]


def _message(event: _Event, message: _Message) -> list[ReceivedMessage]:
    if message.quick_reply is not None:
        meant = meaning_of_data(message.quick_reply.payload) or Meant(Said(message.text))
    elif message.text:
        meant = Meant(Said(message.text))
    elif message.attachments:
        return [_incoming(event, f"media {event.sender.id} {event.timestamp // 60_000}", Meant(Media()))]
    else:
        return []
    return [_incoming(event, message.mid, meant)]


def _incoming(event: _Event, id: str, meant: Meant) -> ReceivedMessage:
    words = meant.event.words if isinstance(meant.event, Said) else ""
    return ReceivedMessage(
        event.sender.id,
        id,
        meant.event,
        sent_at=moment_of(event.timestamp / 1000),
        words=words,
        page=meant.page,
        code=meant.code,
    )
