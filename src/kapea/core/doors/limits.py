"""What each door can carry, and how a view becomes messages: paged between texts, never inside one.

The unit that must fit is a single line (see render.py). Limits are the providers' own; the pace of speech is
ours, and calm.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kapea.core.doors.sms_text import sms_parts
from kapea.core.languages.speech import speech_seconds

LABEL = 20
"""Characters of a button that every chat door shows whole."""

SMS_PARTS = 3
"""Parts of one message: more at once is dear, and old phones show them out of order."""

PROMPT_SECONDS = 15
MESSAGE_FORMS = ("chat", "sms")
"""Forms of a text that are written to a phone; other doors are read on a page or heard."""


@dataclass(frozen=True, slots=True)
class Door:
    """A door's limits. `size` measures a text in the door's own unit; `body` is the most of it (0: any).

    `numbered`: answers are numbers that are typed or pressed; elsewhere they are tapped.
    """

    name: str
    body: int
    choices: int
    """Answers on one page, beside `more`, the moves and another language; 0: any number."""
    label: int
    """Characters of one answer; 0: any."""
    size: Callable[[str, str], int]
    numbered: bool = False
    form: str = ""
    """The form of a text that this door says, where a text has it."""
    shows_keys: bool = False
    """Every message ends with the keys that always work."""


def characters(text: str, language: str) -> int:
    """UTF-16 units, as chat providers count; break marks are sent, so they count."""
    return len(text.encode("utf-16-le")) // 2


def parts_of_sms(text: str, language: str) -> int:
    """Parts it is sent and paid in, by whichever alphabet it needs."""
    return sms_parts(text)


def voice_units(text: str, language: str) -> int:
    """Milliseconds a calm voice needs."""
    return round(speech_seconds(text, language) * 1000)


WEB = Door("web", 0, 0, 0, characters)
TERMINAL = Door("terminal", 0, 0, 0, characters, numbered=True)
TELEGRAM = Door("telegram", 4096, 0, 0, characters, form="chat")
WHATSAPP = Door("whatsapp", 1024, 5, LABEL, characters, form="chat")
"""A list has ten rows in all."""
MESSENGER = Door("messenger", 1000, 8, LABEL, characters, form="chat")
"""Thirteen quick replies in all."""
SMS = Door("sms", SMS_PARTS, 0, LABEL, parts_of_sms, numbered=True, form="sms", shows_keys=True)
VOICE = Door("voice", PROMPT_SECONDS * 1000, 3, 0, voice_units, numbered=True, form="call")
DOORS = (WEB, TERMINAL, TELEGRAM, WHATSAPP, MESSENGER, SMS, VOICE)
MESSAGE_DOORS = tuple(door for door in DOORS if door.form in MESSAGE_FORMS)
"""Those that send messages: each is shown by `kapea talk --door`, and tried with every page."""


def fits(text: str, door: Door, language: str) -> bool:
    """Whether one text can stand in one message of a door."""
    return door.body == 0 or door.size(text, language) <= door.body


def pages(texts: Sequence[str], door: Door, language: str) -> tuple[tuple[str, ...], ...]:
    """The texts of a view as messages, in order, each as full as can be. No text is cut or dropped."""
    out: list[tuple[str, ...]] = []
    for text in texts:
        joined = (*out[-1], text) if out else ()
        if joined and fits("\n".join(joined), door, language):
            out[-1] = joined
        else:
            out.append((text,))
    return tuple(out)


def choice_pages(keys: Sequence[str], door: Door) -> tuple[tuple[str, ...], ...]:
    """The answers of a view by page; where there are several, each has room left for `more`."""
    if door.choices == 0 or not keys:
        return (tuple(keys),) if keys else ()
    return tuple(tuple(keys[n : n + door.choices]) for n in range(0, len(keys), door.choices))
