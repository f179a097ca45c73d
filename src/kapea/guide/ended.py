"""Conversations that nobody can open any more, and that wait to be deleted: their browser gave up the key.

The first view ends a walk, and is given from memory. So that it never waits for a database, the rows go with
the next round of `upkeep`; those of a worker that is killed go when they expire.
"""

from __future__ import annotations

from collections import deque

from kapea.vault.keys import ConversationKey

MOST_WAITING = 10_000


class EndedConversations:
    """Their rows' ids; right with any number of threads, and never waits for one."""

    def __init__(self) -> None:
        self._ids: deque[str] = deque(maxlen=MOST_WAITING)

    def add(self, key: ConversationKey) -> None:
        """Says that the conversation of a key has ended. Nothing is looked at: there may be none."""
        self._ids.extend(each.id for each in (key, *key.former))

    def take(self) -> list[str]:
        """All ids; from here on they are the caller's to delete."""
        return [self._ids.popleft() for _ in range(len(self._ids))]


ended = EndedConversations()
"""Of this worker."""
