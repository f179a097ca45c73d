"""A bot on loopback, a phone that writes to it, and the Cambodia pack live."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.channels.fake_telegram import TOKEN, FakeTelegram
from tests.live import live_world

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.web.doors import views

CHAT = 4_500_000_000_000_001


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.stop()


class Phone:
    """Somebody in a chat with the bot: what they write and tap, and what stands in their chat."""

    def __init__(self, telegram: FakeTelegram, at: datetime, chat: int = CHAT) -> None:
        self.telegram, self.at, self.chat = telegram, at, chat
        self.delivery = Delivery(doors.channels(), now=lambda: self.at, clock=lambda: self.at.timestamp())
        self._client, self._next = Client(), 0

    # --- what comes to us -----------------------------------------------------------------

    def brings(self, update: dict[str, Any], secret: str | None = None) -> int:
        """An update as Telegram brings it; the status it is answered with."""
        secret = doors.webhook_secret("telegram") if secret is None else secret
        reply = self._client.post(
            "/d/telegram",
            json.dumps(update),
            content_type="application/json",
            headers={"X-Telegram-Bot-Api-Secret-Token": secret},
        )
        assert reply.content == b"", "a body would be taken for a call"
        return reply.status_code

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        """The update of something written just now."""
        self._next += 1
        chat = {"id": self.chat, "type": "private", "first_name": "A"}
        sender = {"id": self.chat, "is_bot": False, "first_name": "A", "language_code": "en"}
        message = {"message_id": self._next, "from": sender, "chat": chat, "text": text}
        return {
            "update_id": 500 + self._next,
            "message": message | {"date": int(self.at.timestamp())} | more,
        }

    def tap_on(self, label: str) -> dict[str, Any]:
        """The update of a button tapped under the newest message that has it."""
        id, data = next(
            (id, button["callback_data"])
            for id, shown in reversed(self.telegram.chats[self.chat].items())
            for button in buttons_of(shown)
            if button["text"] == label
        )
        self._next += 1
        told = self.message("")["message"] | {"message_id": id}
        query = {"id": f"{self._next}", "from": told["from"], "message": told, "data": data}
        return {"update_id": 500 + self._next, "callback_query": query | {"chat_instance": "1"}}

    def writes(self, text: str) -> str:
        assert self.brings(self.message(text)) == 200
        return self.reads()

    def taps(self, label: str) -> str:
        assert self.brings(self.tap_on(label)) == 200
        return self.reads()

    # --- what stands in the chat ------------------------------------------------------------

    def reads(self) -> str:
        """All that waits is sent; the newest message as it stands, its buttons in brackets."""
        while self.delivery.round():
            pass
        return as_shown(self.shown[-1]) if self.shown else ""

    @property
    def shown(self) -> list[dict[str, Any]]:
        return list(self.telegram.chats[self.chat].values())

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)


def buttons_of(message: dict[str, Any]) -> list[dict[str, str]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def as_shown(message: dict[str, Any]) -> str:
    return "\n".join(
        [message["text"].replace("\u200b", ""), *(f"[{b['text']}]" for b in buttons_of(message))]
    )


@pytest.fixture
def bot(db, telegram, cambodia, settings, at, monkeypatch) -> Iterator[FakeTelegram]:
    """The Telegram door, set up, with Cambodia live."""
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = ["cambodia"]
    settings.KAPEA_TELEGRAM_TOKEN, settings.KAPEA_TELEGRAM_API = TOKEN, telegram.address
    doors.channels.cache_clear()
    doors.delivery.cache_clear()
    live_world(cambodia.release)
    yield telegram
    worlds.clear()
    doors.channels.cache_clear()
    doors.delivery.cache_clear()


@pytest.fixture
def phone(bot, at, monkeypatch) -> Phone:
    made = Phone(bot, at)
    monkeypatch.setattr(views.time, "time", lambda: made.at.timestamp())
    return made
