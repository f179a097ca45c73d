"""Everything that can happen in a turn. Each has a defined answer; none is an error."""

from __future__ import annotations

import msgspec


class Answer(msgspec.Struct, frozen=True, tag="answer"):
    """The key of a choice, as a tapped button sends it."""

    key: str


class Said(msgspec.Struct, frozen=True, tag="said"):
    """Typed or spoken words. They are matched against what is offered, then dropped. `answer`: the key of an
    answer that was tapped with them.
    """

    words: str
    answer: str = ""


class Move(msgspec.Struct, frozen=True, tag="move"):
    """A global move: help, back, repeat, stop, restart, or language with the one wanted."""

    kind: str
    language: str = ""


class Near(msgspec.Struct, frozen=True, tag="near"):
    """Where somebody is: the code of an area of the pack; empty, or another, and it is not known any more."""

    area: str


class Silence(msgspec.Struct, frozen=True, tag="silence"):
    """Nothing came in the time a door waits."""


class Timeout(msgspec.Struct, frozen=True, tag="timeout"):
    """The conversation had expired; nothing of it is left."""


class Media(msgspec.Struct, frozen=True, tag="media"):
    """A picture, sticker, file or recording arrived at the door and was dropped unread."""

    kind: str = ""


Event = Answer | Said | Move | Near | Silence | Timeout | Media

MOVES = ("help", "back", "repeat", "language", "stop")
"""The moves that exist everywhere (`restart` is one more, offered where there is a way walked)."""
