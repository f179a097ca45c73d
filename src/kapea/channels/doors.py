"""The doors that are set up here, out of the settings: each by its name. What a door needs is read in only
where it is there: it is megabytes.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings

from kapea.channels.channel import Channel
from kapea.channels.delivery import Delivery
from kapea.content.queries import worlds
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose


@cache
def channels() -> dict[str, Channel]:
    """Every door with what it needs; a door without is not there."""
    made: list[Channel] = []
    if settings.KAPEA_TELEGRAM_TOKEN:
        from kapea.channels.telegram.bot import TelegramBot

        pack = settings.KAPEA_TELEGRAM_PACK or settings.KAPEA_PACKS[0]
        secret, base = webhook_secret("telegram"), settings.KAPEA_TELEGRAM_API
        made.append(TelegramBot(settings.KAPEA_TELEGRAM_TOKEN, secret, pack, base))
    signed = bool(settings.KAPEA_META_APP_SECRET)  # unsigned, anybody could bring messages
    if signed and settings.KAPEA_WHATSAPP_TOKEN and settings.KAPEA_WHATSAPP_NUMBER_ID:
        from kapea.channels.whatsapp.number import WhatsAppNumber

        made.append(
            WhatsAppNumber(
                settings.KAPEA_WHATSAPP_NUMBER_ID,
                settings.KAPEA_WHATSAPP_TOKEN,
                settings.KAPEA_META_APP_SECRET,
                webhook_secret("whatsapp"),
                settings.KAPEA_WHATSAPP_PACK or settings.KAPEA_PACKS[0],
                settings.KAPEA_META_API,
            )
        )
    if signed and settings.KAPEA_MESSENGER_TOKEN:
        from kapea.channels.messenger.page import MessengerPage

        made.append(
            MessengerPage(
                settings.KAPEA_MESSENGER_TOKEN,
                settings.KAPEA_META_APP_SECRET,
                webhook_secret("messenger"),
                settings.KAPEA_MESSENGER_PACK or settings.KAPEA_PACKS[0],
                settings.KAPEA_META_API,
            )
        )
    return {channel.name: channel for channel in (*made, *_text_doors())}


def _text_doors() -> Iterator[Channel]:
    """Text messages, by Kannel or by a phone."""
    if settings.KAPEA_KANNEL_PASSWORD and settings.KAPEA_KANNEL_NUMBER:
        from kapea.channels.sms.kannel import KannelGateway

        yield KannelGateway(
            settings.KAPEA_KANNEL_SEND,
            settings.KAPEA_KANNEL_USER,
            settings.KAPEA_KANNEL_PASSWORD,
            settings.KAPEA_KANNEL_NUMBER,
            webhook_secret("kannel"),
            settings.KAPEA_KANNEL_OURS,
            *_pack_and_region(settings.KAPEA_KANNEL_PACK),
        )
    if settings.KAPEA_ANDROID_ADDRESS and settings.KAPEA_ANDROID_PASSWORD:
        from kapea.channels.sms.android import AndroidGateway

        yield AndroidGateway(
            settings.KAPEA_ANDROID_ADDRESS,
            settings.KAPEA_ANDROID_USER,
            settings.KAPEA_ANDROID_PASSWORD,
            webhook_secret("android"),
            *_pack_and_region(settings.KAPEA_ANDROID_PACK),
        )


def _pack_and_region(named: str) -> tuple[str, Callable[[], str]]:
    """A door's pack, and the country whose numbers come without their code: known once the pack is live."""
    pack = named or settings.KAPEA_PACKS[0]
    return pack, lambda: worlds.live(pack).release.country


@cache
def delivery() -> Delivery:
    """What sends their replies from this process."""
    return Delivery(channels())


def webhook_secret(door: str) -> str:
    """What a provider says to show that it is who it is: made of our secret, so nobody has to choose one."""
    return urlsafe_b64encode(derive(settings.SECRET_KEY, Purpose.WEBHOOK, door.encode())).decode().rstrip("=")
