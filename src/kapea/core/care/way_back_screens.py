"""The way back at doors that have no page: what is asked, what an answer means, what is said then. Pure.

Every door shows these screens in its own way, and none adds to them. Until two pictures were chosen no screen
hangs on what was typed; nothing here knows a code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kapea.core.care.referral_codes import ChildSays, ReferralNews
from kapea.core.care.way_in import SIGNS, SIGNS_CHOSEN, LeftNews


class CodeAtDoor(Enum):
    """What a return code does at a door."""

    OPENS = "opens"
    """With its two pictures it opens what is addressed to its holder."""
    ASKS_ONLY = "asks_only"
    """It opens nothing: what is written here stays on the phone, and whoever reads it later had both the code
    and the pictures. It is said who can talk, and the code can be thrown away."""


CODE_AT: Mapping[str, CodeAtDoor] = {
    "web": CodeAtDoor.OPENS,
    "terminal": CodeAtDoor.OPENS,
    "telegram": CodeAtDoor.OPENS,
    "voice": CodeAtDoor.OPENS,
    "whatsapp": CodeAtDoor.ASKS_ONLY,
    "messenger": CodeAtDoor.ASKS_ONLY,
    "sms": CodeAtDoor.ASKS_ONLY,
}
"""By the name of a door. Telegram takes messages out of a chat when we ask; pictures are tapped there, and a
tap leaves no words. In a call nothing is written."""
TAKES_OUT = ("telegram",)
"""Where the message with the code is taken out of the chat at once, and what was opened a little later."""
FEWEST_DIGITS, MOST_DIGITS = 15, 17
"""What may be a code, or one with a figure too few or too many. No telephone number is as long."""
YES, NOT_NOW, THROW = "yes", "not-now", "throw"
NO_CALLS, ALL_BACK, CLOSE = "no-calls", "all-back", "close"
QUESTION, PICK, ONE_MORE = "word.way-back-ask", "word.way-back-pick", "word.way-back-second"
SLOW = "word.slow-down"
CHOICE_WORDS: Mapping[str, str] = {
    YES: "word.way-back-yes",
    NOT_NOW: "word.way-back-not-now",
    THROW: "word.way-back-throw",
    NO_CALLS: "word.way-no-calls",
    ALL_BACK: "word.way-all-back",
    CLOSE: "word.way-back-close",
    **{each: f"word.sign-{each}" for each in SIGNS},
}
BETWEEN = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"})


class CodeStep(Enum):
    """How far somebody has come."""

    ASKED = "asked"
    OPENED = "opened"
    """They chose the two right pictures."""


@dataclass(frozen=True, slots=True)
class HeldCode:
    """What a door remembers between two messages, or two keys: nothing else does."""

    digits: str = field(repr=False)
    step: CodeStep = CodeStep.ASKED
    first: str = field(default="", repr=False)
    """The picture that was chosen, while the second is not."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line: the id of its words; the day of news; a worker's own words, where the door may carry them."""

    text: str
    on: date | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class CodeScreen:
    """What a door shows. `choices`: keys, and the ids of their words. `opened`: it shows the holder's own,
    so it goes from a chat by itself. `after`: said under whoever can help.
    """

    lines: tuple[CodeLine, ...]
    choices: tuple[tuple[str, str], ...] = ()
    after: tuple[CodeLine, ...] = ()
    opened: bool = False


class CodeDeed(Enum):
    """What an answer to the question asks for."""

    NOTHING = "nothing"
    CHOOSE = "choose"
    """One picture; the other is still to be chosen."""
    OPEN = "open"
    NOT_NOW = "not_now"
    THROW = "throw"


_SLOW_DEEDS = (CodeDeed.OPEN, CodeDeed.NOT_NOW, CodeDeed.THROW)


def has_shape_of_code(words: str) -> bool:
    """Whether words are figures alone, of any script, about as many as a code has. Right or wrong, each such
    message is met alike.
    """
    signs = [each for each in words if unicodedata.category(each) not in BETWEEN and each not in "_."]
    return FEWEST_DIGITS <= len(signs) <= MOST_DIGITS and all(
        unicodedata.decimal(each, None) is not None for each in signs
    )


def opens_at(door: str) -> bool:
    """Whether a code opens anything at a door. Raises KeyError for a door of which nobody decided."""
    return CODE_AT[door] is CodeAtDoor.OPENS


def question_screen(door: str, first: str = "") -> CodeScreen:
    """The second question. The same for whatever was typed: nothing has been looked up. All twelve pictures
    stay: which one was chosen first is not to be seen.
    """
    took = (CodeLine("word.way-back-took"),) if door in TAKES_OUT else ()
    if not opens_at(door):
        return CodeScreen((CodeLine(QUESTION),), named_choices(YES, NOT_NOW, THROW))
    lines = (CodeLine(QUESTION), CodeLine(ONE_MORE if first else PICK))
    return CodeScreen(lines, named_choices(*SIGNS, NOT_NOW, THROW), after=took)


def rest_screen(door: str) -> CodeScreen:
    """Who can talk now: said to all that does not open."""
    stays = () if opens_at(door) else (CodeLine("word.way-back-elsewhere"), CodeLine("word.way-back-stays"))
    later = (CodeLine("word.way-back-later"),) if opens_at(door) else ()
    return CodeScreen((CodeLine("word.way-back-people"),), after=(*stays, *later))


def deed_of(held: HeldCode, choice: str, door: str) -> CodeDeed:
    """What an answer to the question asks for; nothing for what it does not offer."""
    if choice not in dict(question_screen(door, held.first).choices) or held.step is not CodeStep.ASKED:
        return CodeDeed.NOTHING
    if choice in SIGNS:
        return CodeDeed.OPEN if held.first not in ("", choice) else CodeDeed.CHOOSE
    return {NOT_NOW: CodeDeed.NOT_NOW, THROW: CodeDeed.THROW}.get(choice, CodeDeed.NOTHING)


def is_slow_deed(held: HeldCode, choice: str, door: str) -> bool:
    """Whether an answer to the question has a code looked up, which costs as much as signing in."""
    return deed_of(held, choice, door) in _SLOW_DEEDS


def signs_chosen(held: HeldCode, choice: str) -> list[str]:
    """The two pictures, once the second was chosen."""
    chosen = [held.first, choice]
    assert len(chosen) == SIGNS_CHOSEN
    return chosen


def named_choices(*keys: str) -> tuple[tuple[str, str], ...]:
    """Choices with the ids of their words."""
    return tuple((key, CHOICE_WORDS[key]) for key in keys)


def code_texts() -> tuple[str, ...]:
    """The ids of all words that these screens may say, but for the days and words of workers."""
    screens = (question_screen("voice"), question_screen("voice", SIGNS[0]), rest_screen("voice"))
    lines = [line.text for each in screens for line in (*each.lines, *each.after)]
    choices = [text for each in screens for _, text in each.choices]
    news = [f"word.news-{each.value.replace('_', '-')}" for kind in (LeftNews, ReferralNews) for each in kind]
    says = [f"word.says-{each.value.replace('_', '-')}" for each in ChildSays]
    done = ("word.way-calls-stopped", "word.way-taken-back", "word.way-thrown", "word.way-sent")
    said = [words for key, words in CHOICE_WORDS.items() if key != YES]
    heard = ("word.news-answer-there", "word.says-stop", *said)
    return tuple(dict.fromkeys((*lines, *choices, *news, *says, *done, *heard)))
