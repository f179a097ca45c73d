"""A process that dies before or after any statement of a turn, or of a delivery, BEGIN and COMMIT as well:
with the message brought again, all stands as if nothing had happened; a reply comes twice only if it was on
its way. By Telegram, where a turn may be several replies, and by WhatsApp, where it is one.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.channels.dying import AFTER, BEFORE, Died, at_statement, die
from tests.channels.every_door import EveryDoor
from tests.channels.meta_phones import WhatsAppPhone
from tests.channels.phones import AnyPhone, Call, TelegramPhone
from tests.packs import AT

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.content.queries import worlds
from kapea.guide import keys
from kapea.guide.access import conversation
from kapea.outbox.actions import IN_FLIGHT
from kapea.outbox.models import ClaimedMessage, QueuedReply

MOST_STATEMENTS = 60


class Door:
    """One person at a door, and the worker behind it."""

    def __init__(self, every: EveryDoor, phone: AnyPhone) -> None:
        self.every, self.phone, self.clock = every, phone, every.clock
        self.delivery = Delivery(doors.channels(), now=self.clock.now, clock=self.clock.time)
        self._client = Client()

    def brings(self, call: Call) -> None:
        assert call.answered(self._client).status_code == 200

    def sends(self) -> None:
        while self.delivery.round():
            pass

    def stands(self) -> object:
        """Where the conversation is, what waits, and how many messages were taken."""
        found = conversation(keys.of_address(self.phone.door, self.phone.address), at=self.clock.at)
        where = None if found is None else (found.turn, found.memory)
        waiting = QueuedReply.objects.order_by("number").values_list(
            "door", "number", "status", "claimed_until"
        )
        return where, list(waiting), ClaimedMessage.objects.count()

    def came(self) -> list[str]:
        return [words for _, words in self.phone.provider.said]


@pytest.fixture(autouse=True)
def _numbers_stay(monkeypatch):
    """Whether something newer is live is asked in between, by the clock: on a busy machine one turn had a
    statement more than the next, and none died at the same.
    """
    monkeypatch.setattr(worlds, "_clock", lambda: 0.0)


@pytest.fixture(params=[TelegramPhone, WhatsAppPhone], ids=lambda kind: kind.name)
def door(request, every_door) -> Door:
    return Door(every_door, every_door.phone(request.param))


def dies_of(work: Callable[[], object], statement: int, *, before: bool) -> str:
    """The statement at which it died; empty where it does fewer."""
    with at_statement(statement, die, before=before) as met:
        try:
            work()
        except Died:
            assert met
    return next(iter(met), "")


def begun(door: Door) -> Call:
    """A walk begun anew, its ids as before; the call about its next tap."""
    door.every.begins_anew(AT)
    door.phone.made = 0
    for call in (door.phone.begins, lambda: door.phone.taps("Begin")):
        door.brings(call())
        door.sends()
    return door.phone.taps(next(label for label in door.phone.offered() if "hild or teen" in label))


@pytest.mark.parametrize("before", [BEFORE, AFTER], ids=["before", "after"])
def test_dying_at_any_statement_of_a_turn_leaves_nothing_half_done(door, before):
    door.brings(begun(door))
    undisturbed, met = door.stands(), []
    for statement in range(1, MOST_STATEMENTS):
        call = begun(door)
        start = door.stands()
        died = dies_of(lambda call=call: door.brings(call), statement, before=before)
        if not died:
            break
        met.append(died.split()[0])
        is_over = died == "COMMIT" and before is AFTER
        assert door.stands() == (undisturbed if is_over else start), f"{statement}: {died}"
        door.brings(call)
        assert door.stands() == undisturbed, f"{statement}: {died}"
    assert {"INSERT", "UPDATE", "COMMIT"} <= set(met)


@pytest.mark.parametrize("before", [BEFORE, AFTER], ids=["before", "after"])
def test_dying_at_any_statement_of_leaving_leaves_a_goodbye_alone(every_door, before):
    door = Door(every_door, every_door.phone(TelegramPhone))
    for statement in range(1, MOST_STATEMENTS):
        door.every.begins_anew(AT)
        for words in ("/start", "help"):
            door.brings(door.phone.writes(words))
            door.sends()
        stop = door.phone.writes("stop")
        died = dies_of(lambda call=stop: door.brings(call), statement, before=before)
        door.brings(stop)
        door.sends()
        assert [each.words[:7] for each in door.phone.shown] == ["Nothing"], f"{statement}: {died}"
        assert door.phone.provider.stands(door.phone.chat) == {door.phone.shown[0].id}, died
        if not died:
            return
    raise AssertionError("it comes to no end")


@pytest.mark.parametrize("before", [BEFORE, AFTER], ids=["before", "after"])
def test_what_is_written_down_as_sent_is_noted_at_whatever_statement_a_delivery_dies(every_door, before):
    """So that after leaving nothing stands in the chat but what came twice."""
    door = Door(every_door, every_door.phone(TelegramPhone))
    for statement in range(1, MOST_STATEMENTS):
        door.every.begins_anew(AT)
        door.brings(door.phone.begins())
        died = dies_of(door.sends, statement, before=before)
        door.clock.passes(seconds=IN_FLIGHT.total_seconds() + 1)
        door.sends()
        came = len(door.came())
        door.brings(door.phone.writes("stop"))
        door.sends()
        assert len(door.phone.provider.stands(door.phone.chat)) == came, f"{statement}: {died}"
        if not died:
            return
    raise AssertionError("it comes to no end")


@pytest.mark.parametrize("before", [BEFORE, AFTER], ids=["before", "after"])
def test_dying_at_any_statement_of_a_delivery_loses_no_reply(door, before):
    """Two people wait for what they asked for; the worker dies, another comes and waits until it may send."""
    waits(door)
    door.sends()
    undisturbed, met, twice = sorted(door.came()), [], 0
    for statement in range(1, MOST_STATEMENTS):
        waits(door)
        died = dies_of(door.sends, statement, before=before)
        met.append(died.split()[0] if died else "")
        in_hand = QueuedReply.objects.filter(claimed_until__isnull=False).count()
        at_death = len(door.came())
        door.sends()
        assert in_hand == QueuedReply.objects.filter(claimed_until__isnull=False).count()
        door.clock.passes(seconds=IN_FLIGHT.total_seconds() + 1)
        door.sends()
        assert QueuedReply.objects.count() == 0, f"{statement}: {died}"
        came = door.came()
        assert sorted(set(came)) == sorted(set(undisturbed)), f"{statement}: {died}"
        assert len(came) - len(undisturbed) <= min(1, at_death), "only what was on its way comes twice"
        twice += len(came) - len(undisturbed)
        if not died:
            break
    assert {"SELECT", "UPDATE", "DELETE"} <= set(met)
    assert twice, "some statement stands between what was sent and what is written down"


def waits(door: Door) -> None:
    """One was stopped in the middle, and writes again; another is at the beginning."""
    door.every.begins_anew(AT)
    other = door.every.phone(type(door.phone), 2)
    for call in (door.phone.begins(), door.phone.writes("stop"), other.begins(), door.phone.begins()):
        door.brings(call)
