"""What WhatsApp brings, read as little as a turn needs. Never a name, and no number where a user id came.

One call may hold several entries, changes and messages; all are walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from kapea.channels.channel import ReceivedMessage, SendReport, moment_of
from kapea.core.dialogue.events import Media, Said
from kapea.core.doors.chat import Meant, meaning_of_data

Shape = TypeVar("Shape", bound=msgspec.Struct)
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


class _Error(msgspec.Struct):
    code: int = 0


class _Status(msgspec.Struct):
    status: str = ""
    ref: str = msgspec.field(name="biz_opaque_callback_data", default="")
    errors: list[_Error] = []


class _Value(msgspec.Struct):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    messages: list[msgspec.Raw] = []
    statuses: list[msgspec.Raw] = []


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
    raws = [raw for value in _values(body, number_id) for raw in value.messages]
    read = (_decoded(raw, _Message) for raw in raws)
    return [incoming for m in read if m is not None and (incoming := _incoming(m)) is not None]


def read_statuses(body: bytes, number_id: str) -> list[SendReport]:
    """What became of replies of ours, as far as it names them."""
    raws = [raw for value in _values(body, number_id) for raw in value.statuses]
    read = (_decoded(raw, _Status) for raw in raws)
    return [SendReport(s.ref, _failed(s)) for s in read if s is not None and s.ref]


def _failed(status: _Status) -> str:
    if status.status != "failed":
        return ""
    return f"meta could not bring it ({status.errors[0].code if status.errors else 0})"


def _values(body: bytes, number_id: str) -> Iterator[_Value]:
    """What is told of one of our numbers."""
    call = _decoded(body, _Call)
    if call is None or call.object != OBJECT:
        return
    for change in (c for entry in call.entry for c in entry.changes if c.field == FIELD):
        value = _decoded(change.value, _Value)
        if value is not None and value.metadata.phone_number_id == number_id:
            yield value


def _decoded(raw: bytes | msgspec.Raw, shape: type[Shape]) -> Shape | None:
    """None for what is of another shape."""
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.MsgspecError:
        return None


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
        code=meant.code,
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
