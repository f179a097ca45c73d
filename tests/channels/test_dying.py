"""A process that dies before or after any statement of a turn, or of a delivery: with the message brought
again, all stands as if nothing had happened; a reply is sent twice only if it was on its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from kapea.guide import actions, keys
from kapea.guide.access import conversation
from kapea.outbox.actions import IN_FLIGHT
from kapea.outbox.models import ClaimedMessage, QueuedReply

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STATEMENTS = 60


class Died(BaseException):
    """As a process dies: nothing of ours catches it."""


@contextmanager
def dies(at_statement: int, *, before: bool) -> Iterator[list[bool]]:
    """Dies before or after a statement is done; afterwards the list says whether it came so far."""
    seen, died = 0, []

    def wrapper(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == at_statement and before:
            died.append(True)
            raise Died
        done = execute(sql, params, many, context)
        if seen == at_statement:
            died.append(True)
            raise Died
        return done

    with connection.execute_wrapper(wrapper):
        try:
            yield died
        except Died:
            connection.connection.rollback()  # what the database does when nobody is there any more


def stands(phone):
    """Where the conversation is, and what waits."""
    found = conversation(keys.of_address("telegram", str(phone.chat)), at=phone.at)
    stands = None if found is None else (found.turn, found.state)
    waiting = QueuedReply.objects.order_by("number").values_list("door", "number", "status")
    return stands, list(waiting), ClaimedMessage.objects.count()


@pytest.mark.parametrize("before", [True, False])
def test_dying_at_any_statement_of_a_turn_leaves_nothing_half_done(phone, before):
    phone.writes("/start")
    phone.taps("Begin")
    start = stands(phone)
    tap = phone.tap_on("A child or teen")
    phone.brings(tap)
    undisturbed = stands(phone)
    for statement in range(1, MOST_STATEMENTS):
        _again_from(phone, start)
        with dies(statement, before=before) as died:
            phone.brings(tap)
        if not died:
            break
        assert stands(phone) == start, f"statement {statement}"
        phone.brings(tap)
        assert stands(phone) == undisturbed, f"statement {statement}"
    assert 5 < statement < MOST_STATEMENTS - 1


def _again_from(phone, start):
    """Back to before the tap: the conversation is walked anew to where it was."""
    QueuedReply.objects.all().delete()
    ClaimedMessage.objects.all().delete()
    actions.forget(keys.of_address("telegram", str(phone.chat)))
    phone.writes("/start")
    phone.taps("Begin")
    assert stands(phone) == start


@pytest.mark.parametrize("before", [True, False])
def test_dying_at_any_statement_of_a_delivery_loses_no_reply(phone, before):
    for statement in range(1, MOST_STATEMENTS):
        phone.telegram.chats.clear()
        QueuedReply.objects.all().delete()
        phone.brings(phone.message("/stop"))
        phone.brings(phone.message("/start"))
        with dies(statement, before=before) as died:
            phone.reads()
        phone.later(seconds=IN_FLIGHT.total_seconds() + 1)
        phone.reads()
        texts = [shown["text"] for shown in phone.shown]
        assert texts[-1].startswith("Hello."), f"statement {statement}"
        assert len(texts) - len(set(texts)) <= 1, "only what was on its way comes twice"
        assert QueuedReply.objects.count() == 0
        if not died:
            break
    assert 3 < statement < MOST_STATEMENTS - 1
