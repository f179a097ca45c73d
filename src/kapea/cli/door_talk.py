"""A conversation at a message door as its phone would show it: for authors and transcripts; nothing is sent.

Words are typed as they are; a button is tapped by typing what stands on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from kapea.cli import terminal
from kapea.core.dialogue.events import Said
from kapea.core.dialogue.look import look
from kapea.core.dialogue.numbered_input import GREETED
from kapea.core.dialogue.once import (
    Memory,
    Sent,
    TypedToNumbers,
    answers_a_screen,
    greeted,
    take_once,
    typed_words,
)
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.core.doors.chat import ChatMessage, chat_messages, first_message, meaning_of_data, plain_message
from kapea.core.doors.limits import MESSAGE_DOORS, Door
from kapea.core.doors.numbered import numbered_page
from kapea.core.doors.sms_text import as_sms, is_gsm7, sms_parts
from kapea.core.present.contact import without_breaks

DOOR_BY_NAME = {door.name: door for door in MESSAGE_DOORS}
LETTERS = {True: "GSM-7", False: "UCS-2"}


class DoorTalk:
    """Somebody at a message door. `says` gives the messages that come back; none once all is kept nowhere."""

    def __init__(self, world: World, language: str, door: Door, *, at: datetime) -> None:
        self.world, self.language, self.door, self.at = world, language, door, at
        self.memory: Memory | None = None
        self._buttons: dict[str, str] = {}
        self._turn = 0

    def says(self, words: str) -> tuple[ChatMessage, ...]:
        """What comes back to words, or to a button that is called so."""
        self._turn += 1
        event, page = self._meant(words)
        made = self._taken(event, page)
        self._buttons |= {
            without_breaks(button.label): button.data for m in made for row in m.rows for button in row
        }
        return made

    def _meant(self, words: str) -> tuple[Sent, int]:
        data = self._buttons.get(words)
        if data is not None and (tapped := meaning_of_data(data)) is not None:
            return tapped.event, tapped.page
        event = terminal.event_of(words)
        return (TypedToNumbers(words) if self.door.numbered and isinstance(event, Said) else event), 0

    def _taken(self, event: Sent, page: int) -> tuple[ChatMessage, ...]:
        world, key = self.world, str(self._turn).encode()
        begins, memory = self.memory is None, self.memory or Memory(begin(world, self.language))
        kept = None if begins and answers_a_screen(world, memory.state, event) else event
        taken = take_once(world, memory, kept, key)
        if begins:
            taken = greeted(world, taken, typed_words(event))
        self.memory = taken.memory
        if taken.memory is None:
            return plain_message(world, "word.chat-gone", memory.state.language, self.door)
        return self._shown(taken.memory, taken.note, page if taken.applied else 0)

    def _shown(self, memory: Memory, note: str, page: int) -> tuple[ChatMessage, ...]:
        world, state, door = self.world, memory.state, self.door
        if memory.page == GREETED:
            return first_message(world, state.language, door)
        view = look(world, state, at=self.at, note=note)
        if door.numbered:
            return (ChatMessage(numbered_page(world, view, door, memory.page)),)
        return chat_messages(world, state, view, door, page=page)


def shown_on_phone(messages: Sequence[ChatMessage], door: Door) -> str:
    """Messages as lines of text: how much each takes, its words, its buttons in brackets."""
    return "\n\n".join("\n".join(_lines(message, door)) for message in messages)


def _lines(message: ChatMessage, door: Door) -> Iterator[str]:
    body = as_sms(message.body) if door.shows_keys else without_breaks(message.body)
    yield f"--- {_size(body, door)}"
    yield body
    for row in message.rows:
        if row:
            yield "  ".join(f"[{without_breaks(button.label)}]" for button in row)


def _size(body: str, door: Door) -> str:
    if not door.shows_keys:
        return f"{door.size(body, '')} of {door.body} characters"
    parts = sms_parts(body)
    return f"{parts} {'part' if parts == 1 else 'parts'}, {LETTERS[is_gsm7(body)]}, {len(body)} characters"
