"""The doors that there are, and those that are set up here."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from kapea.channels.channel import Channel
from kapea.channels.delivery import Delivery
from kapea.channels.door_loop import DoorLoops
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose


@dataclass(frozen=True, slots=True)
class DoorKind:
    """A door by which people write. `made_by`: its class, read in only where the door is there: what it needs
    is megabytes. `needed`: the settings without which it is not.
    """

    made_by: str
    needed: tuple[str, ...]


KINDS = {
    "telegram": DoorKind("kapea.channels.telegram.bot.TelegramBot", ("KAPEA_TELEGRAM_TOKEN",)),
    "whatsapp": DoorKind(
        "kapea.channels.whatsapp.number.WhatsAppNumber",
        ("KAPEA_META_APP_SECRET", "KAPEA_WHATSAPP_TOKEN", "KAPEA_WHATSAPP_NUMBER_ID"),
    ),
    "messenger": DoorKind(
        "kapea.channels.messenger.page.MessengerPage", ("KAPEA_META_APP_SECRET", "KAPEA_MESSENGER_TOKEN")
    ),
    "kannel": DoorKind(
        "kapea.channels.sms.kannel.KannelGateway", ("KAPEA_KANNEL_NUMBER", "KAPEA_KANNEL_PASSWORD")
    ),
    "android": DoorKind(
        "kapea.channels.sms.android.AndroidGateway", ("KAPEA_ANDROID_ADDRESS", "KAPEA_ANDROID_PASSWORD")
    ),
}
"""Every door by its name: that of its settings (KAPEA_<NAME>_…) and of its page in docs/doors."""


@cache
def channels() -> dict[str, Channel]:
    """The doors that are set up here."""
    return {name: _made(name, kind) for name, kind in KINDS.items() if not settings_missing(name)}


def settings_missing(door: str) -> list[str]:
    """The settings that a door still needs."""
    return [name for name in KINDS[door].needed if not _setting(door, name)]


def pack_setting(door: str) -> str:
    """The setting that says which pack a door speaks for."""
    return f"KAPEA_{door.upper()}_PACK"


def _setting(door: str, name: str) -> str:
    """What an operator wrote, empty for nothing. A name that nobody could set is a fault of ours."""
    if not hasattr(settings, name):
        raise ImproperlyConfigured(f"The door {door} asks for {name}: config/settings.py has no such setting")
    value: str = getattr(settings, name)
    return value


def _made(name: str, kind: DoorKind) -> Channel:
    pack = _setting(name, pack_setting(name)) or settings.KAPEA_PACKS[0]
    made: Channel = import_string(kind.made_by).from_settings(pack, webhook_secret(name))
    return made


@cache
def door_loops() -> DoorLoops:
    """What sends their replies from this process."""
    return DoorLoops(Delivery(channels()))


def webhook_secret(door: str) -> str:
    """What a provider says to show that it is who it is: made of our secret, so nobody has to choose one."""
    return urlsafe_b64encode(derive(settings.SECRET_KEY, Purpose.WEBHOOK, door.encode())).decode().rstrip("=")
