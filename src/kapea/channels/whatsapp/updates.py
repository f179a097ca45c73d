"""What WhatsApp brings, read as little as a turn needs. Never a name, and no number where a user id came.

One call may hold several entries, changes and messages; all are walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from kapea.channels.channel import ReceivedMessage, moment_of
from kapea.core.dialogue.events import Media, Said
from kapea.core.doors.chat import Meant, meaning_of_data

MEDIA = frozenset({"image", "audio", "video", "document", "sticker", "location", "contacts", "unsupported"})
OBJECT, FIELD = "whatsapp_business_account", "messages"


class _Text(msgspec.Struct):
    body: str = ""


class _Reply(msgspec.Struct):
    id: str = ""


class _Interactive(msgspec.Struct):
    button_reply: _Reply | None = None
    list_reply: _Reply | None = None


class _Button(msgspec.Struct):
    payload: str = ""


class _Message(msgspec.Struct):
    id: str
    type: str = ""
    from_user_id: str = ""
    number: str = msgspec.field(name="from", default="")
    timestamp: str = ""
    group_id: str = ""
    text: _Text | None = None
    interactive: _Interactive | None = None
    button: _Button | None = None


class _Metadata(msgspec.Struct):
    phone_number_id: str = ""


class _Value(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    messages: list[msgspec.Raw] = []


class _Change(msgspec.Struct):
    field: str = ""
    value: msgspec.Raw = msgspec.Raw(b"{}")


class _Entry(msgspec.Struct):
    changes: list[_Change] = []


class _Call(msgspec.Struct):
    object: str = ""
    entry: list[_Entry] = []


def read_whatsapp(body: bytes, number_id: str) -> list[ReceivedMessage]:
    """The messages to one of our numbers that need an answer, in their order."""
    try:
        call = msgspec.json.decode(body, type=_Call)
    except msgspec.MsgspecError:
        return []
    changes = (
        [c for entry in call.entry for c in entry.changes if c.field == FIELD]
        if call.object == OBJECT
        else []
    )
    return [message for change in changes for message in _of_change(change, number_id)]


def _of_change(change: _Change, number_id: str) -> Iterator[ReceivedMessage]:
    try:
        value = msgspec.json.decode(change.value, type=_Value)
    except msgspec.MsgspecError:
        return
    if value.metadata.phone_number_id != number_id:
        return
    for raw in value.messages:
        try:
            message = msgspec.json.decode(raw, type=_Message)
        except msgspec.MsgspecError:
            continue
        if (incoming := _incoming(message)) is not None:
            yield incoming


def _incoming(message: _Message) -> ReceivedMessage | None:
    address, meant = message.from_user_id or message.number, _meant(message)
    if not address or message.group_id or meant is None:
        return None
    seconds = int(message.timestamp) if re.fullmatch(r"[0-9]{1,12}", message.timestamp) else 0
    is_media = isinstance(meant.event, Media)
    return ReceivedMessage(
        address=address,
        id=f"media {address} {seconds // 60}" if is_media else message.id,
        event=meant.event,
        sent_at=moment_of(seconds),
        words=meant.event.words if isinstance(meant.event, Said) else "",
        page=meant.page,
    )


def _meant(message: _Message) -> Meant | None:
    """A kind line once a minute for pictures, however many come; nothing for what is no message."""
    if message.type in MEDIA:
        return Meant(Media())
    if message.type == "text" and message.text is not None and message.text.body:
        return Meant(Said(message.text.body))
    if message.type == "button" and message.button is not None:
        return meaning_of_data(message.button.payload)
    reply = message.interactive and (message.interactive.button_reply or message.interactive.list_reply)
    return meaning_of_data(reply.id) if reply else None
