"""What is noted of messages that stand in a chat: each once, sealed, and nothing longer than it is of use."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.channels.every_door import PHONES
from tests.channels.fake_telegram import shape
from tests.channels.phones import TelegramPhone
from tests.channels.test_leaving import GOODBYE, WORRY, only_goodbyes, walks

from kapea.channels import doors
from kapea.channels.channel import Channel, ReceivedMessage
from kapea.channels.delivery import Delivery
from kapea.channels.telegram.bot import TelegramBot
from kapea.channels.upkeep import tidy_doors
from kapea.guide import actions as guide
from kapea.outbox import actions as outbox
from kapea.outbox.models import PARKED, STANDS, QueuedReply, StandingMessage

NOTED = 9
"""After `walks`: four messages of theirs and four of ours, and once more the one under which they began."""


def tidied(*, at: datetime) -> None:
    guide.sweep(at=at)
    tidy_doors(at=at)


class TestKept:
    def test_a_message_that_comes_twice_is_noted_once(self, phone):
        told = phone.message("/start")
        phone.brings(told)
        phone.brings(told)
        assert StandingMessage.objects.count() == 1

    def test_a_tap_that_only_changes_a_message_costs_nothing_more(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        noted = list(StandingMessage.objects.values_list())
        with CaptureQueriesContext(connection) as asked:
            phone.taps("A child or teen")
        assert list(StandingMessage.objects.values_list()) == noted
        assert not [each["sql"] for each in asked if "standing" in each["sql"]]

    def test_who_blocks_the_bot_is_noted_nowhere(self, phone):
        walks(phone)
        phone.brings(shape("my-chat-member-blocked"))
        assert not StandingMessage.objects.exists()

    def test_nor_is_who_left_unnoticed(self, phone, bot):
        walks(phone)
        phone.brings(phone.tap_on("Back"))
        bot.troubles += ["api-error-403-blocked"]
        phone.reads()
        assert not StandingMessage.objects.exists()

    def test_old_notes_go(self, phone):
        walks(phone)
        outbox.delete_old(at=phone.at + STANDS - timedelta(seconds=1))
        assert StandingMessage.objects.count() == NOTED
        outbox.delete_old(at=phone.at + STANDS)
        assert not StandingMessage.objects.exists()

    def test_notes_go_with_their_conversation_and_not_before(self, phone):
        walks(phone)
        phone.later(minutes=29)
        phone.taps("Back")
        phone.later(minutes=2)
        tidied(at=phone.at)
        assert StandingMessage.objects.count() == NOTED
        phone.later(minutes=31)
        tidied(at=phone.at)
        assert not StandingMessage.objects.exists()

    def test_under_a_new_secret_what_was_noted_under_the_former_goes(self, phone, settings):
        walks(phone)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another secret, long enough to be one"
        doors.channels.cache_clear()
        phone.delivery = Delivery(doors.channels(), now=phone.clock.now, clock=phone.clock.time)
        phone.writes("stop")
        only_goodbyes(phone)

    def test_what_no_secret_opens_is_told_to_the_operator(self, phone, caplog):
        walks(phone)
        StandingMessage.objects.update(sealed=b"no seal")
        phone.writes("stop")
        assert f"{NOTED} messages stay in a chat" in caplog.text
        assert phone.shown[-1]["text"].startswith(GOODBYE)


@pytest.mark.parametrize("kind", [kind for kind in PHONES if kind is not TelegramPhone], ids=lambda k: k.name)
def test_a_door_that_deletes_nothing_notes_nothing(every_door, kind):
    phone = every_door.phone(kind)
    delivery = Delivery(doors.channels(), now=every_door.clock.now, clock=every_door.clock.time)
    for words in (WORRY, "stop"):
        every_door.clock.passes(seconds=7)
        assert phone.writes(words).answered(Client()).status_code == 200
        while delivery.round():
            pass
        assert not StandingMessage.objects.exists()
    assert not QueuedReply.objects.filter(status=PARKED).exists()


def test_deletions_say_nothing():
    """So they may be queued without a message that they answer."""
    bot = TelegramBot("12345:A", "secret", "cambodia", "http://127.0.0.1:9")
    message = ReceivedMessage("45", "1", None, tap="9", tapped="3")
    [call] = map(msgspec.msgpack.decode, bot.deletions(message, ["1", "2", "3"], []))
    assert call["method"] == "deleteMessages"
    assert call["given"] == {"chat_id": 45, "message_ids": [1, 2]}
    assert Channel.deletions(bot, message, ["1"], []) == []


def test_what_already_waits_to_be_deleted_is_asked_for_once_and_a_goodbye_never():
    bot = TelegramBot("12345:A", "secret", "cambodia", "http://127.0.0.1:9")
    waiting = bot.deletions(ReceivedMessage("45", "1", None), ["3", "4"], [])
    [call] = map(
        msgspec.msgpack.decode,
        bot.deletions(ReceivedMessage("45", "2", None, tap="9", tapped="3"), ["4", "5"], waiting),
    )
    assert call["given"]["message_ids"] == [4, 5]
