"""Phones that answer at the same moment, and a part that is closed meanwhile: each is counted once, or told
that it came too late. And what a thief finds in the files afterwards.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from tests.pages.conftest import Visitor
from tests.staff.cast import make_cast
from tests.staff.phone_room import FIVE, HERE, NO, asks, chosen, form_of, room_of
from tests.vault.conftest import migrated_files, stores

from kapea.config import databases
from kapea.guide.upkeep import empty_log
from kapea.learning.models import LinkedAnswers, PhonePart
from kapea.vault.models import LinkKey
from kapea.vault.store import empty_key_log

__all__ = ["migrated_files", "stores"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
    pytest.mark.usefixtures("plans_live"),
]
CODES = ["ab12", "cd34", "ef56", "gh78", "ij90"]


@pytest.fixture
def room(request, moment):
    """A room in databases that threads reach."""
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        cast = make_cast(moment)
    return room_of(cast)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each came to, or the error it met; all let go together."""
    gate, out = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            gate.wait()
            out[number] = work()
        except Exception as error:
            out[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out


def sending(number: str, code: str = "") -> Callable[[], Any]:
    """A phone on which three cards are chosen; what it does when Send is tapped."""
    phone = Visitor()
    form = form_of(asks(phone, number), **chosen((NO, NO, NO)), c=code)
    return lambda: phone.post(*form).status_code


def test_phones_at_once_are_each_counted(room):
    number = room.opens()
    assert at_once(*(sending(number, code) for code in CODES)) == [303] * 5
    assert PhonePart.objects.get().answered == 5
    assert PhonePart.objects.get().tally["paying"] == {"smile": 0, "straight": 5, "question": 0}
    assert LinkedAnswers.objects.filter(dropped=False).count() == 5


def test_one_form_at_once_is_counted_once(room):
    send = sending(room.opens(), "ab12")
    assert at_once(send, send, send) == [303] * 3
    assert PhonePart.objects.get().answered == 1
    assert not LinkedAnswers.objects.get().dropped


def test_two_with_one_code_at_once_are_dropped(room):
    number = room.opens()
    assert at_once(sending(number, "ab12"), sending(number, "ab12")) == [303] * 2
    row = LinkedAnswers.objects.get()
    assert (row.dropped, bytes(row.before)) == (True, b"")


def test_who_sends_while_it_is_closed_is_counted_or_told(room):
    number = room.opens()
    room.people(number, FIVE)
    form = {**room.form(), "apart": "yes"}

    def close() -> int:
        return room.leads.post(f"{room.page}/close", form).status_code

    closed, *sent = at_once(close, *(sending(number) for _ in range(4)))
    assert closed == 302
    in_time = sent.count(303)
    assert sent.count(200) == 4 - in_time
    assert PhonePart.objects.get().answered == 5 + in_time
    assert room.cards()["first-words"] == (5, in_time, 0)


def test_in_the_files_no_byte_is_left_of_codes_and_their_key(room, request):
    room.people(room.opens(), [(NO, NO, NO)] * 5, CODES)
    room.adds()
    wanted = [row.mark.encode() for row in LinkedAnswers.objects.all()]
    wanted += [bytes(row.before)[1:] for row in LinkedAnswers.objects.all()]
    wanted.append(bytes(LinkKey.objects.get().material))
    assert found(wanted, request) == len(wanted), "they stand there now"
    room.leads.post(f"{HERE}{room.workshop.id}/step", {"step": "close"})
    assert not LinkedAnswers.objects.exists()
    assert not LinkKey.objects.exists()
    empty_log()
    empty_key_log()
    assert found(wanted, request, gone=True) == 0


def found(wanted: list[bytes], request, *, gone: bool = False) -> int:
    """How many of these stand in the files; those of PostgreSQL are not ours to read."""
    if connection.vendor != "sqlite":
        return 0 if gone else len(wanted)
    files = request.getfixturevalue("stores").bytes_of("default", "keys")
    return sum(each in files for each in wanted)
