"""All messages of a view at a message door, page after page, by the same functions that send them."""

from __future__ import annotations

from typing import NamedTuple

from kapea.core.dialogue.state import State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.doors.chat import ANSWER, MARK, PAGE, chat_messages
from kapea.core.doors.limits import Door, choice_pages
from kapea.core.doors.numbered import numbered_page, numbered_pages

ANYWHERE = State("0" * 12, "en", ((0, ""),))
"""A state for what only marks its buttons with it."""


class ShownMessage(NamedTuple):
    """A message: its words, the answers that can be tapped under it, and whether more can."""

    body: str
    answers: tuple[str, ...] = ()
    has_more: bool = False


def rendered(world: World, view: View, door: Door) -> list[tuple[ShownMessage, ...]]:
    """Each page as its messages."""
    if door.shows_keys:
        pages = len(numbered_pages(world, view, door))
        return [(ShownMessage(numbered_page(world, view, door, n), (), n < pages - 1),) for n in range(pages)]
    pages = len(choice_pages([offer.key for offer in view.offers], door)) or 1
    return [_page(world, view, door, n) for n in range(pages)]


def _page(world: World, view: View, door: Door, page: int) -> tuple[ShownMessage, ...]:
    out = []
    for message in chat_messages(world, ANYWHERE, view, door, page=page):
        buttons = [(button.data[MARK : MARK + 1], button.label) for row in message.rows for button in row]
        answers = tuple(label for sign, label in buttons if sign == ANSWER)
        out.append(ShownMessage(message.body, answers, any(sign == PAGE for sign, _ in buttons)))
    return tuple(out)
