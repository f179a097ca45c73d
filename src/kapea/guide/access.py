"""Finding a conversation: only by the key its visitor holds. Whether another exists is never revealed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from kapea.content.queries import worlds
from kapea.core.dialogue.once import Memory, load_memory
from kapea.core.dialogue.state import State, Unreadable
from kapea.core.dialogue.world import World
from kapea.guide import sql
from kapea.vault.keys import ConversationKey
from kapea.vault.sealing import Unsealable

IDLE = timedelta(minutes=10)
"""How long a conversation is there after its last turn."""
SHARED_IDLE = timedelta(minutes=5)
"""The same where somebody said that others use the phone too."""
CHAT_IDLE = timedelta(minutes=30)
"""The same where people answer by message: their phone stays with them, and nobody reads a page over."""
LONGEST_IDLE = max(IDLE, CHAT_IDLE)
CLOCKS_DIFFER = timedelta(minutes=5)
"""The most by which the clocks of several machines may differ. What expires later than that and an idle time
from now was written under a clock that ran ahead: it is as good as expired, or it would live until then.
"""


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation as its visitor may see it: its key, its turn, what it remembers, its world."""

    key: ConversationKey
    turn: int
    memory: Memory
    world: World

    @property
    def state(self) -> State:
        return self.memory.state


def expires(memory: Memory, *, at: datetime, idle: timedelta = IDLE) -> datetime:
    """When a conversation ends that had its last turn at `at`, on a door with that idle time."""
    return at + (SHARED_IDLE if memory.shared_phone else idle)


class NotInMemory(LookupError):
    """The release of a conversation has to be read first; its hash is the argument."""


def conversation(
    key: ConversationKey, *, at: datetime, lock: bool = False, read: bool = True
) -> OpenConversation | None:
    """The visitor's conversation, or None: no such key, expired, damaged, or of a release that is gone.

    `lock`: other turns of it wait until this transaction ends. Without `read`, a release that is not in
    memory raises NotInMemory: reading takes a while, and nobody should hold a lock meanwhile.
    """
    for each in (key, *key.former):
        row = sql.find_conversation(each.id, at, at + LONGEST_IDLE + CLOCKS_DIFFER, lock=lock)
        if row is not None:
            return _opened(each, *row, read=read)
    return None


def _opened(key: ConversationKey, sealed: bytes, turn: int, *, read: bool) -> OpenConversation | None:
    try:
        memory = load_memory(key.open(sealed))
    except (Unsealable, Unreadable):
        return None
    world = worlds.remembered(memory.state.release)
    if world is None and not read:
        raise NotInMemory(memory.state.release)
    world = world or worlds.of(memory.state.release)
    if world is None or not world.fits(memory.state.path):
        return None
    return OpenConversation(key, turn, memory, world)


def standing(key: ConversationKey, *, language: str, at: datetime) -> OpenConversation | None:
    """The visitor's conversation to look at, in the language asked for where its release has it."""
    found = conversation(key, at=at)
    return None if found is None else replace(found, memory=in_language(found.memory, language, found.world))


def in_language(memory: Memory, language: str, world: World) -> Memory:
    """The memory in the language asked for, where its release has it."""
    if language == memory.state.language or language not in world.release.languages:
        return memory
    return msgspec.structs.replace(memory, state=msgspec.structs.replace(memory.state, language=language))
