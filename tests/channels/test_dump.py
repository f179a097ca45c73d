"""Whoever carries the database away after some hundred conversations, and every line of the log with it,
holds no address, no word that was said, no name and no state that can be read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests import postgres
from tests.channels import planted
from tests.channels.conftest import all_doors
from tests.channels.every_door import PHONES, EveryDoor
from tests.channels.fake_telegram import FakeTelegram
from tests.channels.loopback import DOWN
from tests.channels.phones import AnyPhone
from tests.logs import everything_logged
from tests.packs import MUCH

from kapea.channels import doors, receive
from kapea.channels.delivery import Delivery
from kapea.guide import keys, upkeep
from kapea.guide.access import conversation
from kapea.guide.models import Conversation
from kapea.outbox.actions import LIVES
from kapea.outbox.models import PARKED, WAITING, QueuedReply, StandingMessage

PEOPLE, DEEP, WAIT, PARK, LEAVE = 60 * MUCH, 10 * MUCH, 20 * MUCH, 4, 6
"""How many write; how many of them walk on; how many wait for an answer; how many will never get one;
how many leave, and what stands in their chats is not deleted yet.
"""
STEPS = 8
WORD, NAME = "zebrafinch", "Quillfeather"
"""No pack says either."""
CONTENT = ("content_", "django_")
"""Tables that hold what is published, and no conversation."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with everything_logged() as out:
        yield out


@pytest.fixture
def every_door(own_database, cambodia, settings, monkeypatch) -> Iterator[EveryDoor]:
    yield from all_doors(cambodia.release, settings, monkeypatch)


class Crowd:
    """All who write, and the worker that sends to them."""

    def __init__(self, every: EveryDoor) -> None:
        kinds = cycle(PHONES)
        self.every = every
        self.phones: list[AnyPhone] = [
            every.phone(kind, number, NAME) for number, kind in zip(range(1, PEOPLE + 1), kinds, strict=False)
        ]
        self.delivery = Delivery(doors.channels(), now=every.clock.now, clock=every.clock.time)
        self._client = Client()

    def forms(self) -> set[bytes]:
        """Every form of what is told of anybody."""
        each = [planted.forms(WORD), planted.forms(NAME)]
        kinds = [[p.address for p in self.phones if type(p) is kind] for kind in PHONES]
        return set().union(*each, *map(planted.forms_of_all, kinds))

    def brings(self, call: Any) -> None:
        assert call.answered(self._client).status_code == 200

    def sends(self) -> None:
        while self.delivery.round():
            pass

    def writes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The first are refused until it is too late, and have gone; most are answered, some walk on; a fault
        of ours lies on one message; the last wait.
        """
        self._fails_for(self.phones[:PARK])
        self.every.clock.passes(seconds=LIVES.total_seconds() + 1)
        self.sends()
        for phone in self.phones[PARK:-WAIT]:
            self.brings(phone.writes(f"my {WORD} is sad"))
        self.sends()
        for phone in self.phones[PARK : PARK + DEEP]:
            self._walks_on(phone)
        with monkeypatch.context() as broken:
            broken.setattr(receive, "look", _fault)
            self.brings(self.phones[PARK].writes(f"my {WORD} is sad"))
        self._fails_for(self.phones[-WAIT:], leave=LEAVE)

    def _fails_for(self, phones: list[AnyPhone], leave: int = 0) -> None:
        for fake in self.every.fakes:
            fake.failing = DOWN
        for phone in phones:
            self.brings(phone.writes(f"my {WORD} is sad"))
        for phone in phones[:leave]:
            self.brings(phone.writes("stop"))
        self.sends()
        for fake in self.every.fakes:
            fake.failing = ""

    def _walks_on(self, phone: AnyPhone) -> None:
        for step in range(STEPS):
            offered = phone.offered()
            self.brings(phone.taps(offered[step % max(1, len(offered) - 3)]))
            self.sends()


def _fault(*given: Any, **more: Any) -> Any:
    raise ValueError(f"{WORD} {given}")


def test_nothing_of_anybody_is_in_the_database_or_the_log(own_database, every_door, log, monkeypatch):
    crowd = Crowd(every_door)
    crowd.writes(monkeypatch)
    assert Conversation.objects.count() >= PEOPLE - PARK - LEAVE
    assert StandingMessage.objects.count() >= PEOPLE // len(PHONES)
    assert QueuedReply.objects.filter(status=WAITING).count() >= WAIT
    assert QueuedReply.objects.filter(status=PARKED).count() >= PARK
    assert any("could not be answered" in line for line in log.getvalue().splitlines())
    upkeep.flush()
    held = planted.tables() | {"the log": log.getvalue().encode()} | files_of(own_database)
    assert planted.found(crowd.forms(), held) == []
    assert readable(every_door, crowd, held) == []
    assert numbered(crowd) == []
    _is_found_where_it_is_planted(crowd.forms(), every_door.clock.at)


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies on the disk: with what was deleted, and the write-ahead log."""
    if connection.vendor == "postgresql":
        postgres.shared().run("CHECKPOINT")
        return planted.files(folder / "base") | planted.files(folder / "pg_wal")
    held = planted.files(folder, "kapea.sqlite3*")
    assert {"kapea.sqlite3", "kapea.sqlite3-wal"} <= set(held)
    return held


def readable(every: EveryDoor, crowd: Crowd, held: dict[str, bytes]) -> list[str]:
    """Where a state can be read: the beginning of one anywhere; in a table of ours, where somebody stands."""
    found = conversation(
        keys.of_address(crowd.phones[PARK].door, crowd.phones[PARK].address), at=every.clock.at
    )
    assert found is not None
    release = found.world.release
    begins = f'"r":"{found.state.release}"'.encode()
    nodes = [node.id.encode() for node in release.nodes]
    ours = {name: body for name, body in held.items() if "_" in name and not name.startswith(CONTENT)}
    assert {"guide_conversation", "outbox_queuedreply", "outbox_standingmessage"} <= set(ours)
    return [name for name, body in held.items() if begins in body] + [
        f"{name}: {node}" for name, body in ours.items() for node in nodes if node in body
    ]


def numbered(crowd: Crowd) -> list[str]:
    """Rows in which the number can be read that a message of ours has in its chat."""
    chats = next(fake.chats for fake in crowd.every.fakes if isinstance(fake, FakeTelegram))
    numbers = {str(id).encode() for chat in chats.values() for id in chat}
    rows = StandingMessage.objects.values_list("id", "sealed")
    assert len(numbers) >= (PEOPLE - WAIT - PARK) // len(PHONES)
    return [id for id, sealed in rows if any(number in bytes(sealed) for number in numbers)]


def _is_found_where_it_is_planted(forms: set[bytes], at: Any) -> None:
    """So that nothing is found because it is not there."""
    row = {"due_at": at, "expires_at": at + LIVES, "door": "telegram", "status": PARKED}
    for form in forms:
        leak = QueuedReply.objects.create(id="leak", sealed=b"x" + form + b"x", **row)
        assert ("outbox_queuedreply", form) in planted.found(forms, planted.tables(("outbox_queuedreply",)))
        leak.delete()
