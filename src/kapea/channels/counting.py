"""What becomes of messages and replies, counted for the operator: totals of a day, by door.

They go the way of all counting (`guide.tally`): added in memory, written in batches apart from turns, so that
no row stands beside a message. The days here are those of UTC: what nobody could read has no country.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

from kapea.channels.channel import Channel
from kapea.guide.tally import CountedOutcome, tally


class Became(StrEnum):
    """What is counted: what became of a message that a door received, of a reply, of a door."""

    ANSWERED = "message.answered"
    REPEATED = "message.repeated"
    """Received before: its provider brought it again."""
    LATE = "message.late"
    """It came too late to be answered as if it were new."""
    SLOWED = "message.slowed"
    """Passed over: its address writes without end."""
    LEFT = "message.left"
    """Whoever it is from wants nothing more."""
    REFUSED = "message.refused"
    """Not from the provider: nothing of it was read."""
    TOO_LARGE = "message.too-large"
    UNKEPT = "message.unkept"
    """It could not be kept; its provider brings it again."""
    FAILED = "message.failed"
    """A fault of ours lay on it."""
    SENT = "reply.sent"
    PERHAPS_TWICE = "reply.perhaps-twice"
    GIVEN_UP = "reply.given-up"
    UNDELIVERED = "reply.undelivered"
    """Taken by the provider, who told later that it did not arrive."""
    SHUT = "door.shut"
    """Its provider refuses us; tried again each minute, counted each time."""


def count_at_door(channel: Channel, became: Became, *, at: datetime) -> None:
    """Adds one to the tally of this worker. Gateways of one kind of door, as of text messages, add up."""
    day = at.astimezone(UTC).date()
    tally.add(CountedOutcome(day, channel.pack, channel.door.name, "", "", "", "", "", became.value))
