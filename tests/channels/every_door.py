"""All doors, set up with a fake of each provider, and a kind of phone for each. A new door is one small class
more in `phones`, and a line in each table here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from tests.channels import fake_meta, fake_telegram
from tests.channels.fake_meta import NUMBER_ID, FakeMeta
from tests.channels.fake_telegram import FakeTelegram
from tests.channels.fake_texts import FakeAndroid, FakeKannel, FakeNetwork
from tests.channels.loopback import Loopback
from tests.channels.meta_phones import (
    APP_SECRET,
    MessengerPhone,
    MetaPhone,
    WhatsAppNumberPhone,
    WhatsAppPhone,
)
from tests.channels.phones import AnyPhone, Clock, TelegramPhone
from tests.channels.text_phones import AndroidPhone, KannelPhone, settings_of_network

from kapea.channels.sms import android

PHONES: tuple[type[AnyPhone], ...] = (
    TelegramPhone,
    WhatsAppPhone,
    WhatsAppNumberPhone,
    MessengerPhone,
    KannelPhone,
    AndroidPhone,
)
"""A class for each kind of phone. Everything that is proved of every door walks over these."""


def settings_of(provider: Loopback) -> dict[str, str]:
    """How an operator sets up the doors whose provider is a fake."""
    if isinstance(provider, FakeTelegram):
        return {"KAPEA_TELEGRAM_TOKEN": fake_telegram.TOKEN, "KAPEA_TELEGRAM_API": provider.address}
    if isinstance(provider, FakeNetwork):
        return settings_of_network(provider)
    return {
        "KAPEA_META_APP_SECRET": APP_SECRET,
        "KAPEA_META_API": provider.address,
        "KAPEA_WHATSAPP_TOKEN": fake_meta.TOKEN,
        "KAPEA_WHATSAPP_NUMBER_ID": NUMBER_ID,
        "KAPEA_MESSENGER_TOKEN": fake_meta.TOKEN,
    }


PROVIDERS: Mapping[type[AnyPhone], Callable[[], Loopback]] = {
    TelegramPhone: FakeTelegram,
    MetaPhone: FakeMeta,
    KannelPhone: FakeKannel,
    AndroidPhone: FakeAndroid,
}
"""The fake behind each kind of phone, or behind all that descend from it."""


class Site:
    """Our site, called as a server calls it. Django's own client keeps something of each of its requests."""

    def __init__(self) -> None:
        from django.core.handlers.base import BaseHandler
        from django.test import RequestFactory

        self._requests, self._handler = RequestFactory(SERVER_NAME="localhost"), BaseHandler()
        self._handler.load_middleware()

    def post(self, path: str, body: bytes, **more: Any) -> Any:
        return self._handler.get_response(self._requests.post(path, body, **more))


class EveryDoor:
    """All doors, set up with a fake of each provider and Cambodia live. `stop` takes them away."""

    def __init__(self, settings: Any, clock: Clock) -> None:
        """`settings`: Django's, or what stands for them in a test."""
        self.clock = clock
        self._fakes = {kind: make() for kind, make in PROVIDERS.items()}
        settings.KAPEA_PACKS = ["cambodia"]
        for name, value in chain.from_iterable(settings_of(p).items() for p in self._fakes.values()):
            setattr(settings, name, value)
        self._real_time, android.time = android.time, clock  # it asks when a call was signed
        forget_doors()

    def phone(self, kind: type[AnyPhone], number: int = 1, called: str = "A") -> Any:
        """A phone of a kind, as `number` of all people."""
        fake = next(fake for base, fake in self._fakes.items() if issubclass(kind, base))
        return kind(fake, self.clock, number, called)

    def begins_anew(self, at: datetime) -> None:
        """As if nobody had ever written: no phone shows anything, nothing is kept."""
        from kapea.guide.models import Conversation
        from kapea.outbox.models import ClaimedMessage, QueuedReply, StandingMessage, WritingPace

        for model in (Conversation, ClaimedMessage, QueuedReply, StandingMessage, WritingPace):
            model.objects.all().delete()
        self.clock.at = at
        self.phones_are_empty()

    def phones_are_empty(self) -> None:
        for fake in self.fakes:
            fake.failing = ""
            fake.forget()

    @property
    def fakes(self) -> list[Loopback]:
        return list(self._fakes.values())

    def stop(self) -> None:
        for fake in self._fakes.values():
            fake.stop()
        android.time = self._real_time
        forget_doors()


def forget_doors() -> None:
    """Doors and their delivery are made anew, out of the settings of now."""
    from kapea.channels import doors

    doors.channels.cache_clear()
    doors.door_loops.cache_clear()
