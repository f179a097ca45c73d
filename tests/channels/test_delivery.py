"""Several replies sent at the same time: what is slow holds up nobody, and is in one hand only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError
from tests.packs import AT
from tests.server import until

from kapea.channels import calling, delivery, door_loop
from kapea.channels.channel import Delivered
from kapea.channels.delivery import AT_ONCE, Delivery
from kapea.channels.door_loop import DoorLoops
from kapea.channels.telegram import api
from kapea.core.doors.limits import TELEGRAM
from kapea.outbox import actions as outbox
from kapea.outbox.actions import IN_FLIGHT, Reply
from kapea.outbox.models import QueuedReply

DOOR, SLOW, QUICK = "telegram", b"slow", b"quick"
LONG = 600


class Provider:
    """It keeps the slow ones until it is let go, and takes the quick ones at once."""

    pack, door = "cambodia", TELEGRAM

    def __init__(self) -> None:
        self.let_go, self.took, self.most, self.holds = threading.Event(), list[bytes](), 0, 0
        self._lock = threading.Lock()

    def deliver(self, body: bytes, ref: str) -> Delivered:
        with self._lock:
            self.holds += 1
            self.most = max(self.most, self.holds)
        if body == SLOW:
            assert self.let_go.wait(LONG)
        with self._lock:
            self.holds -= 1
            self.took.append(body)
        return Delivered()


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.let_go.set()


@pytest.fixture
def sending(own_database, provider) -> Iterator[Callable[..., DoorLoops]]:
    """Begins to send by some doors of the provider."""
    made: list[DoorLoops] = []

    def begin(*doors: str, by: type[Delivery] = Delivery) -> DoorLoops:
        made.append(DoorLoops(by(dict.fromkeys(doors, provider), now=lambda: AT)))
        made[-1].start()
        return made[-1]

    yield begin
    provider.let_go.set()
    for each in made:
        each.stop(LONG)


def waits() -> int:
    return QueuedReply.objects.count()


def comes_to(number: int) -> None:
    until(lambda: waits() == number, within=LONG, what=lambda: f"{waits()} wait, not {number}")


def test_what_was_sent_is_written_down_while_another_is_still_on_its_way(sending, provider):
    """Else it would be sent again, if the worker died meanwhile."""
    outbox.queue("a", DOOR, [SLOW], at=AT)
    outbox.queue("b", DOOR, [QUICK, QUICK, QUICK], at=AT)
    sending(DOOR)
    comes_to(1)
    assert provider.took == [QUICK] * 3


def test_no_more_is_taken_in_hand_than_is_sent_at_once(sending, provider):
    for n in range(AT_ONCE + 3):
        outbox.queue(f"{n}", DOOR, [SLOW], at=AT)
    sending(DOOR)
    until(lambda: provider.most == AT_ONCE, within=LONG, what=lambda: f"{provider.most} were sent at once")
    assert QueuedReply.objects.filter(claimed_until__isnull=True).count() == 3
    provider.let_go.set()
    comes_to(0)
    assert provider.most == AT_ONCE
    assert len(provider.took) == AT_ONCE + 3


def test_a_provider_that_does_not_answer_holds_up_no_other_door(sending, provider):
    for n in range(3 * AT_ONCE):
        outbox.queue(f"{n}", DOOR, [SLOW], at=AT)
    outbox.queue("b", "whatsapp", [QUICK], at=AT)
    sending(DOOR, "whatsapp")
    comes_to(3 * AT_ONCE)
    assert provider.took == [QUICK]


def test_a_reply_is_sent_as_soon_as_it_is_told_of_and_what_is_in_hand_is_finished(
    sending, provider, monkeypatch
):
    monkeypatch.setattr(door_loop, "IDLE_SECONDS", LONG)
    loops = sending(DOOR)
    loops.start()
    outbox.queue("a", DOOR, [QUICK], at=AT)
    loops.wake(DOOR)
    loops.wake("a door that is not set up here")
    comes_to(0)
    outbox.queue("a", DOOR, [SLOW], at=AT)
    loops.wake(DOOR)
    until(lambda: provider.holds == 1, within=LONG, what="it is not on its way")
    threading.Timer(0.1, provider.let_go.set).start()
    loops.stop(LONG)
    assert (provider.took, waits()) == ([QUICK, SLOW], 0)


class OnceBroken(Delivery):
    """What breaks its first round."""

    error: type[Exception] = ZeroDivisionError
    rounds = 0

    def take(self, *given: Any, **named: Any) -> list[Reply]:
        type(self).rounds += 1
        if self.rounds == 1:
            raise self.error
        return super().take(*given, **named)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ZeroDivisionError, "channels: a round of sending went wrong; what waits is sent later"),
        (OperationalError, "channels: the database did not answer; what waits is sent later"),
    ],
)
def test_a_round_that_goes_wrong_is_told_and_is_not_the_last(sending, monkeypatch, caplog, error, says):
    """Whatever is broken, nothing that waits is lost, and the loop lives."""
    monkeypatch.setattr(OnceBroken, "error", error)
    monkeypatch.setattr(OnceBroken, "rounds", 0)
    monkeypatch.setattr(door_loop, "IDLE_SECONDS", 0.01)
    outbox.queue("a", DOOR, [QUICK], at=AT)
    sending(DOOR, by=OnceBroken)
    comes_to(0)
    assert [each.getMessage() for each in caplog.records] == [says]


def test_what_was_sent_while_the_database_was_away_is_written_down_and_not_sent_again(
    sending, provider, monkeypatch
):
    """The claim of another would count it as perhaps sent, and send it once more."""
    away, sent = threading.Event(), outbox.sent

    def written_down(*ids: str) -> None:
        if ids and not away.is_set():
            away.set()
            raise OperationalError
        sent(*ids)

    monkeypatch.setattr(delivery.outbox, "sent", written_down)
    monkeypatch.setattr(door_loop, "IDLE_SECONDS", 0.01)
    outbox.queue("a", DOOR, [QUICK, QUICK], at=AT)
    sending(DOOR)
    comes_to(0)
    assert away.is_set()
    assert provider.took == [QUICK, QUICK]


def test_what_is_still_being_sent_is_in_nobody_elses_hand():
    """A call of Telegram may be two, where a message cannot be changed in its place, and that of a tap."""
    assert IN_FLIGHT.total_seconds() > 2 * (api.SECONDS + api.REACHED_SECONDS) + 2 * api.TAP_SECONDS
    assert IN_FLIGHT.total_seconds() > calling.LIMIT.read + calling.LIMIT.connect
