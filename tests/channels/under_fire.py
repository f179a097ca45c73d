"""Some people at some doors while everything goes wrong that may: messages come twice, late and in another
order, two workers send, a provider fails, a worker dies. What is written down of it (books.py) must agree in
the end (proofs.py).
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.channels.books import Arrived, Message, Person, opened, says_nothing
from tests.channels.dying import AFTER, BEFORE, Died, at_statement, die
from tests.channels.every_door import EveryDoor, Site
from tests.channels.phones import AnyPhone, Call

from kapea.channels import delivery as sending
from kapea.channels import doors
from kapea.channels.channel import Delivered, Outcome, TryAgain
from kapea.channels.delivery import Delivery
from kapea.outbox.actions import Reply
from kapea.outbox.models import WAITING, ClaimedMessage, QueuedReply
from kapea.outbox.pace import EACH

WORDS = ("someone made a fake account of me", "i want to die", "1", "00", "help", "stop")
Step = tuple[Any, ...]
"""What happens next; see `UnderFire.takes`."""


class Worker(Delivery):
    """A worker that may die as it sends: before its provider hears, or before it is written down."""

    def __init__(self, fire: UnderFire) -> None:
        clock = fire.every.clock
        super().__init__(doors.channels(), now=clock.now, clock=clock.time)
        self.fire, self.dies, self.hand = fire, (0, BEFORE), dict[str, bool]()

    def send(self, reply: Reply) -> Outcome:
        if self.dies == (len(self.hand) + 1, BEFORE):
            raise Died
        taken, outcome = self.fire.sends(reply, super().send)
        self.hand[reply.id] = taken
        if self.dies == (len(self.hand), AFTER):
            raise Died
        return outcome

    def settle(self, reply: Reply, outcome: Outcome) -> None:
        super().settle(reply, outcome)
        if isinstance(outcome, Delivered) and outcome.message_id:
            self.fire.known.add((reply.door, int(outcome.message_id)))
        self.hand.pop(reply.id)


class _DoublesTold(logging.Handler):
    """Counts the lines of the log that tell of a reply which may have come twice."""

    def __init__(self, fire: UnderFire) -> None:
        super().__init__()
        self._fire = fire

    def emit(self, record: logging.LogRecord) -> None:
        self._fire.told_twice += "may have been sent twice" in record.msg


class UnderFire:
    """`phones`: those of the people. `perhaps`: how often each reply may have come once more than it should,
    because whoever sent it did not learn that it came. `known`: messages in chats whose ids were written
    down, by door.
    """

    def __init__(self, every: EveryDoor, phones: Sequence[AnyPhone]) -> None:
        self.every, self.clock = every, every.clock
        self.people = [Person(phone) for phone in phones]
        self.workers = [Worker(self), Worker(self)]
        self.on_its_way, self.was_brought = list[Message](), list[Message]()
        self.owner: dict[str, Person] = {}
        self.sent, self.perhaps = Counter[str](), Counter[str]()
        self.known = set[tuple[str, int]]()
        self.calls = 0
        self.told_twice = self.left_in_hand = self.unheard = self.deaths = 0
        self.site = Site()

    def arrived(self) -> int:
        """How many messages were taken."""
        return sum(len(person.arrived) for person in self.people)

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
        """As on a quiet day: somebody taps or writes, it is brought, what is due is sent. It takes them as
        long as people do, so nobody is slowed down (test_slow_down.py).
        """
        self.clock.passes(seconds=EACH.total_seconds() + 1)
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
        self.calls += 1
        try:
            with at_statement(statement, die, before=before):
                assert call.answered(self.site).status_code == 200
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
        before, outcome = self.calls_taken(), send(reply)
        taken = self.calls_taken() > before or (isinstance(outcome, Delivered) and not self.sent[reply.id])
        self.unheard += isinstance(outcome, TryAgain) and outcome.perhaps_sent
        if reply.id not in self.owner:
            assert says_nothing(reply), "nothing is sent that answers no message"
        elif taken:
            self.sent[reply.id] += 1
            self.owner[reply.id].came.append(reply.id)
            self.perhaps[reply.id] += not isinstance(outcome, Delivered)
        return taken, outcome

    def calls_taken(self) -> int:
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
        handler = _DoublesTold(self)
        sending.log.addHandler(handler)
        try:
            yield
        finally:
            sending.log.removeHandler(handler)
