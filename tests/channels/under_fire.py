"""Some people at some doors while everything goes wrong that may: messages come twice, late and in another
order, two workers send, a provider fails, a worker dies. And the book that is kept of it, by which `proved`
says that each message was taken once and each reply came, in its order.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.channels.dying import AFTER, BEFORE, Died, at_statement, die
from tests.channels.every_door import EveryDoor
from tests.channels.phones import AnyPhone, Call

from kapea.channels import delivery as sending
from kapea.channels import doors
from kapea.channels.channel import Delivered, Outcome, TryAgain
from kapea.channels.delivery import Delivery
from kapea.guide import keys
from kapea.guide.access import conversation
from kapea.guide.models import Conversation
from kapea.outbox import actions as outbox
from kapea.outbox.actions import Reply
from kapea.outbox.models import WAITING, ClaimedMessage, QueuedReply

WORDS = ("someone made a fake account of me", "i want to die", "1", "00", "help", "stop")
LONGEST_WAIT = timedelta(seconds=outbox.LONGEST_WAIT + 1)
MOST_WAITS = 70
"""More than a reply lives: 6 hours."""
DAY_AFTER = timedelta(hours=25)
Step = tuple[Any, ...]
"""What happens next; see `UnderFire.takes`."""


@dataclass
class Arrived:
    """What a message came to, when it came first: the replies it got, and where its conversation stands."""

    call: Call
    at: datetime
    bodies: list[bytes]
    stands: object


@dataclass
class Person:
    """Somebody, and the book of them: `queued` replies in their order, those that a stop `dropped`, those
    that `came`.
    """

    phone: AnyPhone
    arrived: list[Arrived] = field(default_factory=list)
    queued: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    came: list[str] = field(default_factory=list)

    def key(self) -> keys.ConversationKey:
        return keys.of_address(self.phone.door, self.phone.address)

    def stands(self) -> object:
        found = conversation(self.key(), at=self.phone.clock.at)
        return None if found is None else (found.turn, found.memory)

    def waiting(self) -> list[QueuedReply]:
        mine = QueuedReply.objects.filter(conversation=self.key().id, status=WAITING)
        return list(mine.order_by("number"))


@dataclass(eq=False)
class Message:
    """A message on its way: whose, and whether it was ever taken."""

    person: Person
    call: Call
    taken: bool = False


class Worker(Delivery):
    """A worker that may die as it sends: before its provider hears, or before it is written down."""

    def __init__(self, fire: UnderFire) -> None:
        clock = fire.every.clock
        super().__init__(doors.channels(), now=clock.now, clock=clock.time)
        self.fire, self.dies, self.hand = fire, (0, BEFORE), dict[str, bool]()

    def _sent(self, reply: Reply) -> Outcome:
        if self.dies == (len(self.hand) + 1, BEFORE):
            raise Died
        taken, outcome = self.fire.sends(reply, super()._sent)
        self.hand[reply.id] = taken
        if self.dies == (len(self.hand), AFTER):
            raise Died
        return outcome

    def _settle(self, reply: Reply, outcome: Outcome) -> None:
        super()._settle(reply, outcome)
        self.hand.pop(reply.id)


class UnderFire:
    """`phones`: those of the people. `perhaps`: how often each reply may have come once more than it should,
    because whoever sent it did not learn that it came.
    """

    def __init__(self, every: EveryDoor, phones: Sequence[AnyPhone]) -> None:
        self.every, self.clock = every, every.clock
        self.people = [Person(phone) for phone in phones]
        self.workers = [Worker(self), Worker(self)]
        self.on_its_way, self.was_brought = list[Message](), list[Message]()
        self.owner: dict[str, Person] = {}
        self.sent, self.perhaps = Counter[str](), Counter[str]()
        self.told_twice = self.left_in_hand = self.unheard = self.deaths = 0
        self._client = Client()

    # --- what happens ---------------------------------------------------------------------

    def takes(self, step: Step) -> None:
        """One step: its name, and what it needs. Numbers stand for whichever is there, counted around."""
        name, *given = step
        getattr(self, f"step_{name}")(*given)

    def step_person(self, who: int, what: int) -> None:
        """Somebody taps or writes something; their provider has it from now on."""
        person = self.people[who % len(self.people)]
        offered = [*person.phone.offered(), *WORDS]
        chosen = offered[what % len(offered)]
        if not person.phone.shown:
            call = person.phone.begins()
        elif chosen in WORDS:
            call = person.phone.writes(chosen)
        else:
            call = person.phone.taps(chosen)
        self.on_its_way.append(Message(person, call))

    def step_bring(self, which: int, statement: int, before: bool) -> None:
        """A provider brings whichever message is on its way; the worker dies at a statement, if it does so
        many. Then it is brought again later.
        """
        if self.on_its_way:
            message = self.on_its_way[which % len(self.on_its_way)]
            if self._brings(message, statement, before):
                self.on_its_way.remove(message)
                self.was_brought.append(message)

    def step_turn(self, who: int, what: int) -> None:
        """As on a quiet day: somebody taps or writes, it is brought, and what is due is sent."""
        self.step_person(who, what)
        self.step_bring(-1, 0, BEFORE)
        self.step_work(0)

    def step_again(self, which: int) -> None:
        """A message that was taken is brought once more."""
        if self.was_brought:
            self._brings(self.was_brought[which % len(self.was_brought)])

    def step_wait(self, seconds: float) -> None:
        self.clock.passes(seconds=seconds)

    def step_provider(self, failing: str) -> None:
        """All providers fail in a way from now on; or, for nothing, work."""
        for fake in self.every.fakes:
            fake.failing = failing

    def step_work(self, who: int) -> None:
        """A worker sends what is due."""
        self.workers[who].round()

    def step_dies_sending(self, who: int, nth: int, before: bool) -> None:
        """A worker dies with a reply in its hand."""
        self.workers[who].dies = (nth, before)
        self._ends_with(who, self.workers[who].round)

    def step_dies_at(self, who: int, statement: int, before: bool) -> None:
        """A worker dies at a statement of a delivery."""
        with at_statement(statement, die, before=before):
            self._ends_with(who, self.workers[who].round)

    def step_between(self, who: int, statement: int, step: Step) -> None:
        """Between two statements of a worker something else happens: the other sends, a message comes."""
        with at_statement(statement, lambda: self.takes(step), before=False):
            self.workers[who].round()

    # --- what is written down of it ---------------------------------------------------------

    def _brings(self, message: Message, statement: int = 0, before: bool = BEFORE) -> bool:
        """Whether its provider heard that we have it."""
        person, was = message.person, (message.person.stands(), ClaimedMessage.objects.count())
        waited = [row.id for row in person.waiting()]
        heard = self._heard(message.call, statement, before)
        taken = ClaimedMessage.objects.count() - was[1]
        assert taken <= (not message.taken), "a message is taken once"
        if heard:
            assert taken or message.taken, "what was answered was taken"
        rows = person.waiting()
        if taken:
            message.taken = True
            self._enters(person, message.call, waited, rows)
        else:
            assert (person.stands(), [row.id for row in rows]) == (was[0], waited), "nothing changes"
        return heard

    def _heard(self, call: Call, statement: int, before: bool) -> bool:
        try:
            with at_statement(statement, die, before=before):
                assert call.answered(self._client).status_code == 200
            return True
        except Died:
            self.deaths += 1
            return False

    def _enters(self, person: Person, call: Call, waited: list[str], rows: list[QueuedReply]) -> None:
        made = [row for row in rows if row.id not in waited]
        gone = set(waited) - {row.id for row in rows}
        assert not gone or gone == set(waited), "a stop drops all that waited, and nothing else drops any"
        person.dropped |= gone
        person.queued += [row.id for row in made]
        self.owner |= {row.id: person for row in made}
        bodies = [opened(row) for row in made]
        stands = person.stands()
        assert stands is not None or gone == set(waited), "after a stop nothing of before is said"
        person.arrived.append(Arrived(call, self.clock.at, bodies, stands))

    def sends(self, reply: Reply, send: Callable[[Reply], Outcome]) -> tuple[bool, Outcome]:
        """Whether a provider did what a reply asks for, and what it said of it."""
        person, before = self.owner[reply.id], self._taken()
        outcome = send(reply)
        taken = self._taken() > before or (isinstance(outcome, Delivered) and not self.sent[reply.id])
        self.unheard += isinstance(outcome, TryAgain) and outcome.perhaps_sent
        if taken:
            self.sent[reply.id] += 1
            person.came.append(reply.id)
            self.perhaps[reply.id] += not isinstance(outcome, Delivered)
        return taken, outcome

    def _taken(self) -> int:
        return sum(fake.taken for fake in self.every.fakes)

    def _ends_with(self, who: int, work: Callable[[], object]) -> None:
        """Does some work; a worker that dies of it is replaced."""
        try:
            work()
            self.workers[who].dies = (0, BEFORE)
        except Died:
            self.deaths += 1
            self.perhaps.update(id for id, taken in self.workers[who].hand.items() if taken)
            held = QueuedReply.objects.filter(claimed_until__gt=self.clock.at, status=WAITING)
            self.left_in_hand += held.count()
            self.workers[who] = Worker(self)

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Counts what the log tells of replies that may have come twice."""
        handler = logging.Handler()
        handler.emit = self._counts  # type: ignore[method-assign]
        sending.log.addHandler(handler)
        try:
            yield
        finally:
            sending.log.removeHandler(handler)

    def _counts(self, record: logging.LogRecord) -> None:
        self.told_twice += "may have been sent twice" in record.msg

    # --- what is proved ----------------------------------------------------------------------

    def proved(self) -> None:
        """All that is on its way arrives, all that waits is sent; then the books must agree."""
        self.step_provider("")
        while self.on_its_way:
            self.step_bring(0, 0, BEFORE)
        self._sends_all()
        for person in self.people:
            self._came_once_and_in_order(person)
        assert self.came_twice() <= self.told_twice, "what may have come twice is counted"
        assert self.told_twice <= self.left_in_hand + self.unheard, "nothing else is"
        assert set(self.sent) <= set(self.owner), "nothing is sent that answers no message"
        self._is_as_undisturbed()
        self._a_day_later_nothing_changes()

    def came_twice(self) -> int:
        """Replies that came more than once. One that a stop dropped before it was heard that it came is
        counted by nobody.
        """
        dropped = set().union(*(person.dropped for person in self.people))
        return sum(times > 1 for id, times in self.sent.items() if id not in dropped)

    def _sends_all(self) -> None:
        for turn in range(MOST_WAITS):
            while self.workers[turn % 2].round():
                pass
            if not any(person.waiting() for person in self.people):
                return
            self.clock.at += LONGEST_WAIT
        raise AssertionError("something waits for ever")

    def _came_once_and_in_order(self, person: Person) -> None:
        place = {id: n for n, id in enumerate(person.queued)}
        assert [place[id] for id in person.came] == sorted(place[id] for id in person.came), "in their order"
        for id in person.queued:
            fewest = 0 if id in person.dropped else 1
            assert fewest <= self.sent[id] <= 1 + self.perhaps[id], "each once, unless nobody could know"

    def _is_as_undisturbed(self) -> None:
        """The same messages, each brought once, at the same times: the same replies, the same conversations.

        Another secret stands for another database: no row of the one is found under the other.
        """
        now, secret = self.clock.at, settings.SECRET_KEY
        settings.SECRET_KEY = f"another {secret}"
        try:
            with transaction.atomic():
                for person in self.people:
                    for arrived in person.arrived:
                        self._again_undisturbed(person, arrived)
                transaction.set_rollback(True)
        finally:
            self.clock.at, settings.SECRET_KEY = now, secret

    def _again_undisturbed(self, person: Person, arrived: Arrived) -> None:
        self.clock.at = arrived.at
        assert arrived.call.answered(self._client).status_code == 200
        rows = person.waiting()
        assert [opened(row) for row in rows] == arrived.bodies, "the same is said"
        assert person.stands() == arrived.stands, "it stands where it would"
        QueuedReply.objects.filter(conversation=person.key().id).delete()

    def _a_day_later_nothing_changes(self) -> None:
        self.clock.at += DAY_AFTER
        before, said = everything_kept(), self._taken()
        for message in self.was_brought:
            assert message.call.answered(self._client).status_code == 200
        assert self.workers[0].round() == 0
        assert (everything_kept(), self._taken()) == (before, said)


def opened(row: QueuedReply) -> bytes:
    """What waits in a row."""
    body = outbox._opened(row)
    assert body is not None
    return body


def everything_kept() -> list[list[tuple[Any, ...]]]:
    """All rows of conversations, claims and replies."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Conversation, ClaimedMessage, QueuedReply)
    ]
