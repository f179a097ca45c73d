"""What holds of setting up any door: codes of links, and what a person has to try by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

CODE = re.compile(r"[a-z][0-9]{1,4}")
"""What a link may carry, so that one sees which poster it was on: too short to be a word."""
META = (
    "Write from a phone of each network here: is it free, and does it work without credit?",
    "Look at the lock screen of a phone that is written to, and at the list of chats: what shows?",
)
TEXTS = (
    "Send from a phone of each network to the number, and answer: both ways, or one only?",
    "What does a text cost the person, with each network? Is it free where that was promised?",
    "Read a Khmer or Nepali screen on an old phone: are there letters, and in order?",
    "Ask for a screen of three parts: do they come joined, in order?",
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
    "kannel": (
        *TEXTS,
        "Stop the server for ten minutes and send: the text has to be answered afterwards, once.",
    ),
    "android": (
        *TEXTS,
        "Leave the phone for a day: does it still take and send, with this Android and this SIM?",
        "Look at the phone itself: is it locked, and is RCS off?",
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


def is_neutral_code(code: str) -> bool:
    """Whether a link may carry it: it tells nothing to whoever reads the link."""
    return CODE.fullmatch(code) is not None
