"""Several replies sent at the same time: what is slow holds up nobody, and is in one hand only."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from tests.packs import AT

from kapea.channels import calling, delivery
from kapea.channels.channel import Delivered
from kapea.channels.delivery import AT_ONCE, Delivery
from kapea.channels.telegram import api
from kapea.core.doors.limits import TELEGRAM
from kapea.outbox import actions as outbox
from kapea.outbox.actions import IN_FLIGHT, Reply
from kapea.outbox.models import QueuedReply

DOOR, SLOW, QUICK = "telegram", b"slow", b"quick"
LONG = 600


class SlowProvider:
    """It answers the slow one only when the quick one is written down as sent."""

    pack, door = "cambodia", TELEGRAM

    def __init__(self) -> None:
        self.quick_is_over, self.waited = threading.Event(), []

    def deliver(self, body: bytes, ref: str) -> Delivered:
        if body == SLOW:
            self.waited.append(self.quick_is_over.wait(LONG))
        return Delivered()


@pytest.mark.usefixtures("db")
def test_what_was_sent_is_written_down_while_another_is_still_on_its_way(monkeypatch):
    """Else it would be sent again, if the worker died meanwhile."""
    provider = SlowProvider()
    settled = outbox.sent

    def sent(id: str) -> None:
        settled(id)
        provider.quick_is_over.set()

    monkeypatch.setattr(delivery.outbox, "sent", sent)
    outbox.queue("a", DOOR, [SLOW], at=AT)
    outbox.queue("b", DOOR, [QUICK], at=AT)
    with ThreadPoolExecutor(2) as pool:
        assert Delivery({DOOR: provider}, now=lambda: AT).round(pool) == 2
    assert provider.waited == [True]


@pytest.mark.usefixtures("db")
def test_no_more_is_taken_in_hand_than_is_sent_at_once():
    for n in range(AT_ONCE + 3):
        outbox.queue(f"{n}", DOOR, [QUICK], at=AT)
    sends = Delivery({DOOR: SlowProvider()}, now=lambda: AT)
    assert [sends.round(), sends.round(), sends.round()] == [AT_ONCE, 3, 0]


@pytest.mark.usefixtures("db")
def test_a_round_that_goes_wrong_is_told_and_is_not_the_last(monkeypatch, caplog):
    """Whatever of ours is broken, nothing that waits is lost, and the loop lives."""
    sends = Delivery({DOOR: SlowProvider()}, now=lambda: AT)
    outbox.queue("a", DOOR, [QUICK], at=AT)
    rounds, take_due = [], outbox.take_due

    def breaks_once(*given: object, **named: object) -> list[Reply]:
        rounds.append(given)
        if len(rounds) == 1:
            raise ZeroDivisionError
        taken = take_due(*given, **named)
        sends.stop()
        return taken

    monkeypatch.setattr(delivery.outbox, "take_due", breaks_once)
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0)
    monkeypatch.setattr(delivery.connections, "close_all", lambda: None)  # the test's own is one of them
    monkeypatch.setattr(delivery, "ThreadPoolExecutor", lambda *_: nullcontext())
    sends.run()
    assert len(rounds) == 2
    assert not QueuedReply.objects.exists()
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == [
        "channels: a round of sending went wrong; what waits is sent later"
    ]


def test_what_is_still_being_sent_is_in_nobody_elses_hand():
    """A call of Telegram may be two, where a message cannot be changed in its place."""
    assert IN_FLIGHT.total_seconds() > 2 * (api.SECONDS + api.REACHED_SECONDS)
    assert IN_FLIGHT.total_seconds() > calling.LIMIT.read + calling.LIMIT.connect
