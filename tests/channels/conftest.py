"""A bot on loopback, a phone that writes to it, and the Cambodia pack live."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from tests import postgres
from tests.channels.every_door import EveryDoor, forget_doors
from tests.channels.fake_telegram import TOKEN, FakeTelegram, buttons_of
from tests.channels.phones import Clock, TelegramPhone
from tests.database_files import default_is
from tests.live import live_world
from tests.packs import AT

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.config import databases
from kapea.core.pack.model import Release
from kapea.web.doors import views


@pytest.fixture
def own_database(transactional_db, migrated_file, tmp_path, django_db_blocker) -> Iterator[Path]:
    """The database in files that can be read, and that threads share: on SQLite one of its own; on PostgreSQL
    all of the server. In which folder they are.
    """
    if connection.vendor == "postgresql":
        yield postgres.shared().folder
        return
    path = tmp_path / "database" / "kapea.sqlite3"
    path.parent.mkdir()
    shutil.copy(migrated_file, path)
    with django_db_blocker.unblock(), default_is(path):
        databases.be_patient({"default": connections.settings["default"]})  # a busy machine takes its time
        yield path.parent


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    fake = FakeTelegram()
    yield fake
    fake.stop()


class Phone:
    """Somebody in a chat with the bot: what they write and tap, and what stands in their chat."""

    def __init__(self, telegram: FakeTelegram, clock: Clock, number: int = 1) -> None:
        self.telegram, self.clock = telegram, clock
        self.person = TelegramPhone(telegram, clock, number)
        self.message, self.tap_on, self.chat = self.person.message, self.person.tap_on, self.person.chat
        self.delivery = Delivery(doors.channels(), now=self.clock.now, clock=self.clock.time)
        self._client = Client()

    @property
    def at(self) -> datetime:
        return self.clock.at

    @at.setter
    def at(self, at: datetime) -> None:
        self.clock.at = at

    # --- what comes to us -----------------------------------------------------------------

    def brings(self, update: dict[str, Any], secret: str | None = None) -> int:
        """An update as Telegram brings it; the status it is answered with."""
        reply = self.person.call(update, secret).answered(self._client)
        assert reply.content == b"", "a body would be taken for a call"
        return int(reply.status_code)

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
        return self.person.reads()

    @property
    def shown(self) -> list[dict[str, Any]]:
        return list(self.telegram.chats[self.chat].values())

    def later(self, **time: float) -> None:
        self.clock.passes(**time)


def as_shown(message: dict[str, Any]) -> str:
    return "\n".join(
        [message["text"].replace("\u200b", ""), *(f"[{b['text']}]" for b in buttons_of(message))]
    )


def all_doors(release: Release, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[EveryDoor]:
    """All doors, set up, with a release live, under one clock."""
    from kapea.content.queries import worlds

    made = EveryDoor(settings, Clock(AT))
    live_world(release)
    monkeypatch.setattr(views, "time", made.clock)
    yield made
    made.stop()
    worlds.clear()


@pytest.fixture
def every_door(transactional_db, cambodia, settings, monkeypatch) -> Iterator[EveryDoor]:
    yield from all_doors(cambodia.release, settings, monkeypatch)


@pytest.fixture
def bot(db, telegram, cambodia, settings, at, monkeypatch) -> Iterator[FakeTelegram]:
    """The Telegram door, set up, with Cambodia live."""
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = ["cambodia"]
    settings.KAPEA_TELEGRAM_TOKEN, settings.KAPEA_TELEGRAM_API = TOKEN, telegram.address
    forget_doors()
    live_world(cambodia.release)
    yield telegram
    worlds.clear()
    forget_doors()


@pytest.fixture
def phone(bot, at, monkeypatch) -> Phone:
    made = Phone(bot, Clock(at))
    monkeypatch.setattr(views, "time", made.clock)
    return made
