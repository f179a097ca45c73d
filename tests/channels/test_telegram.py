"""A chat with the Telegram bot, from the first word to who helps, as the phone shows it."""

from __future__ import annotations

import pytest
from tests.channels.fake_telegram import SHAPES, shape

from kapea.guide.models import Conversation
from kapea.outbox.models import QueuedReply

FIRST = "Hello. Tap below when only you see this."


class TestWalk:
    def test_the_first_message_is_neutral_and_begins_with_a_tap(self, phone):
        assert phone.writes("/start").splitlines()[0] == FIRST
        after = phone.taps("Begin")
        assert "1280" in after
        assert "[A child or teen]" in after
        assert len(phone.shown) == 1, "the screen stands in place of the greeting"

    def test_who_comes_by_a_link_is_met_as_anybody(self, phone):
        assert phone.writes("/start k7").splitlines()[0] == FIRST
        assert "[A child or teen]" in phone.taps("Begin")

    def test_a_tap_leads_on_in_the_same_message(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        after = phone.taps("A child or teen")
        assert "[Help now]" in after
        assert "[Back]" in after
        assert len(phone.shown) == 1

    def test_danger_in_the_first_words_is_asked_about_before_any_menu(self, phone):
        after = phone.writes("i want to die")
        assert "[Yes]" in after
        assert "1280" in after

    def test_words_after_a_screen_are_answered_below_them(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        phone.writes("someone made a fake account of me")
        assert len(phone.shown) == 2

    def test_an_old_button_answers_nothing_and_shows_where_one_is(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        old = phone.tap_on("A child or teen")
        now = phone.taps("A friend who helps")
        assert phone.brings(old) == 200
        assert phone.reads() == now

    def test_back_tapped_twice_goes_back_once(self, phone):
        phone.writes("/start")
        first = phone.taps("Begin")
        phone.taps("A child or teen")
        back, again = phone.tap_on("Back"), phone.tap_on("Back")
        phone.brings(back)
        phone.brings(again)
        assert phone.reads() == first

    def test_stop_leaves_nothing(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        assert phone.taps("Leave").startswith("Nothing is kept here now.")
        assert Conversation.objects.count() == 0
        assert QueuedReply.objects.count() == 0

    def test_khmer_letters_are_answered_in_khmer(self, phone):
        assert "ចុច" in phone.writes("សួស្តី")

    def test_another_language_by_its_button(self, phone):
        phone.writes("/start")
        assert "ទូរស័ព្ទជំនួយកុមារ" in phone.taps("ខ្មែរ")

    @pytest.mark.parametrize("words", ["1", "yes", "A child or teen", "2."])
    def test_nobody_answers_a_screen_that_they_have_not_seen(self, phone, words):
        assert phone.writes(words).splitlines()[0] == FIRST
        assert "[A child or teen]" in phone.taps("Begin"), "nothing was taken for an answer"

    def test_an_old_button_of_the_first_screen_begins_with_a_greeting(self, phone):
        phone.writes("/start")
        phone.taps("Begin")
        old = phone.tap_on("A child or teen")
        phone.later(minutes=45)
        phone.brings(old)
        assert phone.reads().splitlines()[0] == FIRST
        assert "[A child or teen]" in phone.taps("Begin")

    def test_help_written_first_is_help(self, phone):
        assert "1280" in phone.writes("help")


class TestOnce:
    def test_the_same_update_again_changes_nothing_also_a_day_later(self, phone):
        update = phone.message("/start")
        phone.brings(update)
        phone.reads()
        phone.brings(update)
        phone.later(hours=25)
        phone.brings(update)
        phone.reads()
        assert len(phone.shown) == 1

    def test_what_comes_late_is_not_answered_as_if_it_were_new(self, phone):
        update = phone.message("i want to die")
        phone.later(minutes=40)
        phone.brings(update)
        assert phone.reads() == "I could not answer then. Write again if you want."
        assert Conversation.objects.count() == 0

    def test_what_comes_much_too_late_is_answered_with_nothing(self, phone):
        update = phone.message("i want to die")
        phone.later(hours=7)
        phone.brings(update)
        assert phone.reads() == ""

    @pytest.mark.parametrize("words", ["/stop", "stop"])
    def test_stop_holds_however_late_it_comes(self, phone, bot, words):
        bot.troubles.append("api-error-429")
        phone.writes("/start")
        assert QueuedReply.objects.count() == 1
        update = phone.message(words)
        phone.later(minutes=45)
        phone.brings(update)
        assert Conversation.objects.count() == 0
        assert phone.reads().startswith("Nothing is kept here now.")
        assert len(phone.shown) == 1, "what waited before is not sent any more"


class TestTroubles:
    def test_after_a_pause_that_telegram_asks_for_it_is_sent(self, phone, bot):
        bot.troubles.append("api-error-429")
        assert phone.writes("/start") == ""
        phone.later(seconds=6)
        assert phone.reads().startswith(FIRST)

    def test_who_blocks_the_bot_is_forgotten(self, phone, bot):
        phone.writes("/start")
        phone.taps("Begin")
        phone.brings(shape("my-chat-member-blocked"))
        assert Conversation.objects.count() == 0

    def test_what_is_refused_for_good_is_parked_without_a_word_or_a_name(self, phone, bot):
        bot.troubles.append("api-error-403-blocked")
        phone.writes("/start")
        [parked] = QueuedReply.objects.all()
        assert (parked.status, parked.conversation, bytes(parked.sealed)) == ("parked", "", b"")
        assert parked.reason == "whoever it was for left"

    def test_who_left_unnoticed_is_forgotten_when_nothing_reaches_them(self, phone, bot):
        phone.writes("/start")
        phone.brings(phone.tap_on("Begin"))
        bot.troubles.append("api-error-403-blocked")
        phone.reads()
        assert Conversation.objects.count() == 0
        assert not QueuedReply.objects.filter(status="waiting")

    def test_a_message_that_a_fault_of_ours_lies_on_holds_up_nobody(self, phone, monkeypatch, caplog):
        from kapea.channels import receive

        with monkeypatch.context() as patched:
            patched.setattr(receive, "look", lambda *given, **more: 1 / 0)
            assert phone.brings(phone.message("i want to die zebrafinch")) == 200
        assert "could not be answered" in caplog.text
        assert Conversation.objects.count() == 0
        assert phone.writes("/start").startswith(FIRST)

    def test_another_than_telegram_is_refused(self, phone):
        assert phone.brings(phone.message("/start"), secret="wrong") == 403
        assert phone.reads() == ""


QUIET = {
    "channel-post", "group-bot-added", "group-message", "guest-message", "message-auto-delete-timer-changed",
    "message-edited", "message-from-bot", "my-chat-member-blocked", "my-chat-member-unblocked",
    "unknown-future-update",
}  # fmt: skip
"""Recorded updates to which nothing is said."""


@pytest.mark.parametrize(
    "name", sorted(p.stem for p in SHAPES.glob("*.json") if not p.stem.startswith(("api-", "callback-")))
)
def test_every_recorded_update_is_taken_and_only_what_is_for_us_is_answered(phone, name):
    update = shape(name)
    phone.at = phone.at.fromtimestamp(1795570100, phone.at.tzinfo)
    assert phone.brings(update) == 200
    phone.reads()
    answered = sum(map(len, phone.telegram.chats.values()))
    assert answered == (0 if name in QUIET else 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "x"}', b"\xff\xfe", b"null"])
def test_what_is_no_update_is_answered_so_that_nobody_sends_it_again(phone, body):
    from django.test import Client

    from kapea.channels.doors import webhook_secret

    reply = Client().post(
        "/d/telegram", body, content_type="application/json",
        headers={"X-Telegram-Bot-Api-Secret-Token": webhook_secret("telegram")},
    )  # fmt: skip
    assert (reply.status_code, reply.content) == (200, b"")
