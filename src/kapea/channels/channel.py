"""What every message door is to the rest: it reads what its provider brings, and sends what waits for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from kapea.core.dialogue.once import Sent
from kapea.core.doors.chat import ChatMessage
from kapea.core.doors.limits import Door


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message as its door read it. Nothing of it is kept beyond the turn.

    `address`: whoever wrote, in the provider's words; `id`: the provider's own, by which a repeat is known.
    `event`: what it means, None where it only begins; `sent_at`: by the provider's clock, None where it
    tells none. `tap`: the provider's id of a tap that is to be answered as such. `tapped`: its id of the
    message whose button was tapped, where we can change and delete that. `page`: of the answers there, which
    is asked for. `has_left`: whoever wrote wants nothing more. `own_id`: the provider's for the message in
    its chat, where we can delete it there. `is_piece`: one of several that come under one `id`, as an album
    does. `code`: what was tapped under the question that a return code meets.
    """

    address: str
    id: str
    event: Sent | None
    sent_at: datetime | None = None
    words: str = ""
    language: str = ""
    tap: str = ""
    tapped: str = ""
    page: int = 0
    has_left: bool = False
    own_id: str = ""
    is_piece: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What a provider tells later of a reply: by its `ref`, whether it took it on. `failed`: why it did not
    arrive; empty while nothing is wrong.
    """

    ref: str
    failed: str = ""


def moment_of(seconds: float) -> datetime | None:
    """A provider's time; None for none, and for one that no clock shows."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (OverflowError, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is sent, or was before. `message_id`: the provider's, where it stands in the chat as a new message
    that is to go when its reader leaves; `undone_by`: the body of the call that deletes it.
    """

    message_id: str = ""
    undone_by: bytes = b""


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Not now. `seconds`: how long the provider asked to wait. `perhaps_sent`: nothing came back, and it may
    have been done all the same.
    """

    reason: str
    seconds: float | None = None
    perhaps_sent: bool = False


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Never. `has_left`: whoever it was for wants nothing more, so nothing else is sent either.
    `door_is_shut`: nothing goes out by this door until its operator mends it.
    """

    reason: str
    has_left: bool = False
    door_is_shut: bool = False


Outcome = Delivered | TryAgain | GivenUp


class NotDone(RuntimeError):
    """A provider does not do what its operator asked; the message says what, and how to mend it."""


def address_at(site: str, door: str) -> str:
    """Where a provider brings messages of a door; raises NotDone where it is not said where this site is."""
    if not site:
        raise NotDone("Say where this site is: --address https://help.example.org")
    return f"{site.rstrip('/')}/d/{door}"


class BadSignature(ValueError):
    """Not from the provider: nothing of it was read."""


class Channel(Protocol):
    """A message door. `name` is also that of its page in docs/doors. Its class makes it out of the settings:
    `from_settings(pack, secret)`; the secret is what its provider shows us, where it shows one.
    """

    name: str
    door: Door
    pack: str
    to_try: tuple[str, ...]
    """What nobody can be sure of from a desk: a line each, to be tried by a person with a phone before the
    door is told of.
    """

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """What a provider wants to hear before it brings anything; None: it is not the provider."""

    def read(self, headers: Mapping[str, str], body: bytes) -> list[ReceivedMessage]:
        """The messages that need an answer, in their order; raises BadSignature. Whatever else a provider
        sends, of any shape, gives none.
        """

    def reports(self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes) -> list[SendReport]:
        """What is told of replies we sent; raises BadSignature. Whatever else is sent gives none."""

    def bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        """Replies as they are queued."""

    def last_bodies(self, message: ReceivedMessage, said: Sequence[ChatMessage]) -> list[bytes]:
        """The same for the last of a conversation: they stay in the chat when all else of it is deleted."""
        return self.bodies(message, said)

    def deletions(
        self, message: ReceivedMessage, standing: Sequence[str], waiting: Sequence[bytes]
    ) -> list[bytes]:
        """What deletes messages from the chat, by the provider's ids, as it is queued: all that stands there
        when this message ends the conversation, but for what `last_bodies` says. None where no provider does.
        `waiting`: such calls of before, which these stand for as well.
        """
        return []

    def would_have_gone(self, unsaid: Sequence[bytes]) -> list[str]:
        """The provider's ids of messages that `last_bodies` would have been put in place of, and were not."""
        return []

    def set_up(self, site: str) -> Iterator[str]:
        """Tells the provider where we are, or says what to write there, a line each; raises NotDone. `site`:
        its address, empty where none was given.
        """

    def tried(self) -> Iterator[str]:
        """Asks the provider what it knows of us, sending nothing to anybody; raises NotDone."""

    def link(self, code: str) -> str:
        """The address by which somebody begins, with a code that says nothing; raises NotDone."""

    def deliver(self, body: bytes, ref: str) -> Outcome:
        """Sends a reply that was queued. `ref` goes with it where the provider tells later what became of
        it, or knows by it what it took before.
        """
