"""Messages that were received, by a mark that opens nothing; replies that wait to be sent, sealed."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from kapea.audit.duties import DataDuty, Sensitivity

WAITING, PARKED = "waiting", "parked"
MAX_DOOR, MAX_REASON = 20, 40
LIVES = timedelta(hours=6)
"""A reply that could not be sent for so long answers nobody any more."""
STANDS = timedelta(hours=48) - LIVES
"""How long a message that stands in a chat is noted. Telegram lets us delete it for 48 hours, and the call
that deletes it may wait as long as a reply lives.
"""
SHUT = "shut: "
"""How the reason begins why a reply waits whose door its provider shut: an operator has to mend it."""


class ClaimedMessage(models.Model):
    """A message that a door received, so that the provider may send it again and nothing happens twice.

    `id` is an HMAC of the provider's own id, which may hold a number.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to answer a message once, however often its provider sends it",
        retention="8 days, as long as any provider sends again",
        erasure="by workers and `kapea work` each minute, once it is 8 days old",
        erased_by=("kapea.outbox.actions.delete_old",),
    )
    id = models.CharField(primary_key=True, max_length=32)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return "a message that was received"


class WritingPace(models.Model):
    """How fast an address writes: a token bucket, told by the moment at which it is full again.

    `id` is an HMAC of the address under a key of its own; `full_at` in milliseconds since 1970.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to answer whoever writes without end every few seconds, so that others are answered too",
        retention="until an address could write as fast as ever again: at most 5 minutes after it wrote",
        erasure="by workers and `kapea work` each minute, and by `kapea tidy`, once that is past",
        erased_by=("kapea.outbox.pace.delete_paces",),
    )
    id = models.CharField(primary_key=True, max_length=32)
    full_at = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["full_at"])]

    def __str__(self) -> str:
        return "how fast an address writes"


class QueuedReply(models.Model):
    """A reply on its way: for which conversation, as which of its replies, what it is, sealed.

    `conversation` is the id of the conversation's row, and gone as soon as nothing waits; calls that delete
    messages have one of their own, which is nobody's. `claimed_until`: somebody is sending it. A parked one
    holds only why: neither words nor whom it was for.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to send each answer once, in order, though a server or a provider fails meanwhile",
        retention="until it is sent, at most 6 hours; where it was given up door and reason, 30 days",
        erasure="when it is sent, dropped or given up; by stop and hide at once, but for the calls that then "
        "delete messages from the chat",
        erased_by=(
            "kapea.outbox.actions.sent",
            "kapea.outbox.actions.park",
            "kapea.outbox.actions.drop_all",
            "kapea.outbox.actions.delete_old",
        ),
    )
    id = models.CharField(primary_key=True, max_length=32)
    conversation = models.CharField(max_length=32, blank=True)
    number = models.PositiveIntegerField(default=0)
    door = models.CharField(max_length=MAX_DOOR)
    sealed = models.BinaryField()
    status = models.CharField(max_length=10, default=WAITING)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["status", "due_at"]),
            models.Index(fields=["conversation", "number"]),
        ]

    def __str__(self) -> str:
        return f"a reply by {self.door}"


class StandingMessage(models.Model):
    """A message that stands in a chat, so that it is deleted there when whoever it belongs to leaves.

    `conversation` is the id of the conversation's row: the same again when the same address writes later.
    `sealed` is the provider's id of the message, a number that names nobody.
    """

    duty = DataDuty(
        Sensitivity.SEALED,
        purpose="to delete from a chat what stands there, where its provider lets us, when somebody leaves",
        retention="as long as its conversation, and 42 hours at most",
        erasure="by Leave, and when the bot is blocked, at once; else by workers and `kapea work` each "
        "minute, and by `kapea tidy`, once its conversation is over or it is 42 hours old",
        erased_by=(
            "kapea.outbox.standing.take_standing",
            "kapea.outbox.standing.drop_standing",
            "kapea.outbox.standing.drop_unless",
            "kapea.outbox.actions.give_up_all",
            "kapea.outbox.actions.delete_old",
        ),
    )
    id = models.CharField(primary_key=True, max_length=32)
    conversation = models.CharField(max_length=32)
    door = models.CharField(max_length=MAX_DOOR)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["conversation", "expires_at"]),
            models.Index(fields=["expires_at"]),
        ]

    def __str__(self) -> str:
        return f"a message that stands in a chat of {self.door}"
