"""Sends what waits in the outbox: what is due by a door is taken, sent, and written down.

Several may do it at once, on several machines; each reply is in one hand. Within a conversation one reply
follows the other. What a provider refuses is tried again, given up, or ends the conversation, as it says.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime

from django.db import transaction

from kapea.channels.channel import Channel, Delivered, GivenUp, Outcome, TryAgain
from kapea.channels.counting import Became, count_at_door
from kapea.channels.upkeep import tidy_doors
from kapea.guide import actions as guide
from kapea.guide.queries import conversation_is_kept
from kapea.outbox import actions as outbox
from kapea.outbox import standing
from kapea.outbox.actions import Reply
from kapea.outbox.models import SHUT

log = logging.getLogger(__name__)
AT_ONCE = 8
"""Replies that one process sends by a door at the same time: most of the time it waits for the provider. It
takes no more in hand, for what waits in a hand is taken by others.
"""
TIDY_SECONDS = 60.0
SHUT_SECONDS = 60.0
"""How long nothing is sent by a door that its provider does not know; then it is tried again."""
Sent = tuple[Reply, Delivered]
"""A reply that was in hand, and how it was delivered."""


class Delivery:
    """Sends by the doors of one process. `now` and `clock` are given so that tests need not wait."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._channels, self._now, self._clock = channels, now, clock
        self._shut: dict[str, float] = {}
        self._tidy_at = clock()

    @property
    def doors(self) -> tuple[str, ...]:
        """The names of those by which it sends."""
        return tuple(self._channels)

    def round(self) -> int:
        """Sends what is due by any door, one after the other; how many were taken in hand."""
        due = self.take(self._channels, AT_ONCE)
        for reply in due:
            self.settle(reply, self.send(reply))
        return len(due)

    def send(self, reply: Reply) -> Outcome:
        """What became of a reply. Nothing here touches the database: it may run in any thread."""
        try:
            return self._channels[reply.door].deliver(reply.body, reply.id)
        except Exception:
            log.exception("channels: a reply by %s could not be made; it is tried again", reply.door)
            return TryAgain("a fault of ours")

    def take(self, doors: Collection[str], most: int, *, after: Sequence[Sent] = ()) -> list[Reply]:
        """Takes replies that are due by some doors into the caller's hand, `after` writing down that others
        were delivered: in one transaction, for each costs a database as much as all of them. Where it fails
        neither was done.
        """
        if not after:
            return self._due(doors, most)
        with transaction.atomic():
            outbox.sent(*(reply.id for reply, delivered in after if not delivered.message_id))
            for reply, delivered in after:
                if delivered.message_id:
                    self._stands(reply, delivered)
            due = self._due(doors, most)
        for reply, _ in after:
            self._tell_sent(reply)
        return due

    def tidy(self) -> None:
        """Deletes what is old, about once a minute."""
        if self._clock() >= self._tidy_at:
            self._tidy_at = self._clock() + TIDY_SECONDS
            tidy_doors(at=self._now())

    def _due(self, doors: Collection[str], most: int) -> list[Reply]:
        open_doors = [name for name in doors if self._shut.get(name, 0.0) <= self._clock()]
        return outbox.take_due(open_doors, at=self._now(), most=most)

    def _stands(self, reply: Reply, delivered: Delivered) -> None:
        """It is sent, and stands in the chat since; it goes at once where its reader left meanwhile."""
        if outbox.sent(reply.id) or conversation_is_kept(reply.conversation):
            standing.note_standing(reply.conversation, reply.door, delivered.message_id, sent_at=self._now())
        else:
            standing.queue_deletions(reply.conversation, reply.door, [delivered.undone_by], at=self._now())

    def _tell_sent(self, reply: Reply) -> None:
        self._count(reply, Became.SENT)
        if reply.perhaps_sent:
            self._count(reply, Became.PERHAPS_TWICE)
            log.warning("channels: a reply by %s may have been sent twice", reply.door)

    def settle(self, reply: Reply, outcome: Outcome) -> None:
        """Writes down what became of a reply."""
        match outcome:
            case Delivered() as delivered:
                self.take((), 0, after=[(reply, delivered)])
            case TryAgain(reason, seconds, perhaps_sent):
                outbox.again(reply, reason, at=self._now(), seconds=seconds, perhaps_sent=perhaps_sent)
            case GivenUp(reason, _, door_is_shut=True):
                self._shut_door(reply, reason)
            case GivenUp(reason, has_left):
                self._count(reply, Became.GIVEN_UP)
                log.info("channels: a reply by %s was given up: %s", reply.door, reason)
                if has_left:
                    guide.forget_row(outbox.give_up_all(reply.id, reason))
                else:
                    outbox.park(reply.id, reason)

    def _shut_door(self, reply: Reply, reason: str) -> None:
        self._count(reply, Became.SHUT)
        log.error("channels: %s: %s; nothing is sent for a while", reply.door, reason)
        self._shut[reply.door] = self._clock() + SHUT_SECONDS
        outbox.again(reply, SHUT + reason, at=self._now(), seconds=SHUT_SECONDS)

    def _count(self, reply: Reply, became: Became) -> None:
        count_at_door(self._channels[reply.door], became, at=self._now())
