"""The screens of the way back as messages of a chat, or as one text message with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from kapea.core.care.way_back_screens import CodeLine, CodeScreen
from kapea.core.dialogue.look import look
from kapea.core.dialogue.numbered_input import HELP_KEY
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.core.doors.chat import ANYTIME, CODE, MOVE, MOVE_WORDS, ChatButton, ChatMessage
from kapea.core.doors.limits import Door, fits, pages
from kapea.core.doors.render import contact_said, text_said
from kapea.core.present.dates import in_words

LEAVES = ("stop",)
"""Under what a code opened: the message goes, and no other screen may stand in its place when it does."""
IN_A_ROW = 3
"""Buttons beside each other, where a door has rows of them."""


def code_messages(
    world: World, screen: CodeScreen, language: str, door: Door, *, at: datetime
) -> tuple[ChatMessage, ...]:
    """A screen as its door shows it: what is said, who can help, what can be chosen."""
    said = list(_lines(world, screen.lines, language, door))
    after = list(_lines(world, screen.after, language, door))
    people = list(_people(world, language, door, at))
    if door.numbered:
        texts = _as_texts(world, screen, language, door, said, people, after)
        return tuple(ChatMessage(each) for each in texts)
    bodies = ["\n".join(each) for each in pages([*said, *people, *after], door, language)]
    rows = _rows(world, screen, language, door)
    return (*(ChatMessage(body) for body in bodies[:-1]), ChatMessage(bodies[-1], rows))


def choice_of_number(screen: CodeScreen, words: str) -> str:
    """The choice that a number means; empty for what is none."""
    said = words.strip()
    keys = [key for key, _ in screen.choices]
    return keys[int(said) - 1] if said.isdecimal() and 1 <= int(said[:3]) <= len(keys) else ""


def _lines(world: World, lines: Sequence[CodeLine], language: str, door: Door) -> Iterator[str]:
    for line in lines:
        words = text_said(world.release, line.text, language, door)
        yield f"{in_words(line.on.isoformat(), language)}: {words}" if line.on is not None else words


def _people(world: World, language: str, door: Door, at: datetime) -> Iterator[str]:
    view = look(world, begin(world, language), at=at)
    yield from (contact_said(world.release, each, language, door) for each in view.contacts)


def _rows(world: World, screen: CodeScreen, language: str, door: Door) -> tuple[tuple[ChatButton, ...], ...]:
    buttons = [
        ChatButton(text_said(world.release, text, language, door), f"{CODE}{key}")
        for key, text in screen.choices
    ]
    beside = 1 if screen.opened else IN_A_ROW
    rows = [tuple(buttons[n : n + beside]) for n in range(0, len(buttons), beside)]
    moves = [
        ChatButton(text_said(world.release, MOVE_WORDS[name], language, door), f"{MOVE}{name}")
        for name in (LEAVES if screen.opened else ANYTIME)
    ]
    return (*rows, tuple(moves))


def _as_texts(
    world: World,
    screen: CodeScreen,
    language: str,
    door: Door,
    said: list[str],
    people: list[str],
    after: list[str],
) -> tuple[str, ...]:
    """One text message, with as many people as it has room for, one of them always; a second where what is
    said under them has no room.
    """
    release = world.release
    choices = [
        f"{n} {text_said(release, text, language, door)}" for n, (_, text) in enumerate(screen.choices, 1)
    ]
    keys = f"{HELP_KEY} {text_said(release, 'word.help', language, door)}"
    for most in range(len(people), 0, -1):
        one = "\n".join((*said, *people[:most], *after, *choices, keys))
        if fits(one, door, language):
            return (one,)
    return ("\n".join((*said, *people[:1], *choices, keys)), *(("\n".join(after),) if after else ()))
