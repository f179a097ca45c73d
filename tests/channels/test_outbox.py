"""What waits is sent in its order, once, until it is too late; whoever fails meanwhile."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.packs import AT
from tests.run import ROOT

from kapea.outbox import actions
from kapea.outbox.actions import IN_FLIGHT, Reply
from kapea.outbox.models import LIVES, ClaimedMessage, QueuedReply

DOOR = "telegram"


def waits(conversation: str, *words: str, at=AT) -> None:
    actions.queue(conversation, DOOR, [word.encode() for word in words], at=at)


def taken(at=AT, **more) -> list[Reply]:
    return actions.take_due([DOOR], at=at, **more)


@pytest.mark.usefixtures("db")
class TestOrder:
    def test_of_a_conversation_one_follows_the_other(self):
        waits("a", "one", "two")
        waits("b", "three")
        first = taken()
        assert {reply.body for reply in first} == {b"one", b"three"}
        assert taken() == []
        actions.sent(next(reply.id for reply in first if reply.body == b"one"))
        assert [reply.body for reply in taken()] == [b"two"]

    def test_what_comes_later_stands_behind(self):
        waits("a", "one")
        [one] = taken()
        waits("a", "two")
        assert taken() == []
        actions.again(one, "not now", at=AT, seconds=5)
        assert taken(at=AT + timedelta(seconds=4)) == []
        assert [reply.body for reply in taken(at=AT + timedelta(seconds=5))] == [b"one"]

    def test_another_door_waits_for_nobody(self):
        waits("a", "one")
        assert actions.take_due(["sms"], at=AT) == []

    def test_one_that_waits_for_long_holds_up_nobody_else(self):
        """However much stands behind it."""
        waits("a", *(f"a{n}" for n in range(60)))
        [first] = taken()
        actions.again(first, "not now", at=AT, seconds=3000)
        waits("b", "other", at=AT + timedelta(seconds=1))
        assert [reply.body for reply in taken(at=AT + timedelta(seconds=2))] == [b"other"]


@pytest.mark.usefixtures("db")
class TestHands:
    def test_who_dies_with_one_leaves_it_to_the_next(self):
        waits("a", "one")
        [first] = taken()
        assert not first.perhaps_sent
        assert taken(at=AT + IN_FLIGHT - timedelta(seconds=1)) == []
        [second] = taken(at=AT + IN_FLIGHT)
        assert (second.id, second.perhaps_sent, second.tries) == (first.id, True, 2)

    def test_what_is_refused_once_was_in_nobodys_hand(self):
        waits("a", "one")
        [first] = taken()
        actions.again(first, "not now", at=AT, seconds=1)
        [second] = taken(at=AT + timedelta(seconds=1))
        assert not second.perhaps_sent

    @pytest.mark.parametrize("unheard", [True, False])
    def test_that_it_may_have_been_sent_is_remembered_until_it_is(self, unheard):
        """Nothing came back; or whoever had it died. Refused after that, it may still come twice."""
        waits("a", "one")
        [first] = taken()
        if unheard:
            actions.again(first, "nothing came back", at=AT, seconds=1, perhaps_sent=True)
        [second] = taken(at=AT + IN_FLIGHT)
        actions.again(second, "not now", at=AT + IN_FLIGHT, seconds=5)
        assert taken(at=AT + IN_FLIGHT + timedelta(seconds=4)) == []
        [third] = taken(at=AT + IN_FLIGHT + timedelta(seconds=5))
        assert (second.perhaps_sent, third.perhaps_sent) == (True, True)

    def test_who_is_slow_gives_back_nothing_that_another_took_meanwhile(self):
        waits("a", "one")
        [slow] = taken()
        [_other] = taken(at=AT + IN_FLIGHT)
        actions.again(slow, "not now", at=AT + IN_FLIGHT, seconds=0)
        assert taken(at=AT + IN_FLIGHT) == []


def test_many_who_take_at_the_same_time_have_each_their_own(own_database):
    """Also what was just given back: it is in one hand, and in none before it is due."""
    for n in range(60):
        waits(f"{n}", "one")

    def takes(_: int) -> list[Reply]:
        mine = list[Reply]()
        try:
            while found := taken(most=3):
                mine += found
                actions.again(found[-1], "too many at once", at=AT, seconds=60)
        finally:
            connection.close()
        return mine

    with ThreadPoolExecutor(4) as people:
        everybody = [reply.id for mine in people.map(takes, range(4)) for reply in mine]
    assert len(everybody) == len(set(everybody)) == 60


@pytest.mark.usefixtures("db")
class TestEnds:
    def test_too_late_is_parked_with_a_reason_and_nothing_of_anybody(self):
        waits("a", "one", "two")
        assert taken(at=AT + LIVES) == taken(at=AT + LIVES) == []
        for row in QueuedReply.objects.all():
            assert (row.status, row.conversation, bytes(row.sealed)) == ("parked", "", b"")
            assert row.reason == "too late to answer"

    def test_what_another_secret_sealed_is_parked(self, settings):
        waits("a", "one")
        settings.SECRET_KEY = "another secret, long enough to be one"
        assert taken() == []
        assert QueuedReply.objects.get().reason == "sealed under another secret"

    def test_what_a_former_secret_sealed_is_sent(self, settings):
        waits("a", "one")
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another secret, long enough to be one"
        assert [reply.body for reply in taken()] == [b"one"]

    def test_after_stop_nothing_waits(self):
        waits("a", "one", "two")
        waits("b", "three")
        assert actions.drop_all("a") == 2
        assert [reply.body for reply in taken()] == [b"three"]

    def test_nothing_readable_stands_in_a_row(self):
        waits("a", "zebrafinch")
        [row] = QueuedReply.objects.values()
        assert b"zebrafinch" not in b"".join(map(bytes, [row["sealed"]]))
        assert "zebrafinch" not in str(row)


@pytest.mark.usefixtures("db")
class TestClaims:
    def test_a_message_is_claimed_once_for_each_door(self):
        assert actions.claim_message("telegram", "7", at=AT)
        assert not actions.claim_message("telegram", "7", at=AT)
        assert actions.claim_message("sms", "7", at=AT)

    def test_claims_are_kept_as_long_as_anybody_sends_again(self):
        actions.claim_message(DOOR, "7", at=AT)
        actions.delete_old(at=AT + timedelta(days=8))
        assert not actions.claim_message(DOOR, "7", at=AT)
        actions.delete_old(at=AT + timedelta(days=9))
        assert ClaimedMessage.objects.count() == 0


def test_nothing_goes_out_but_in_answer_to_what_was_received():
    """Two places queue: where a message was claimed, and the way back that is called from there."""
    sources = (ROOT / "src").rglob("*.py")
    texts = {path.name: path.read_text("utf-8") for path in sources}
    queues = {name for name, text in texts.items() if re.search(r"outbox\.queue\w*\(", text)}
    callers = {name for name, text in texts.items() if "kapea.channels import way_back_messages" in text}
    assert queues == {"receive.py", "way_back_messages.py"}
    assert callers == {"receive.py"}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("queue"), st.sampled_from("ab")),
        st.tuples(st.just("take"), st.sampled_from(["sent", "again", "dies"])),
        st.tuples(st.just("wait"), st.integers(1, 90)),
    ),
    max_size=40,
)


class TestAnyCourse(TestCase):
    """Whatever is queued, sent, refused and dropped by dying, in whatever order."""

    @given(STEPS)
    def test_each_reply_is_sent_and_in_its_order(self, steps):
        QueuedReply.objects.all().delete()
        at, queued, sent = AT, {"a": [], "b": []}, {"a": [], "b": []}
        for kind, what in [*steps, *[("wait", 90), ("take", "sent")] * 60]:
            if kind == "queue":
                word = f"{what}{len(queued[what])}"
                queued[what].append(word)
                waits(what, word, at=at)
            elif kind == "wait":
                at += timedelta(seconds=what)
            else:
                for reply in taken(at=at):
                    word = reply.body.decode()
                    if what == "again":
                        actions.again(reply, "not now", at=at)
                        continue
                    sent[word[0]].append(word)
                    if what == "sent":
                        actions.sent(reply.id)
        for name in "ab":
            assert list(dict.fromkeys(sent[name])) == queued[name], "each, and in its order"
            assert sorted(sent[name], key=queued[name].index) == sent[name], "and never an earlier one after"
