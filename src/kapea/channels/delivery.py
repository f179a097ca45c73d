"""Sends what waits in the outbox: a loop that takes replies which are due, by whoever runs it.

Several may run it at once, on several machines; each reply is in one hand. Within a conversation one reply
follows the other. What a provider refuses is tried again, given up, or ends the conversation, as it says.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from multiprocessing.util import Finalize

from django.db import Error as AnyDatabaseError
from django.db import connections, transaction

from kapea.channels.channel import Channel, Delivered, GivenUp, Outcome, TryAgain
from kapea.channels.counting import Became, count_at_door
from kapea.guide import actions as guide
from kapea.guide.queries import conversation_is_kept
from kapea.outbox import actions as outbox
from kapea.outbox import standing
from kapea.outbox.actions import Reply
from kapea.outbox.models import SHUT
from kapea.outbox.pace import delete_paces

log = logging.getLogger(__name__)
AT_ONCE = 8
"""Replies that one process sends at the same time: most of the time it waits for the provider. It takes no
more in hand, for what waits in a hand is taken by others.
"""
IDLE_SECONDS = 1.0
"""How long the loop sleeps when nothing is due, unless it is woken."""
TIDY_SECONDS = 60.0
SHUT_SECONDS = 60.0
"""How long nothing is sent by a door that its provider does not know; then it is tried again."""


class Delivery:
    """The loop of one process. `now` and `clock` are given so that tests need not wait."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime] = lambda: datetime.fromtimestamp(time.time(), UTC),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._channels, self._now, self._clock = channels, now, clock
        self._shut: dict[str, float] = {}
        self._tidy_at = clock()
        self._waking, self._ending = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Something may be due now."""
        self._waking.set()

    def round(self, pool: ThreadPoolExecutor | None = None) -> int:
        """Sends what is due; how many were taken in hand."""
        open_doors = [name for name in self._channels if self._shut.get(name, 0.0) <= self._clock()]
        due = outbox.take_due(open_doors, at=self._now(), most=AT_ONCE) if open_doors else []
        for reply, outcome in self._outcomes(due, pool):
            self._settle(reply, outcome)
        return len(due)

    def _outcomes(
        self, due: Sequence[Reply], pool: ThreadPoolExecutor | None
    ) -> Iterator[tuple[Reply, Outcome]]:
        """What became of each, as soon as it is known: what was sent is not held up by what is slow."""
        if pool is None:
            yield from ((reply, self._sent(reply)) for reply in due)
            return
        asked = {pool.submit(self._sent, reply): reply for reply in due}
        yield from ((asked[done], done.result()) for done in as_completed(asked))

    def _sent(self, reply: Reply) -> Outcome:
        """What became of a reply. Nothing here touches the database: its connection is the loop's own."""
        try:
            return self._channels[reply.door].deliver(reply.body, reply.id)
        except Exception:
            log.exception("channels: a reply by %s could not be made; it is tried again", reply.door)
            return TryAgain("a fault of ours")

    def _settle(self, reply: Reply, outcome: Outcome) -> None:
        match outcome:
            case Delivered() as delivered:
                self._count(reply, Became.SENT)
                if reply.perhaps_sent:
                    self._count(reply, Became.PERHAPS_TWICE)
                    log.warning("channels: a reply by %s may have been sent twice", reply.door)
                self._sent_as(reply, delivered)
            case TryAgain(reason, seconds, perhaps_sent):
                outbox.again(reply, reason, at=self._now(), seconds=seconds, perhaps_sent=perhaps_sent)
            case GivenUp(reason, has_left, door_is_shut):
                if door_is_shut:
                    self._shut_door(reply, reason)
                    return
                self._count(reply, Became.GIVEN_UP)
                log.info("channels: a reply by %s was given up: %s", reply.door, reason)
                if has_left:
                    guide.forget_row(outbox.give_up_all(reply.id, reason))
                else:
                    outbox.park(reply.id, reason)

    def _sent_as(self, reply: Reply, delivered: Delivered) -> None:
        """Writes down that it is sent, and in the same transaction what stands in the chat since."""
        if not delivered.message_id:
            outbox.sent(reply.id)
            return
        with transaction.atomic():
            if outbox.sent(reply.id) or conversation_is_kept(reply.conversation):
                standing.note_standing(
                    reply.conversation, reply.door, delivered.message_id, sent_at=self._now()
                )
            else:  # whoever it was for left while it was on its way
                standing.queue_deletions(reply.door, [delivered.undone_by], at=self._now())

    def _shut_door(self, reply: Reply, reason: str) -> None:
        self._count(reply, Became.SHUT)
        log.error("channels: %s: %s; nothing is sent for a while", reply.door, reason)
        self._shut[reply.door] = self._clock() + SHUT_SECONDS
        outbox.again(reply, SHUT + reason, at=self._now(), seconds=SHUT_SECONDS)

    def _count(self, reply: Reply, became: Became) -> None:
        count_at_door(self._channels[reply.door], became, at=self._now())

    # --- as a thread beside a worker -------------------------------------------------------

    def start(self) -> None:
        """Begins to send. Again, or without a door: nothing more."""
        if self._thread is None and self._channels:
            self._ending.clear()
            self._thread = threading.Thread(target=self.run, name="kapea-delivery", daemon=True)
            self._thread.start()
            Finalize(None, self.stop, exitpriority=11)

    def stop(self, timeout: float = 5.0) -> None:
        """Ends the loop; what is in hand is finished. Again: nothing more."""
        thread, self._thread = self._thread, None
        self._ending.set()
        self._waking.set()
        if thread is not None:
            thread.join(timeout)

    def run(self) -> None:
        """Sends until `stop`."""
        with ThreadPoolExecutor(AT_ONCE, "kapea-send") as pool:
            while not self._ending.is_set():
                if not self._tried(pool):
                    self._waking.wait(IDLE_SECONDS)
                    self._waking.clear()
        connections.close_all()

    def _tried(self, pool: ThreadPoolExecutor) -> int:
        try:
            if self._clock() >= self._tidy_at:
                self._tidy_at = self._clock() + TIDY_SECONDS
                outbox.delete_old(at=self._now())
                delete_paces(at=self._now())
            return self.round(pool)
        except AnyDatabaseError:
            log.warning("channels: the database did not answer; what waits is sent later")
            connections.close_all()
            return 0
        except Exception:
            log.exception("channels: a round of sending went wrong; what waits is sent later")
            return 0
