"""Claiming messages, queueing replies, and what becomes of each. The caller holds the transaction of a turn.

A reply is taken by whoever locks its row first, and marks it as theirs: of many workers one has it. Whoever
dies with it in hand leaves it to the next, once the time of its claim is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, Max, Min, OuterRef, Q

from kapea.outbox.models import (
    LIVES,
    MAX_REASON,
    PARKED,
    WAITING,
    ClaimedMessage,
    QueuedReply,
    StandingMessage,
)
from kapea.outbox.under_secret import opened_for, sealed_for
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose

CLAIMS_KEPT = timedelta(days=8)
"""WhatsApp sends again for seven days."""
PARKED_KEPT = timedelta(days=30)
IN_FLIGHT = timedelta(seconds=30)
"""How long whoever took a reply may need; after that another takes it."""
MOST_TRIES = 100
"""More than fit into the time a reply lives, unless a provider asks for them."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
"""Seconds before a reply is tried again: doubling, with as much left to chance."""
CHANCE = secrets.SystemRandom()
BEFORE = QueuedReply.objects.filter(
    conversation=OuterRef("conversation"), number__lt=OuterRef("number"), status=WAITING
)
FIRST = ~Exists(BEFORE)
"""Nothing of the same conversation waits before it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply in the hand of whoever sends it. `perhaps_sent`: it was in somebody's hand before, who did not
    say, or could not know, what became of it. `conversation`: the id of its row.
    """

    id: str
    door: str
    body: bytes
    tries: int
    perhaps_sent: bool
    conversation: str


def claim_message(door: str, provider_id: str, *, at: datetime) -> bool:
    """Whether a message is met for the first time. Two that claim it at once: the second waits, hears no."""
    made = derive(settings.SECRET_KEY, Purpose.MESSAGE_CLAIM, f"{door}\0{provider_id}".encode())[:16].hex()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_claimedmessage (id, day) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING",
            (made, connection.ops.adapt_datefield_value(at.date())),
        )
        return bool(cursor.rowcount == 1)


def queue(
    conversation: str, door: str, bodies: Sequence[bytes], *, at: datetime, due: datetime | None = None
) -> None:
    """Puts replies behind those of the same conversation that still wait, in order. `due`: not before."""
    last = QueuedReply.objects.filter(conversation=conversation).aggregate(Max("number"))["number__max"] or 0
    made = [secrets.token_hex(16) for _ in bodies]
    QueuedReply.objects.bulk_create(
        QueuedReply(
            id=id,
            conversation=conversation,
            number=last + n,
            door=door,
            sealed=sealed_for(id, body, Purpose.QUEUED_REPLY),
            due_at=due or at,
            expires_at=at + LIVES,
        )
        for n, (id, body) in enumerate(zip(made, bodies, strict=True), 1)
    )


def queue_instead(
    conversation: str, door: str, bodies: Sequence[bytes], *, at: datetime, wait: timedelta
) -> list[bytes]:
    """Puts replies in place of those that still wait, which it returns: they are sent when the first of those
    would have been, else after a while. However often it is called, something goes out once in that while.
    """
    mine = QueuedReply.objects.filter(conversation=conversation, status=WAITING, due_at__gt=at)
    due = mine.aggregate(Min("due_at"))["due_at__min"] or at + wait
    instead_of = take_back(conversation)
    queue(conversation, door, bodies, at=at, due=due)
    return instead_of


def take_due(doors: Sequence[str], *, at: datetime, most: int = 20) -> list[Reply]:
    """Takes replies that are due into the caller's hand: of each conversation only the first that waits."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    due = QueuedReply.objects.filter(free, FIRST, status=WAITING, due_at__lte=at, door__in=doors)
    if most < 1 or not due.exists():
        return []  # and nobody else was kept from writing
    with transaction.atomic():
        # on SQLite nobody else writes meanwhile; on PostgreSQL each takes what no other is about to take
        rows = list(due.order_by("due_at", "id").select_for_update(skip_locked=True)[:most])
        mine = QueuedReply.objects.filter(id__in=[row.id for row in rows], status=WAITING)
        mine.update(claimed_until=at + IN_FLIGHT, tries=F("tries") + 1)
        return [reply for row in rows if (reply := _readable(row, at=at)) is not None]


def _readable(row: QueuedReply, *, at: datetime) -> Reply | None:
    """The reply that was taken; None, and it is parked, where it is too late or cannot be opened."""
    body = _opened(row)
    if at < row.expires_at and body is not None:
        return Reply(row.id, row.door, body, row.tries + 1, row.claimed_until is not None, row.conversation)
    park(row.id, "too late to answer" if at >= row.expires_at else "sealed under another secret")
    return None


def _opened(row: QueuedReply) -> bytes | None:
    return opened_for(row.id, bytes(row.sealed), Purpose.QUEUED_REPLY)


def sent(*ids: str) -> int:
    """They are sent: nothing of them is kept. How many were still there: others were dropped meanwhile, or
    another had sent them.
    """
    return QueuedReply.objects.filter(id__in=ids).delete()[0] if ids else 0


def again(
    reply: Reply, reason: str, *, at: datetime, seconds: float | None = None, perhaps_sent: bool = False
) -> None:
    """It could not be sent now. `seconds`: how long the provider asked to wait. After the last try it is
    parked. That it was `perhaps_sent`, now or before, is remembered: its claim ends when it is due, and
    whoever takes it then finds one. What somebody else took meanwhile is theirs.
    """
    if reply.tries >= MOST_TRIES:
        park(reply.id, reason)
        return
    doubled = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (reply.tries - 1))
    wait = seconds if seconds is not None else doubled * CHANCE.uniform(0.5, 1.0)
    due = at + timedelta(seconds=wait)
    held = due if perhaps_sent or reply.perhaps_sent else None
    QueuedReply.objects.filter(id=reply.id, tries=reply.tries).update(
        claimed_until=held, due_at=due, reason=reason[:MAX_REASON]
    )


def park(id: str, reason: str) -> None:
    """It will never be sent. What stays says which door and why, and nothing of anybody."""
    QueuedReply.objects.filter(id=id).update(
        status=PARKED, conversation="", number=0, sealed=b"", claimed_until=None, reason=reason[:MAX_REASON]
    )


@transaction.atomic
def give_up_all(id: str, reason: str) -> str:
    """It is refused for good, and so is all that waits behind it: whoever it was for left, and nothing of
    their chat is noted any more. Whose it was.
    """
    conversation = QueuedReply.objects.filter(id=id).values_list("conversation", flat=True).first() or ""
    park(id, reason)
    if conversation:
        drop_all(conversation)
        StandingMessage.objects.filter(conversation=conversation).delete()
    return conversation


def take_back(conversation: str) -> list[bytes]:
    """As `drop_all`; what will not be said, as far as it can be opened, in its order."""
    rows = list(QueuedReply.objects.filter(conversation=conversation, status=WAITING).order_by("number"))
    drop_all(conversation)
    return [body for row in rows if (body := _opened(row)) is not None]


def drop_all(conversation: str) -> int:
    """Nothing more is said in a conversation: it was stopped, or whoever it was for left. How many waited."""
    return QueuedReply.objects.filter(conversation=conversation).delete()[0]


@transaction.atomic
def delete_old(*, at: datetime) -> int:
    """Deletes claims that no provider will repeat, old reasons, and what is noted of messages that nobody can
    delete any more; how many.
    """
    old = ClaimedMessage.objects.filter(day__lt=(at - CLAIMS_KEPT).date()).delete()[0]
    old += StandingMessage.objects.filter(expires_at__lte=at).delete()[0]
    return old + QueuedReply.objects.filter(status=PARKED, expires_at__lt=at - PARKED_KEPT).delete()[0]
