"""Messages without end from one address: others are answered at once, it costs little, nobody is shut out.

The clock is the test's own: a thousand messages within a minute are a thousand messages within that minute.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.channels.conftest import Phone, as_shown
from tests.packs import AT
from tests.packs import world as world_of

from kapea.channels import doors
from kapea.channels.channel import ReceivedMessage
from kapea.channels.receive import receive
from kapea.channels.slow_down import is_never_passed_over
from kapea.channels.telegram.updates import read_update
from kapea.core.dialogue.once import TypedToNumbers
from kapea.guide import actions
from kapea.guide.models import Conversation
from kapea.outbox.models import QueuedReply, WritingPace
from kapea.outbox.pace import AT_ONCE, CLOCKS_DIFFER, EACH, delete_paces, keeps_pace

pytestmark = pytest.mark.one_database
MINUTE = timedelta(minutes=1)
SECONDS = 50.0
"""How long all messages take; at their end the next that is answered as ever is some seconds off."""
FEWER = 100
MOST_A_MINUTE = AT_ONCE + 2 * (MINUTE // EACH) + 2
"""What a minute without end can cost: what may be written at once, and twice what may be said after."""
DANGER = "i want to die"


class Flooding:
    """A phone that brings messages without end for a minute; all that is due is sent meanwhile. Where a case
    brings a thousand, a hundred do for the others of its kind: far more than a minute may cost.
    """

    def __init__(self, phone: Phone, times: int = 1000) -> None:
        self.phone, self.times = phone, times

    def brings(self, *words: str) -> int:
        """The words in turn, again and again; how many messages came to the phone."""
        before = self._sent()
        for n in range(self.times):
            assert self.phone.brings(self.phone.message(words[n % len(words)])) == 200
            self.phone.later(seconds=SECONDS / self.times)
            self.phone.delivery.round()
        return self._sent() - before

    def _sent(self) -> int:
        return len(self._calls()) - self.deletions()

    def deletions(self) -> int:
        """How many calls deleted messages from the chat."""
        return self._calls().count("deleteMessages")

    def _calls(self) -> list[str]:
        calls = self.phone.telegram.calls
        return [name for name, given in calls if given.get("chat_id") == self.phone.chat]


@pytest.fixture
def flooding(phone) -> Flooding:
    return Flooding(phone)


@pytest.fixture
def other(phone) -> Phone:
    """Somebody else, at the same moment."""
    return Phone(phone.telegram, phone.clock, number=2)


class TestAThousandInAMinute:
    def test_they_cost_little_and_another_person_is_answered_at_once(self, flooding, other):
        assert flooding.brings("good morning") <= MOST_A_MINUTE
        assert other.writes("/start").startswith("Hello.")
        assert "[A child or teen]" in other.taps("Begin")

    @pytest.mark.any_database
    @pytest.mark.parametrize("words", [["good morning"], ["1", "2", "back"], ["/start"]])
    def test_most_of_them_have_no_turn(self, flooding, words, monkeypatch):
        flooding.times = FEWER
        taken = []
        whole = actions._take
        monkeypatch.setattr(actions, "_take", lambda *a, **k: taken.append(1) or whole(*a, **k))
        flooding.brings(*words)
        assert AT_ONCE <= len(taken) <= MOST_A_MINUTE

    @pytest.mark.any_database
    @pytest.mark.parametrize(
        "words", [["help"], ["/stop"], ["help", "/stop"], [DANGER], [DANGER, "/stop", "back", "help"]]
    )
    def test_neither_do_words_that_are_never_passed_over_cost_more(self, flooding, words):
        flooding.times = FEWER
        assert flooding.brings(*words) <= MOST_A_MINUTE
        assert flooding.deletions() <= MOST_A_MINUTE

    def test_after_them_one_is_as_fast_as_before(self, flooding, phone):
        flooding.brings("good morning")
        phone.later(seconds=(AT_ONCE * EACH).total_seconds())
        for _ in range(AT_ONCE - 1):
            before = len(phone.shown)
            phone.writes("/start")
            assert len(phone.shown) == before + 1

    def test_a_person_who_taps_fast_is_not_slowed(self, phone):
        """Two taps in three seconds, for a minute."""
        phone.writes("/start")
        phone.taps("Begin")
        for _ in range(20):
            assert "[Help now]" in phone.taps("A child or teen")
            phone.later(seconds=1.5)
            assert "[A child or teen]" in phone.taps("Back")
            phone.later(seconds=1.5)


@pytest.mark.parametrize("last", ["help", "Help", "ជំនួយ", "/help"])
def test_who_asks_for_help_in_the_midst_of_them_is_answered(flooding, phone, last):
    flooding.times = FEWER
    flooding.brings("good morning")
    before = phone.shown
    phone.brings(phone.message(last))
    assert "1280" in _said_soon(phone)
    assert len(phone.shown) == len(before) + 1
    assert as_shown(phone.shown[-1]) != as_shown(before[-1])


@pytest.mark.parametrize(
    ("words", "yes"), [(DANGER, "[Yes]"), ("i will kill myself tonight", "[Yes]"), ("ខ្ញុំចង់ស្លាប់", "[Yes]")]
)
def test_danger_in_the_midst_of_them_is_heard_and_asked_about(flooding, phone, words, yes):
    flooding.times = FEWER
    flooding.brings("good morning")
    phone.brings(phone.message(words))
    said = _said_soon(phone)
    assert "1280" in said
    assert yes in said


def test_stopping_in_the_midst_of_them_leaves_nothing_and_is_said(flooding, phone):
    flooding.brings("good morning")
    phone.brings(phone.message("/stop"))
    assert Conversation.objects.count() == 0
    assert _said_soon(phone).startswith("Nothing is kept here now.")


def test_an_answer_tapped_in_the_midst_of_them_counts(flooding, phone):
    phone.writes("/start")
    phone.taps("Begin")
    tapped = phone.tap_on("A child or teen")
    flooding.brings("/start")
    phone.brings(tapped)
    _said_soon(phone)
    assert any("[Back]" in as_shown(each) for each in phone.shown), "it stands in place of what was tapped"


def test_what_is_passed_over_is_not_answered(flooding, phone):
    flooding.brings("good morning")
    before = len(phone.shown)
    phone.brings(phone.message("good evening"))
    phone.later(seconds=1)
    phone.reads()
    assert len(phone.shown) == before
    assert QueuedReply.objects.count() == 0


def test_what_waits_is_not_put_off_by_what_comes_after(flooding, phone):
    """However much is written, what was said last is on the phone within the seconds that were promised."""
    flooding.brings("good morning")
    before = len(phone.shown)
    for _ in range(2 * EACH // timedelta(seconds=1)):
        phone.brings(phone.message("help"))
        phone.later(seconds=1)
        phone.delivery.round()
    assert before < len(phone.shown) <= before + 5


def _said_soon(phone: Phone) -> str:
    phone.later(seconds=EACH.total_seconds())
    return phone.reads()


def test_late_messages_without_end_are_told_so_a_few_times(phone, bot):
    for _ in range(200):
        message = phone.message("good morning", date=int(phone.at.timestamp()) - 3600)
        phone.brings(message)
    phone.reads()
    calls = [given for method, given in bot.calls if method == "sendMessage"]
    assert len(calls) == AT_ONCE


@pytest.mark.usefixtures("db")
class TestPace:
    def test_so_many_at_once_and_then_one_every_few_seconds(self):
        assert [keeps_pace("sms", "a", at=AT) for _ in range(AT_ONCE + 5)].count(True) == AT_ONCE
        assert not keeps_pace("sms", "a", at=AT + EACH - timedelta(seconds=1))
        assert keeps_pace("sms", "a", at=AT + EACH)
        assert not keeps_pace("sms", "a", at=AT + EACH)

    def test_each_address_of_each_door_has_its_own(self):
        for _ in range(AT_ONCE):
            keeps_pace("sms", "a", at=AT)
        assert not keeps_pace("sms", "a", at=AT)
        assert keeps_pace("sms", "b", at=AT)
        assert keeps_pace("telegram", "a", at=AT)

    def test_a_clock_that_ran_ahead_slows_nobody(self):
        for _ in range(AT_ONCE):
            keeps_pace("sms", "a", at=AT + timedelta(days=1))
        assert keeps_pace("sms", "a", at=AT)

    def test_clocks_that_differ_a_little_give_nothing_away(self):
        """Two machines in turn, one of them some seconds ahead."""
        ahead = CLOCKS_DIFFER / 2
        kept = [keeps_pace("sms", "a", at=AT + ahead * (n % 2)) for n in range(200)]
        assert kept.count(True) <= AT_ONCE + ahead // EACH

    def test_nothing_of_it_is_left_when_it_slows_nobody(self):
        keeps_pace("sms", "99900000001", at=AT)
        [row] = WritingPace.objects.values()
        assert "99900000001" not in str(row)
        assert delete_paces(at=AT) == 0
        assert delete_paces(at=AT + EACH) == 1

    def test_what_a_clock_that_ran_ahead_left_is_deleted(self):
        keeps_pace("sms", "a", at=AT + timedelta(days=1))
        assert delete_paces(at=AT) == 1


class TestAnyPace(TestCase):
    """However an address writes, it never has more than was said, and never waits longer."""

    @given(st.lists(st.integers(0, 20_000), min_size=1, max_size=120))
    def test_never_more_and_never_shut_out(self, gaps):
        WritingPace.objects.all().delete()
        at, kept, refused = AT, [], AT - EACH
        for gap in gaps:
            at += timedelta(milliseconds=gap)
            if keeps_pace("sms", "a", at=at):
                kept.append(at)
            else:
                refused = at
                assert at - kept[-1] < EACH, "who waited so long is answered"
        assert refused <= at
        for n, first in enumerate(kept):
            assert all(k < AT_ONCE + (t - first) / EACH for k, t in enumerate(kept[n:]))


class TestReplies:
    def test_one_stands_for_all_that_waited(self, phone, flooding):
        flooding.brings("good morning")
        for words in ("help", "back", DANGER):
            phone.brings(phone.message(words))
        assert QueuedReply.objects.count() == 1

    def test_what_a_slowed_message_became_is_told(self, phone):
        bot = doors.channels()["telegram"]
        brought = [json.dumps(phone.message("hi")).encode() for _ in range(AT_ONCE + 2)]
        became = [receive(bot, message, at=phone.at) for each in brought for message in read_update(each)]
        assert [each.value for each in became] == ["message.answered"] * AT_ONCE + ["message.slowed"] * 2


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("0", True),
        ("០", True),
        ("help", True),
        ("stop", True),
        (DANGER, True),
        ("1", False),
        ("00", False),
        ("good morning", False),
    ],
)
def test_by_text_message_the_key_of_help_is_never_passed_over(words, never):
    message = ReceivedMessage("99900000001", "1", TypedToNumbers(words), words=words)
    assert is_never_passed_over(world_of("cambodia"), message) is never
