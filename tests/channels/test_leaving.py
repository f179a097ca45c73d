"""Whoever leaves a chat whose messages can be deleted finds nothing there but a goodbye."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.channels.fake_telegram import MOST_DELETED, buttons_of

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.guide.models import Conversation
from kapea.outbox import actions as outbox
from kapea.outbox.models import PARKED, STANDS, QueuedReply, StandingMessage

GOODBYE = "Nothing is kept here now."
WORRY = "someone made a fake account of me"


def walks(phone) -> None:
    """Four messages of theirs, four of ours."""
    phone.writes("/start")
    phone.taps("Begin")
    for words in (WORRY, "help", WORRY):
        phone.writes(words)
    assert len(phone.telegram.stands(phone.chat)) == 8


def only_goodbyes(phone, many: int = 1) -> None:
    """So many stand in the chat and nothing else, and nothing of it is kept here."""
    assert [each["text"].startswith(GOODBYE) for each in phone.shown] == [True] * many
    assert phone.telegram.written[phone.chat] == {}
    assert not StandingMessage.objects.exists()
    assert not QueuedReply.objects.exists()


def sends_while_somebody_writes(phone, *words: str) -> int:
    """They write when the first reply has come and is not yet written down; how many were taken in hand."""
    written = list[int]()

    class Slow(Delivery):
        def settle(self, reply, outcome):
            if not written:
                written.extend(phone.brings(phone.message(each)) for each in words)
            super().settle(reply, outcome)

    return Slow(doors.channels(), now=phone.clock.now, clock=phone.clock.time).round()


class TestChat:
    @pytest.mark.parametrize("words", ["stop", "/stop"])
    def test_who_writes_that_they_stop_finds_a_goodbye_alone(self, phone, words):
        walks(phone)
        assert phone.writes(words).startswith(GOODBYE)
        only_goodbyes(phone)

    @pytest.mark.parametrize("which", [0, -1])
    def test_who_taps_leave_finds_the_goodbye_in_its_place(self, phone, which):
        walks(phone)
        id, message = list(phone.telegram.chats[phone.chat].items())[which]
        data = next(b["callback_data"] for b in buttons_of(message) if b["text"] == "Leave")
        tap = phone.tap_on("Leave")
        query = tap["callback_query"]
        query |= {"data": data, "message": query["message"] | {"message_id": id}}
        phone.brings(tap)
        phone.reads()
        only_goodbyes(phone)
        assert list(phone.telegram.chats[phone.chat]) == [id]

    def test_leave_under_a_message_that_is_not_noted_any_more(self, phone):
        walks(phone)
        StandingMessage.objects.all().delete()
        before = phone.telegram.stands(phone.chat)
        phone.taps("Leave")
        assert phone.shown[-1]["text"].startswith(GOODBYE)
        assert phone.telegram.stands(phone.chat) == before

    def test_every_picture_of_an_album_goes(self, phone):
        photos = [{"text": "", "photo": [], "media_group_id": "7"} for _ in range(3)]
        album = [phone.message(**each) for each in photos]
        for each in (*album, *album):
            phone.brings(each)
        phone.reads()
        assert StandingMessage.objects.count() == len(album) + 1
        phone.writes("stop")
        only_goodbyes(phone)

    def test_what_was_written_too_fast_or_came_too_late_goes_as_well(self, phone):
        late = phone.message(WORRY)
        phone.later(minutes=40)
        phone.brings(late)
        for _ in range(50):
            phone.brings(phone.message("so sad"))
        phone.later(minutes=5)
        phone.reads()
        phone.writes("stop")
        only_goodbyes(phone)

    def test_more_than_one_call_deletes(self, phone):
        for n in range(MOST_DELETED + 5):
            phone.brings(phone.message(f"so sad {n}"))
        phone.writes("stop")
        phone.later(minutes=1)
        phone.reads()
        only_goodbyes(phone)
        asked = [
            len(given["message_ids"]) for name, given in phone.telegram.calls if name == "deleteMessages"
        ]
        assert len(asked) > 1
        assert max(asked) == MOST_DELETED

    def test_what_an_earlier_conversation_left_goes_too(self, phone):
        walks(phone)
        phone.later(hours=30)
        phone.writes("/start")
        phone.writes("stop")
        only_goodbyes(phone)

    def test_what_is_too_old_to_be_deleted_is_not_asked_for(self, phone):
        walks(phone)
        old = phone.telegram.stands(phone.chat)
        phone.later(hours=49)
        phone.writes("/start")
        phone.writes("stop")
        assert phone.telegram.stands(phone.chat) - old == {list(phone.telegram.chats[phone.chat])[-1]}
        assert not QueuedReply.objects.filter(status=PARKED).exists()

    def test_the_last_moment_at_which_it_may_wait_is_not_too_late(self, phone, bot):
        phone.writes("/start")
        phone.later(seconds=(STANDS - timedelta(seconds=2)).total_seconds())
        bot.failing = "down"
        phone.writes("stop")
        for _ in range(70):
            phone.later(minutes=5)
            phone.reads()
        phone.later(minutes=9)
        bot.failing = ""
        phone.reads()
        assert 1 not in bot.stands(phone.chat)


class TestMeanwhile:
    def test_a_second_stop_drops_no_deletion(self, phone):
        walks(phone)
        phone.brings(phone.message("stop"))
        phone.brings(phone.message("stop"))
        phone.reads()
        only_goodbyes(phone)

    def test_what_is_written_too_fast_drops_none_either(self, phone):
        for _ in range(45):
            phone.brings(phone.message("so sad"))
        phone.brings(phone.message("stop"))
        phone.brings(phone.message("help"))
        phone.later(minutes=1)
        phone.reads()
        assert len(phone.telegram.written[phone.chat]) == 1, "the word help, of a conversation since"

    @pytest.mark.parametrize("fast", [0, 45])
    def test_what_a_goodbye_that_was_never_said_stood_in_for_goes_too(self, phone, fast):
        walks(phone)
        for _ in range(fast):
            phone.brings(phone.message("so sad"))
        phone.brings(phone.tap_on("Leave"))
        phone.brings(phone.message("help"))
        phone.brings(phone.message("stop"))
        phone.later(minutes=1)
        phone.reads()
        only_goodbyes(phone)

    def test_who_goes_on_under_what_was_the_goodbye_leaves_nothing_there_either(self, phone):
        """An old button is tapped after Leave: the goodbye gives way to a screen of another conversation."""
        walks(phone)
        late = phone.tap_on("Help now")
        phone.brings(phone.tap_on("Leave"))
        phone.reads()
        phone.brings(late)
        phone.reads()
        phone.later(minutes=1)
        assert not phone.shown[-1]["text"].startswith(GOODBYE)
        phone.writes("stop")
        only_goodbyes(phone)

    def test_what_was_on_its_way_comes_and_is_deleted(self, phone):
        phone.brings(phone.message("/start"))
        assert sends_while_somebody_writes(phone, "stop") == 1
        assert len(phone.shown) == 1, "it came after they left"
        phone.reads()
        only_goodbyes(phone)

    def test_what_was_on_its_way_when_they_came_back_belongs_to_the_new_conversation(self, phone):
        phone.brings(phone.message("/start"))
        sends_while_somebody_writes(phone, "stop", "/start")
        phone.reads()
        assert [each["text"][:5] for each in phone.shown] == ["Hello", "Nothi", "Hello"]
        phone.writes("stop")
        only_goodbyes(phone, many=2)

    @pytest.mark.parametrize("trouble", ["api-error-400-cannot-delete", "api-error-400-chat-not-found",
                                         "api-error-403-blocked"])  # fmt: skip
    def test_a_deletion_that_is_refused_touches_nothing_else(self, phone, bot, trouble):
        walks(phone)
        phone.brings(phone.message("stop"))
        phone.brings(phone.message("/start"))
        [row] = [r for r in QueuedReply.objects.all() if b"deleteMessages" in outbox._opened(r)]
        QueuedReply.objects.exclude(id=row.id).update(due_at=phone.at + timedelta(seconds=5))
        bot.troubles.append(trouble)
        phone.reads()
        phone.later(seconds=6)
        assert phone.reads().startswith("Hello.")
        assert Conversation.objects.count() == 1
        assert [r.status for r in QueuedReply.objects.all()] == [PARKED]
