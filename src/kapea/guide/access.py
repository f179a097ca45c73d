"""Finding a conversation: only by the token its visitor holds. Whether another exists is never revealed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec
from django.conf import settings

from kapea.content.queries import worlds
from kapea.core.dialogue.state import State, Unreadable, load_state
from kapea.core.dialogue.world import World
from kapea.guide import sql
from kapea.vault import sealing

IDLE = timedelta(minutes=30)
CLOCKS_DIFFER = timedelta(minutes=5)
"""The most by which the clocks of several machines may differ. What expires later than that and an idle time
from now was written under a clock that ran ahead: it is as good as expired, or it would live until then.
"""


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation as its visitor may see it: where it is stored, its turn, its state, its world."""

    id: str
    turn: int
    state: State
    world: World


def conversation(token: str, *, at: datetime) -> OpenConversation | None:
    """The visitor's conversation, or None: no such token, expired, damaged, or of a release that is gone."""
    if not token:
        return None
    id = sealing.row_id(token, settings.SECRET_KEY)
    row = sql.find_conversation(id, at, at + IDLE + CLOCKS_DIFFER)
    if row is None:
        return None
    try:
        state = load_state(sealing.open_sealed(row[0], token, settings.SECRET_KEY))
    except (sealing.Unsealable, Unreadable):
        return None
    world = worlds.of(state.release)
    if world is None or not world.fits(state.path):
        return None
    return OpenConversation(id, row[1], state, world)


def standing(token: str, *, language: str, at: datetime) -> OpenConversation | None:
    """The visitor's conversation to look at, in the language asked for where its release has it."""
    found = conversation(token, at=at)
    if found is None or language not in found.world.release.languages:
        return found
    return replace(found, state=msgspec.structs.replace(found.state, language=language))
