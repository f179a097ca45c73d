"""A view as the messages of a chat, with buttons that say for which screen they are.

Buttons stay in a chat for years. What one sends names the screen it belongs to, so an old one answers nothing
that stands there now; asking for help, or to stop, holds at any time.
"""

from __future__ import annotations

import msgspec

from kapea.core.dialogue.events import Answer, Move
from kapea.core.dialogue.once import AtPlace, Sent, place_mark
from kapea.core.dialogue.state import State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.doors.limits import Door, choice_pages, pages
from kapea.core.doors.numbered import numbered_greeting
from kapea.core.doors.render import button_said, lines_of, text_said
from kapea.core.present.contact import without_breaks

ANYTIME = ("help", "stop")
"""Moves that an old button may still make."""
HERE = ("back",)
"""Moves that belong to the screen they stand under: tapped twice, they are made once."""
MOVE_WORDS = {"help": "word.help", "back": "word.back", "stop": "word.leave"}
MOVE, ANSWER, PAGE, LANGUAGE, CODE = "!", ".", "+", "!language-", "="
MARK = 8
"""Letters of a mark, with which data begins that is of one screen."""
BEGIN = f"{MOVE}repeat"
"""What the button under a first, neutral message sends: the screen is shown."""


class ChatButton(msgspec.Struct, frozen=True):
    """What can be tapped: its words, and what it sends."""

    label: str
    data: str


def title_of(button: ChatButton, most: int) -> str:
    """What stands on a button, at most so many characters. Marks where a line may break would count as
    characters, so that a label which fits would be cut or refused; no button needs them.
    """
    return without_breaks(button.label)[:most]


class ChatMessage(msgspec.Struct, frozen=True):
    """One message: its words, and rows of buttons under it."""

    body: str
    rows: tuple[tuple[ChatButton, ...], ...] = ()


class Meant(msgspec.Struct, frozen=True):
    """What a button sent: an event, and which page of the answers is asked for. `code`: what was chosen where
    somebody gave a return code; the event is for where that is over.
    """

    event: Sent
    page: int = 0
    code: str = ""


def chat_messages(
    world: World, state: State, view: View, door: Door, *, page: int = 0
) -> tuple[ChatMessage, ...]:
    """The messages of a view; answers and moves stand under the last. Where a door has room for a few buttons
    only, the answers that have none stand on later pages, which say nothing again but the question; after the
    last page comes the first.
    """
    mark, language = place_mark(state), view.language
    offers = {offer.key: offer for offer in view.offers}
    paged = choice_pages(tuple(offers), door) or ((),)
    keys = paged[page % len(paged)]
    rows = [
        ChatButton(button_said(world.release, offers[key], language, door), f"{mark}{ANSWER}{key}")
        for key in keys
    ]
    if len(paged) > 1:
        rows.append(
            ChatButton(text_said(world.release, "word.more", language, door), f"{mark}{PAGE}{page + 1}")
        )
    bodies = pages(list(lines_of(world, view, door)), door, language) if page == 0 else ()
    said = ["\n".join(texts) for texts in bodies] or [_question(world, view, door)]
    last = ChatMessage(said[-1], (*((button,) for button in rows), _moves(world, view, mark, door)))
    return (*(ChatMessage(body) for body in said[:-1]), last)


def _question(world: World, view: View, door: Door) -> str:
    asked = view.ask.text if view.ask is not None else "word.choose-one"
    return text_said(world.release, asked, view.language, door)


def first_message(world: World, language: str, door: Door) -> tuple[ChatMessage, ...]:
    """What anybody may see who looks at the phone: a greeting, a button to begin, and the other languages;
    numbers, where nothing is tapped.
    """
    if door.numbered:
        return (ChatMessage(numbered_greeting(world, language, door)),)
    release = world.release
    others = tuple(language_button(world, code) for code in release.languages if code != language)
    begin = ChatButton(text_said(release, "word.begin", language, door), BEGIN)
    return (ChatMessage(text_said(release, "word.chat-hello", language, door), ((begin,), others)),)


def plain_message(world: World, text: str, language: str, door: Door) -> tuple[ChatMessage, ...]:
    """One text by itself."""
    return (ChatMessage(text_said(world.release, text, language, door)),)


def meaning_of_data(data: str) -> Meant | None:
    """What a button sent; None for what none of ours sends."""
    if data.startswith(LANGUAGE):
        return Meant(Move("language", data.removeprefix(LANGUAGE)))
    if data.startswith(CODE) and len(data) > 1:
        return Meant(Move("repeat"), code=data.removeprefix(CODE))
    if data.startswith(MOVE):
        name = data.removeprefix(MOVE)
        return Meant(Move(name)) if name in (*ANYTIME, "repeat") else None
    mark, sign, rest = data[:MARK], data[MARK : MARK + 1], data[MARK + 1 :]
    if sign == ANSWER and rest:
        return Meant(AtPlace(mark, Answer(rest)))
    if sign == MOVE and rest in HERE:
        return Meant(AtPlace(mark, Move(rest)))
    if sign == PAGE and rest.isdecimal() and len(rest) < 3:
        return Meant(AtPlace(mark, Move("repeat")), int(rest))
    return None


def _moves(world: World, view: View, mark: str, door: Door) -> tuple[ChatButton, ...]:
    """The moves under a screen; also another language, where words were typed in it."""
    made = [*(name for name in HERE if view.depth), *ANYTIME]
    spoken = [language_button(world, view.spoken)] if view.spoken else []
    return (
        *spoken,
        *(
            ChatButton(
                text_said(world.release, MOVE_WORDS[name], view.language, door),
                f"{mark if name in HERE else ''}{MOVE}{name}",
            )
            for name in made
            if name in view.moves
        ),
    )


def language_button(world: World, code: str) -> ChatButton:
    """The button by which another language is chosen: its own name."""
    return ChatButton(world.release.text(f"word.language-{code}", code), f"{LANGUAGE}{code}")
