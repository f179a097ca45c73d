"""Messages that stand in a chat, of ours and of whoever writes: noted so that Leave can delete them there."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2s

from django.db.models import Exists

from kapea.outbox import actions
from kapea.outbox.models import STANDS, WAITING, QueuedReply, StandingMessage
from kapea.outbox.under_secret import opened_for, sealed_for
from kapea.vault.purposes import Purpose

log = logging.getLogger(__name__)
MOST_TAKEN = 5_000
"""Messages that one Leave deletes, the newest first; more than anybody writes in the time they are noted."""


def note_standing(conversation: str, door: str, message_id: str, *, sent_at: datetime) -> None:
    """A message stands in the chat of a conversation from now on. The caller holds a transaction."""
    id = secrets.token_hex(16)
    StandingMessage.objects.create(
        id=id,
        conversation=conversation,
        door=door,
        sealed=sealed_for(id, message_id.encode(), Purpose.STANDING_MESSAGE),
        expires_at=sent_at + STANDS,
    )


def take_standing(conversations: Sequence[str], *, at: datetime) -> list[str]:
    """The provider's ids of what stands in the chat of a conversation, by the ids its row may have; none of
    them is noted any more. Call it after what waits was dropped: whoever is just writing down that a message
    was sent has then done so, or finds that it was dropped.
    """
    rows = StandingMessage.objects.filter(conversation__in=conversations)
    found = list(rows.filter(expires_at__gt=at).order_by("-expires_at", "id")[:MOST_TAKEN])
    rows.delete()
    ids = [opened_for(row.id, bytes(row.sealed), Purpose.STANDING_MESSAGE) for row in found]
    if None in ids:
        log.warning("outbox: %d messages stay in a chat, noted under another secret", ids.count(None))
    return list(dict.fromkeys(id.decode() for id in ids if id is not None))


def drop_standing(conversations: Sequence[str]) -> None:
    """Nothing is noted of a chat any more, and what stands there stays."""
    StandingMessage.objects.filter(conversation__in=conversations).delete()


def drop_unless(kept: Exists, *, sent_before: datetime) -> None:
    """Nothing is noted any more of what was sent before a moment, in chats of which nothing else is kept."""
    StandingMessage.objects.filter(~kept, expires_at__lt=sent_before + STANDS).delete()


def queue_deletions(
    conversation: str, door: str, bodies: Sequence[bytes], *, at: datetime, due: datetime | None = None
) -> None:
    """Queues calls that delete messages from a chat and say nothing. They stand in a row of their own, apart
    from what is said in the conversation: whatever is written or dropped there later, they are made; and it
    does not matter to it whether they fail.
    """
    if bodies:
        actions.queue(_apart(conversation), door, bodies, at=at, due=due)


def take_deletions(conversation: str) -> tuple[list[bytes], datetime | None]:
    """Such calls that wait, and when the first of them was due: they wait no more, and are for the caller to
    queue again, as fewer. The caller holds a transaction.
    """
    waiting = QueuedReply.objects.filter(
        conversation=_apart(conversation), status=WAITING, claimed_until__isnull=True
    )
    rows = list(waiting.select_for_update().order_by("number"))
    QueuedReply.objects.filter(id__in=[row.id for row in rows]).delete()
    bodies = [opened_for(row.id, bytes(row.sealed), Purpose.QUEUED_REPLY) for row in rows]
    return [body for body in bodies if body is not None], min((row.due_at for row in rows), default=None)


def _apart(conversation: str) -> str:
    return blake2s(conversation.encode(), digest_size=16, person=b"deletion").hexdigest()
