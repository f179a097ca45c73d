"""What an operator asks of the text message doors: to be set up, and whether they work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kapea.channels.calling import UNHEARD, UNREACHED
from kapea.channels.channel import NotDone, address_at
from kapea.channels.setting_up import RESTART

PhoneCall = Callable[[str, str, Mapping[str, Any] | None], int]
"""Calls the app on the phone: method, path, what is given; the status it answers with."""
NO_LINK = "Text messages have no link that works on every phone: print the number."
TO_TRY: tuple[str, ...] = (
    "Send from a phone of each network to the number, and answer: both ways, or one only?",
    "What does a text cost the person, with each network? Is it free where that was promised?",
    "Read a Khmer or Nepali screen on an old phone: are there letters, and in order?",
    "Ask for a screen of three parts: do they come joined, in order?",
    RESTART,
)
OF_THE_PHONE = (
    "Leave the phone for a day: does it still take and send, with this Android and this SIM?",
    "Look at the phone itself: is it locked, and is RCS off?",
)
NOBODYS_MESSAGE = "kapea-asks-whether-it-is-heard"


def tried_kannel(status: int) -> Iterator[str]:
    """What it tells that Kannel answered this to a message for nobody. Raises NotDone."""
    if status in (UNREACHED, UNHEARD):
        raise NotDone("Nothing answers where Kannel should be. Is smsbox running? KAPEA_KANNEL_SEND")
    if status in (401, 403):
        raise NotDone("Kannel does not know our name and word: KAPEA_KANNEL_USER, KAPEA_KANNEL_PASSWORD")
    yield f"Kannel is there and takes messages of ours (it answered {status} to one for nobody)"
    yield "It brings messages to our address with our word: see whether one comes, write from a phone"


def tried_android(call: PhoneCall) -> Iterator[str]:
    """Asks the phone for a message that does not exist. Raises NotDone."""
    status = call("GET", f"messages/{NOBODYS_MESSAGE}", None)
    _answered(status)
    yield "The phone is there and knows us"


def set_up_android(call: PhoneCall, site: str, events: Sequence[str], signing_key: str) -> Iterator[str]:
    """Tells the app where to bring messages, and of what to tell. Raises NotDone."""
    for event in events:
        name, url = f"kapea-{event.replace(':', '-')}", address_at(site, "android")
        _answered(call("POST", "webhooks", {"id": name, "url": url, "event": event}), (200, 201))
        yield f"The phone tells us: {event}"
    yield f"Type this as the signing key of webhooks in the app: {signing_key}"


def _answered(status: int, good: tuple[int, ...] = (200, 404)) -> None:
    if status in (UNREACHED, UNHEARD):
        raise NotDone("The phone is not reached: is its server on? Is KAPEA_ANDROID_ADDRESS right?")
    if status in (401, 403):
        raise NotDone("The phone does not know us: KAPEA_ANDROID_USER, KAPEA_ANDROID_PASSWORD")
    if status not in good:
        raise NotDone(f"The phone refused it ({status})")
