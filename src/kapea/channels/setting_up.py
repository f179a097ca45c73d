"""Setting a door up and trying it: what every door has of it, and where each door's own part is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol

from kapea.channels.channel import Channel

CODE = re.compile(r"[a-z][0-9]{1,4}")
"""What a link may carry, so that one sees which poster it was on: too short to be a word."""
META = (
    "Write from a phone of each network here: is it free, and does it work without credit?",
    "Look at the lock screen of a phone that is written to, and at the list of chats: what shows?",
)
BY_HAND: Mapping[str, tuple[str, ...]] = {
    "telegram": (
        "Write to the bot from a phone in this country: Telegram is shut in some, and in exam weeks.",
        "Add the bot to a group: it has to say nothing.",
        "Look at the lock screen of a phone that is written to, and at the list of chats: what shows?",
        "Block the bot and write again later: nothing may have come meanwhile.",
        "Search for the name of the bot: is there another that looks like it?",
    ),
    "whatsapp": (
        "Write from an account with a user name and no number: does an answer come?",
        "Look at the bill after a day of trying: what does an answer cost in this country?",
        "Is the app subscribed to the account (POST /<account>/subscribed_apps)? No message comes without.",
        "Stop the server for ten minutes and write: the message has to be answered afterwards, once.",
        "Block the number and write again later: nothing may have come meanwhile.",
        *META,
    ),
    "messenger": (
        "Write from an account that has no role on the app: is it answered? Not before Meta's review.",
        "Find the longest screen: does it come whole? Meta says 2,000 characters; we send 1,000.",
        "Open the chat in Messenger Lite and on a computer: are there buttons? Numbers have to work.",
        "Stop the server for ten minutes and write: the message has to be answered afterwards, once.",
        *META,
    ),
    "sms": (
        "Send from a phone of each network to the number, and answer: both ways, or one only?",
        "What does a text cost the person, with each network? Is it free where that was promised?",
        "Read a Khmer or Nepali screen on an old phone: are there letters, and in order?",
        "Send a text of three parts: do they come joined, in order?",
        "Where a phone is the gateway: leave it for a day. Does it still send, with this Android?",
    ),
    "voice": (
        "Call from a phone of each network: is it free where that was promised?",
        "Press each key while a prompt speaks, from an old phone and by each trunk: does it count?",
        "Press 0: does a person answer, and what happens where nobody does?",
        "Hang up in the midst, and call again.",
        "Look at the bill and at the list of calls of that phone: what shows?",
    ),
}
"""What nobody can be sure of from a desk: to be tried by a person before a door is told of (a line each)."""


class NotDone(RuntimeError):
    """A provider refused; the message says what, and how to mend it."""


def is_neutral_code(code: str) -> bool:
    """Whether a link may carry it: it tells nothing to whoever reads the link."""
    return CODE.fullmatch(code) is not None


class DoorTrial(Protocol):
    """What a door's folder has for its operator; everything may raise NotDone."""

    def tried(self) -> Iterator[str]:
        """What its provider says of us, a line each."""

    def link(self, code: str) -> str:
        """The address by which somebody begins, with a code that says nothing."""


TRIALS = {
    "telegram": "telegram.setting_up:TelegramTrial",
    "whatsapp": "whatsapp.setting_up:WhatsAppTrial",
    "messenger": "messenger.setting_up:MessengerTrial",
}
"""By door: the module in this room, and the trial in it. A door without has no provider that can be asked."""


def trial_of(channel: Channel) -> DoorTrial | None:
    """The trial of a door that is set up; None for one that has nobody to ask."""
    if channel.name not in TRIALS:
        return None
    module, _, name = TRIALS[channel.name].partition(":")
    made: DoorTrial = getattr(import_module(f"kapea.channels.{module}"), name)(channel)
    return made
