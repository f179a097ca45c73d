"""What a door remembers between two messages beside a conversation: little, sealed, for minutes.

It stands among the conversations, in a row that looks like one of them, and only who writes from the same
address can have it opened: a stolen database does not show that there was anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

import msgspec

from kapea.guide import keys, sql
from kapea.guide.access import CLOCKS_DIFFER, LONGEST_IDLE
from kapea.vault.keys import ConversationKey
from kapea.vault.sealing import Unsealable

PADDED = 256
"""Bytes: all that is kept so is as long."""
K = TypeVar("K")


def short_memory_key(door: str, address: str) -> ConversationKey:
    """The key of what is kept so for whoever writes from an address."""
    return keys.of_address(f"{door}\0passing", address)


def remember_shortly(key: ConversationKey, kept: object, *, until: datetime, at: datetime) -> None:
    """Keeps it in place of what was kept. The caller holds a transaction."""
    forget_remembered(key)
    sealed = key.seal(msgspec.json.encode(kept).ljust(PADDED))
    sql.begin_conversation(key.id, sealed, until, after=at, latest=at + LONGEST_IDLE + CLOCKS_DIFFER)


def remembered_shortly(key: ConversationKey, kind: type[K], *, at: datetime) -> K | None:
    """What is kept, of that kind; None where nothing is, or nothing that can be opened."""
    for each in (key, *key.former):
        row = sql.find_conversation(each.id, at, at + LONGEST_IDLE + CLOCKS_DIFFER)
        if row is None:
            continue
        try:
            return msgspec.json.decode(each.open(row[0]), type=kind)
        except (Unsealable, msgspec.MsgspecError):
            return None
    return None


def forget_remembered(key: ConversationKey) -> None:
    """Nothing is kept any more."""
    for each in (key, *key.former):
        sql.delete_conversation(each.id)
