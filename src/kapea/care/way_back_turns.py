"""What somebody answers at a door after they gave a return code, and what they see then: the same deeds as on
the page, for doors that show one screen after the other.

What opens a record is written down before it is seen, so nothing here may stand in a transaction of others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kapea.care import way_back
from kapea.care.news_sources import STOP, HeardNews, NewsLine, take_news_answer
from kapea.care.same_moment import at_same_moment
from kapea.care.way_back import HeldThread, heard_by, reopened_thread
from kapea.core.care.way_back_screens import (
    ALL_BACK,
    CLOSE,
    NO_CALLS,
    TAKES_OUT,
    THROW,
    CodeDeed,
    CodeLine,
    CodeScreen,
    CodeStep,
    HeldCode,
    deed_of,
    is_slow_deed,
    named_choices,
    question_screen,
    rest_screen,
    signs_chosen,
)
from kapea.core.care.way_in import CodeAlertKind
from kapea.core.pack.model import Release
from kapea.vault.return_codes import NoPepper

SAYS_WORDS = ("terminal",)
"""Doors by which a worker's own words are shown. In a chat they would lie with its provider; no call can say
what nobody recorded.
"""
HERE = "terminal"
SHOWS_MOST = 8
"""Lines of news at a time, the newest."""


@dataclass(frozen=True, slots=True)
class CodeTurn:
    """What is shown, and what is remembered; nothing once it is over."""

    screen: CodeScreen
    held: HeldCode | None = None


def take_choice(held: HeldCode, choice: str, door: str, release: Release, *, at: datetime) -> CodeTurn:
    """Does what an answer asks for. Where a code is looked up for it, that is the same slow work for any, and
    all ends at the end of a span of time. Raises PassphrasesBusy.
    """
    if held.step is CodeStep.ASKED and not is_slow_deed(held, choice, door):
        return _asked(held, choice, door, release, None, at)
    does = _opened if held.step is CodeStep.OPENED else _asked
    return at_same_moment(lambda: does(held, choice, door, release, _found(held, at), at))


def _found(held: HeldCode, at: datetime) -> HeldThread | None:
    try:
        return reopened_thread(held.digits, at=at)
    except NoPepper:
        return None


def _asked(
    held: HeldCode, choice: str, door: str, release: Release, found: HeldThread | None, at: datetime
) -> CodeTurn:
    match deed_of(held, choice, door):
        case CodeDeed.CHOOSE:
            return CodeTurn(question_screen(door, choice), replace(held, first=choice))
        case CodeDeed.OPEN:
            return _two_pictures(held, signs_chosen(held, choice), door, release, found, at)
        case CodeDeed.NOT_NOW if found is not None:
            way_back.warn(found, CodeAlertKind.NOT_NOW, at=at)
        case CodeDeed.THROW if found is not None:
            way_back.throw_found_away(found, at=at)
    return CodeTurn(rest_screen(door))


def _two_pictures(
    held: HeldCode,
    chosen: list[str],
    door: str,
    release: Release,
    found: HeldThread | None,
    at: datetime,
) -> CodeTurn:
    opened = way_back.opened_by_signs(found, chosen, at=at) if found is not None else None
    if opened is None:
        return CodeTurn(rest_screen(door))
    step = replace(held, step=CodeStep.OPENED, first="")
    return CodeTurn(heard_screen(heard_by(opened, release, at=at), door), step)


def _opened(
    held: HeldCode, choice: str, door: str, release: Release, found: HeldThread | None, at: datetime
) -> CodeTurn:
    """What the holder does. Nothing is asked twice: each can be done again from another door."""
    if found is None or choice == CLOSE:
        return CodeTurn(rest_screen(door))
    if choice == THROW:
        way_back.throw_found_away(found, at=at)
        return CodeTurn(replace(rest_screen(door), lines=(CodeLine("word.way-thrown"),)))
    says = _done(choice, found, release, at)
    return CodeTurn(heard_screen(heard_by(found, release, at=at), door, says), held)


def _done(choice: str, found: HeldThread, release: Release, at: datetime) -> str:
    """Does it; the id of the word for it. Empty where it was nothing that can be done."""
    if choice == NO_CALLS:
        way_back.withdraw_calls(found, at=at)
        return "word.way-calls-stopped"
    if choice == ALL_BACK:
        way_back.withdraw_all(found, at=at)
        return "word.way-taken-back"
    for key, block, code in answers_heard(heard_by(found, release, at=at)):
        if key == choice and take_news_answer(found.row.id, block.source, block.about, code, at=at):
            return "word.way-sent"
    return ""


# --- the screen of what is heard --------------------------------------------------------------


def heard_screen(heard: list[HeardNews], door: str, says: str = "") -> CodeScreen:
    """News in the words of the pack, the newest last, and what may be done. `says`: what was just done."""
    done = (CodeLine(says),) if says else ()
    lines = [_line(each, door) for block in heard for each in block.lines]
    answers = tuple((key, f"word.says-{code.replace('_', '-')}") for key, _, code in answers_heard(heard))
    closes = () if door == HERE else (CLOSE,)
    soon = (CodeLine("word.way-back-soon-gone"),) if door in TAKES_OUT else ()
    return CodeScreen(
        (*done, *lines[-SHOWS_MOST:]),
        (*answers, *named_choices(NO_CALLS, ALL_BACK, THROW, *closes)),
        after=soon,
        opened=True,
    )


def _line(news: NewsLine, door: str) -> CodeLine:
    if news.said and door not in SAYS_WORDS:
        return CodeLine("word.news-answer-there", news.on)
    return CodeLine(f"word.news-{news.word}", news.on, news.said)


def answers_heard(heard: list[HeardNews]) -> list[tuple[str, HeardNews, str]]:
    """What may be answered to news: a key that names no record, which news, and the code of the answer."""
    return [
        (f"{number}-{code}", block, code)
        for number, block in enumerate(heard)
        for code in ([str(each.value) for each in block.answers] + ([STOP] if block.may_stop else []))
    ]
