"""What Telegram sends, read as little as a turn needs. Names, pictures, captions, places: never.

Shapes: tests/channels/shapes/telegram. Groups, channels, other bots and whatever a later version brings give
nothing.
"""

from __future__ import annotations

import msgspec

from kapea.channels.channel import ReceivedMessage, moment_of
from kapea.core.dialogue.events import Media, Move, Said
from kapea.core.dialogue.once import Sent
from kapea.core.doors.chat import meaning_of_data

MEDIA = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media",
    "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip
"""Fields of a message that say it is no text. What is in them is not read."""
COMMANDS = {"/help": "help", "/stop": "stop"}
"""Commands in the menu of the chat, and what they mean; `/start` only begins."""
LANGUAGE_COMMAND = "/lang"


class _Chat(msgspec.Struct):
    id: int
    type: str = ""


class _From(msgspec.Struct):
    is_bot: bool = False
    language_code: str = ""


class _Message(msgspec.Struct):
    message_id: int
    chat: _Chat
    date: int = 0
    text: str = ""
    sender: _From | None = msgspec.field(name="from", default=None)
    via_bot: msgspec.Raw = msgspec.Raw(b"")
    media_group_id: str = ""


class _Tap(msgspec.Struct):
    id: str
    sender: _From = msgspec.field(name="from")
    message: _Message | None = None
    data: str = ""


class _Member(msgspec.Struct):
    status: str = ""


class _MemberChange(msgspec.Struct):
    chat: _Chat
    new_chat_member: _Member


class _Update(msgspec.Struct):
    update_id: int
    message: _Message | None = None
    callback_query: _Tap | None = None
    my_chat_member: _MemberChange | None = None


_decoder = msgspec.json.Decoder(_Update)
_keys = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read_update(body: bytes) -> list[ReceivedMessage]:
    """The message in an update, if it is one that needs an answer."""
    try:
        update = _decoder.decode(body)
    except msgspec.MsgspecError:
        return []
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _member(update.update_id, update.my_chat_member)
    return _message(update.message, body) if update.message is not None else []


def _tap(tap: _Tap) -> list[ReceivedMessage]:
    message, meant = tap.message, meaning_of_data(tap.data)
    if message is None or message.chat.type != "private" or meant is None:
        return []
    return [
        ReceivedMessage(
            str(message.chat.id),
            f"tap {tap.id}",
            meant.event,
            language=tap.sender.language_code,
            tap=tap.id,
            tapped=str(message.message_id),
            page=meant.page,
            code=meant.code,
        )
    ]


def _member(id: int, change: _MemberChange) -> list[ReceivedMessage]:
    if change.chat.type != "private" or change.new_chat_member.status != "kicked":
        return []
    return [ReceivedMessage(str(change.chat.id), f"left {id} {change.chat.id}", None, has_left=True)]


def _message(message: _Message, body: bytes) -> list[ReceivedMessage]:
    if message.chat.type != "private" or message.sender is None or message.sender.is_bot or message.via_bot:
        return []
    event = _event(message, body)
    if event is None and not message.text.startswith("/start"):
        return []
    id = f"{message.chat.id} {message.media_group_id or message.message_id}"
    return [
        ReceivedMessage(
            address=str(message.chat.id),
            id=id,
            event=event,
            sent_at=moment_of(message.date),
            words=message.text if isinstance(event, Said) else "",
            language=message.sender.language_code,
            own_id=str(message.message_id),
            is_piece=bool(message.media_group_id),
        )
    ]


def _event(message: _Message, body: bytes) -> Sent | None:
    if not message.text:
        fields = _keys.decode(_keys.decode(body)["message"])
        return Media() if any(name in fields for name in MEDIA) else None
    command, _, rest = message.text.partition(" ")
    command = command.partition("@")[0].lower()
    if command in COMMANDS:
        return Move(COMMANDS[command])
    if command == LANGUAGE_COMMAND:
        return Move("language", rest.strip().lower())
    return None if command == "/start" else Said(message.text)
