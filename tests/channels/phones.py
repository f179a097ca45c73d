"""Somebody's phone at each door: what its provider brings us of what is written and tapped there, as raw
calls that can be brought twice, late or in another order, and what stands on it.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from tests.channels import fake_telegram
from tests.channels.fake_telegram import FakeTelegram

ZERO_WIDTH = "\u200b"


@dataclass
class Clock:
    """The time that a test's phones and workers share; it passes when told to."""

    at: datetime

    def time(self) -> float:
        return self.at.timestamp()

    def now(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += timedelta(**time)


class Call(NamedTuple):
    """A call of a provider as it comes to us: it can be made again."""

    door: str
    body: bytes
    headers: Mapping[str, str]
    kind: str = "application/json"

    def answered(self, client: Any) -> Any:
        """Brings it; what it is answered with."""
        return client.post(f"/d/{self.door}", self.body, content_type=self.kind, headers=dict(self.headers))


class Shown(NamedTuple):
    """A message as a phone shows it: its words, and what can be answered by tapping, with what that sends.
    `id`: the provider's, where it has one.
    """

    words: str
    buttons: Mapping[str, str]
    id: int = 0


@dataclass
class AnyPhone(ABC):
    """One person at one door. `number` tells people apart: their addresses are made of it. `called`: the name
    that their app tells of them, where it tells one.
    """

    provider: Any
    clock: Clock
    number: int = 1
    called: str = "A"
    made: int = field(default=0, init=False)

    name: ClassVar[str]
    """Of the kind of phone: a door may have several."""
    door: ClassVar[str]
    greeting: ClassVar[str] = "good morning to you"
    """Words that tell nothing."""

    def __post_init__(self) -> None:
        """Its provider's clock is that of all."""
        self.provider.now = self.clock.time

    @property
    @abstractmethod
    def address(self) -> str:
        """As the door knows whoever this is."""

    @abstractmethod
    def writes(self, words: str) -> Call:
        """The call about words that were written just now."""

    @abstractmethod
    def taps(self, label: str) -> Call:
        """The call about a button that was tapped under the newest message that has it; on a door without
        buttons, about the number that stands before it.
        """

    @property
    @abstractmethod
    def shown(self) -> list[Shown]:
        """All messages that stand on it, newest last."""

    def begins(self) -> Call:
        return self.writes(self.greeting)

    def reads_on(self) -> Any:
        """The call about the next page, where a screen has more than came; None where all of it came."""
        return None

    def offered(self) -> list[str]:
        """What can be tapped under the newest message that has buttons."""
        return next((list(each.buttons) for each in reversed(self.shown) if each.buttons), [])

    def answers(self, labels: Collection[str]) -> Call | None:
        """The call about whichever of some labels stands there; None where none does."""
        found = (label for label in self.offered() if label.replace(ZERO_WIDTH, "") in labels)
        label = next(found, None)
        return None if label is None else self.taps(label)

    def reads(self) -> str:
        """The newest message, its buttons in brackets, without break marks."""
        if not self.shown:
            return ""
        last = self.shown[-1]
        return "\n".join([last.words, *(f"[{label}]" for label in last.buttons)]).replace(ZERO_WIDTH, "")

    def _tapped(self, label: str) -> Shown:
        return next(each for each in reversed(self.shown) if label in each.buttons)

    def _next(self) -> int:
        self.made += 1
        return self.made


class TelegramPhone(AnyPhone):
    """In a private chat with the bot."""

    provider: FakeTelegram
    name = door = "telegram"
    greeting = "/start"
    FIRST = 4_500_000_000_000_000

    @property
    def chat(self) -> int:
        return self.FIRST + self.number

    @property
    def address(self) -> str:
        return str(self.chat)

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        """The update of something written just now; it stands in the chat."""
        update = self._told(text, **more)
        told = update["message"]
        self.provider.written[self.chat][told["message_id"]] = told["date"]
        return update

    def _told(self, text: str, **more: Any) -> dict[str, Any]:
        id = self._next()
        chat = {"id": self.chat, "type": "private", "first_name": self.called}
        sender = {"id": self.chat, "is_bot": False, "first_name": self.called, "language_code": "en"}
        told = {"message_id": id, "from": sender, "chat": chat, "text": text}
        return {"update_id": self._update(), "message": told | {"date": int(self.clock.time())} | more}

    def tap_on(self, label: str) -> dict[str, Any]:
        """The update of a button tapped under the newest message that has it."""
        shown = self._tapped(label)
        told = self._told("")["message"] | {"message_id": shown.id}
        id, data = f"{self.number:06}{self.made:06}", shown.buttons[label]
        query = {"id": id, "from": told["from"], "message": told, "data": data, "chat_instance": "1"}
        return {"update_id": self._update(), "callback_query": query}

    def _update(self) -> int:
        return 500 + (self.number - 1) * 10_000 + self.made

    def call(self, update: dict[str, Any], secret: str | None = None) -> Call:
        from kapea.channels.doors import webhook_secret

        secret = webhook_secret("telegram") if secret is None else secret
        return Call(self.door, json.dumps(update).encode(), {"X-Telegram-Bot-Api-Secret-Token": secret})

    def writes(self, words: str) -> Call:
        return self.call(self.message(words))

    def taps(self, label: str) -> Call:
        return self.call(self.tap_on(label))

    @property
    def shown(self) -> list[Shown]:
        return [
            Shown(each["text"], {b["text"]: b["callback_data"] for b in fake_telegram.buttons_of(each)}, id)
            for id, each in self.provider.chats[self.chat].items()
        ]
