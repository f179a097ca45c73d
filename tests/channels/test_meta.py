"""Chats by WhatsApp, with a number and without, and by Messenger, as the phone shows them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.channels.every_door import forget_doors, settings_of
from tests.channels.fake_meta import SHAPES, FakeMeta, meta_shape
from tests.channels.loopback import FAILURES
from tests.channels.meta_phones import (
    APP_SECRET,
    MessengerPhone,
    MetaPhone,
    WhatsAppNumberPhone,
    WhatsAppPhone,
)
from tests.channels.phones import Clock
from tests.live import live_world

from kapea.channels import doors
from kapea.channels.channel import ReceivedMessage
from kapea.channels.delivery import Delivery
from kapea.content.queries import worlds
from kapea.core.doors.chat import ChatButton, ChatMessage, first_message
from kapea.core.doors.limits import MESSENGER
from kapea.guide.models import Conversation
from kapea.outbox.models import QueuedReply
from kapea.web.doors import views

GREETING = "good morning to you"
FIRST = "Hello. Tap below when only you see this."


class Walker:
    """Somebody who writes to the WhatsApp number, or to the Page, and reads what comes back."""

    def __init__(self, meta: FakeMeta, kind: type[MetaPhone], at: datetime) -> None:
        self.fake, self.clock = meta, Clock(at)
        self.person = kind(meta, self.clock)
        self.door, self.address, self.call = kind.door, self.person.address, self.person.told
        self.delivery = Delivery(doors.channels(), now=self.clock.now, clock=self.clock.time)
        self._client = Client()

    def brings(self, told: dict[str, Any], headers: dict[str, str] | None = None) -> int:
        call = self.person.call(told)
        call = call if headers is None else call._replace(headers=headers)
        return int(call.answered(self._client).status_code)

    def writes(self, words: str) -> str:
        assert self.brings(self.call(words)) == 200
        return self.reads()

    def taps(self, label: str) -> str:
        assert self.person.taps(label).answered(self._client).status_code == 200
        return self.reads()

    def reads(self) -> str:
        while self.delivery.round():
            pass
        return self.person.reads()


@pytest.fixture
def meta(db, cambodia, settings):
    fake = FakeMeta()
    settings.KAPEA_PACKS = ["cambodia"]
    for name, value in settings_of(fake).items():
        setattr(settings, name, value)
    forget_doors()
    live_world(cambodia.release)
    yield fake
    worlds.clear()
    forget_doors()
    fake.stop()


@pytest.fixture
def walker(meta, at, monkeypatch):
    """Makes somebody with a phone of a kind, whose clock is also ours."""

    def made(kind: type[MetaPhone], at: datetime = at) -> Walker:
        someone = Walker(meta, kind, at)
        monkeypatch.setattr(views, "time", someone.clock)
        return someone

    return made


@pytest.fixture(params=[WhatsAppPhone, WhatsAppNumberPhone, MessengerPhone], ids=lambda kind: kind.name)
def phone(request, walker) -> Walker:
    return walker(request.param)


class TestWalk:
    def test_from_a_neutral_greeting_to_who_helps(self, phone):
        assert phone.writes(GREETING).splitlines()[0] == FIRST
        after = phone.taps("Begin")
        assert "1280" in "".join(words for words, _ in phone.fake.chats[phone.address])
        assert "[Child or teen]" in after
        assert "[Help now]" in phone.taps("Child or teen")

    def test_danger_in_the_first_words_is_asked_about(self, phone):
        after = phone.writes("i want to die")
        assert "[Yes]" in after
        assert "[Help now]" in after

    def test_all_answers_are_found_over_the_pages(self, phone):
        phone.writes(GREETING)
        phone.taps("Begin")
        seen, page = set(), phone.taps("Child or teen")
        for _ in range(12):
            seen |= {line for line in page.splitlines() if line.startswith("[")}
            page = phone.taps("More")
        assert len(seen) > 25

    def test_an_answer_may_be_typed(self, phone):
        phone.writes(GREETING)
        phone.taps("Begin")
        assert "[Help now]" in phone.writes("1")

    def test_stop_leaves_nothing(self, phone):
        phone.writes(GREETING)
        phone.taps("Begin")
        assert phone.taps("Leave").startswith("Nothing is kept here now.")
        assert Conversation.objects.count() == 0
        assert QueuedReply.objects.count() == 0

    def test_the_same_again_changes_nothing(self, phone):
        call = phone.call(GREETING)
        phone.brings(call)
        phone.brings(call)
        phone.reads()
        assert len(phone.fake.chats[phone.address]) == 1


def test_a_list_says_the_same_once_and_does_what_works_at_any_time(meta):
    """Some screens offer help among their answers, and help stands under every screen."""
    answers = [ChatButton("Help now", "mark.1"), ChatButton("Another", "mark.2")]
    moves = [ChatButton("Back", "mark!back"), ChatButton("Help now", "!help"), ChatButton("Leave", "!stop")]
    said = [ChatMessage("Where now?", ((answers[0],), (answers[1],), tuple(moves)))]
    [body] = doors.channels()["whatsapp"].bodies(ReceivedMessage("855", "1", None), said)
    [section] = json.loads(body)["interactive"]["action"]["sections"]
    told = [(row["title"], row["id"]) for row in section["rows"]]
    others = [(each.label, each.data) for each in (answers[1], moves[0], moves[2])]
    assert told == [("Help now", "!help"), *others]


class TestWhoSpeaks:
    def test_nothing_unsigned_is_read(self, phone):
        assert phone.brings(phone.call(GREETING), headers={}) == 403
        assert phone.brings(phone.call(GREETING), headers={"X-Hub-Signature-256": "sha256=00"}) == 403
        assert phone.reads() == ""

    def test_without_the_secret_of_the_app_there_is_no_door(self, phone, settings):
        settings.KAPEA_META_APP_SECRET = ""
        forget_doors()
        assert phone.brings(phone.call(GREETING)) == 404

    def test_the_handshake_knows_our_word(self, phone):
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
        right = asked | {"hub.verify_token": doors.webhook_secret(phone.door)}
        assert Client().get(f"/d/{phone.door}", right).content == b"1158201444"
        assert Client().get(f"/d/{phone.door}", asked | {"hub.verify_token": "x"}).status_code == 403


@pytest.mark.parametrize("door", ["whatsapp", "messenger"])
def test_the_recorded_signature_is_ours(door):
    from kapea.channels.meta import check_signature

    text = (SHAPES / door / "webhook-post-signed.txt").read_text(encoding="utf-8")
    head, _, body = text.partition("\n\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in head.splitlines())}
    check_signature(headers, body.rstrip("\n").encode(), APP_SECRET)


SPOKEN = {
    "whatsapp": {
        "ad-referral-text", "batch-two-messages-one-status", "contacts", "document", "forwarded", "image",
        "location",
        "sticker", "text", "text-bsuid-only", "text-khmer", "text-wa-me-prefill", "unsupported", "video",
        "voice-note",
    },
    "messenger": {
        "batch-two-entries", "fallback-link", "file", "image", "image-with-text", "like-thumb",
        "location-old-client",
        "postback-get-started", "postback-get-started-with-referral", "quick-reply",
        "referral-existing-thread", "sticker", "text",
        "text-from-ad",
        "text-khmer", "text-reply-to", "two-images-one-message", "video", "voice-note",
    },
}  # fmt: skip
"""Recorded calls that are answered; whatever else Meta brings is taken and not answered."""


def recorded(door):
    names = sorted(p.stem for p in (SHAPES / door).glob("*.json"))
    return [(door, name) for name in names if not name.startswith("api-")]


@pytest.mark.parametrize(("door", "name"), [*recorded("whatsapp"), *recorded("messenger")])
def test_every_recorded_call_is_taken_and_only_what_is_for_us_is_answered(meta, walker, at, door, name):
    kind = WhatsAppPhone if door == "whatsapp" else MessengerPhone
    phone = walker(kind, at.fromtimestamp(1795570900, at.tzinfo))
    assert phone.brings(meta_shape(door, name)) == 200
    phone.reads()
    assert bool(sum(map(len, meta.chats.values()) or [0])) == (name in SPOKEN[door]), meta.chats


@pytest.mark.parametrize(
    ("door", "name"),
    [
        ("whatsapp", "text-wa-me-prefill"),
        ("messenger", "postback-get-started-with-referral"),
        ("messenger", "referral-existing-thread"),
    ],
)
def test_who_comes_by_a_link_is_met_as_anybody(meta, at, walker, door, name):
    kind = WhatsAppPhone if door == "whatsapp" else MessengerPhone
    phone = walker(kind, at.fromtimestamp(1795570900, at.tzinfo))
    call = json.dumps(meta_shape(door, name)).replace("Hello kh-poster-1", "k7")
    for _ in range(2):
        assert phone.brings(json.loads(call)) == 200
    phone.reads()
    world = worlds.live("cambodia")
    [greeting] = first_message(world, world.release.default_language, MESSENGER)
    [[(words, made)]] = filter(None, meta.chats.values())
    assert words == greeting.body
    assert set(made) == {button.label for row in greeting.rows for button in row}


def test_who_comes_from_an_advertisement_into_an_old_chat_is_left_alone(meta, at, walker):
    """They wrote nothing, and followed no link of ours."""
    phone = walker(MessengerPhone, at.fromtimestamp(1795570900, at.tzinfo))
    call = meta_shape("messenger", "referral-existing-thread")
    call["entry"][0]["messaging"][0]["referral"]["source"] = "ADS"
    assert phone.brings(call) == 200
    phone.reads()
    assert not any(meta.chats.values())


class TestTroubles:
    @pytest.mark.parametrize("trouble", ["api-error-131016-unavailable", "api-error-131056-pair-rate"])
    def test_what_may_work_later_is_tried_again(self, meta, walker, trouble):
        phone = walker(WhatsAppPhone)
        meta.troubles.append(("whatsapp", trouble))
        assert phone.writes(GREETING) == ""
        phone.clock.passes(seconds=10)
        assert phone.reads().startswith(FIRST)

    @pytest.mark.parametrize("failing", FAILURES)
    def test_without_an_answer_of_meta_it_is_tried_again(self, meta, walker, failing):
        """Also where a status alone comes back, of whoever stands before its servers."""
        phone = walker(MessengerPhone)
        meta.failing = failing
        phone.writes(GREETING)
        assert [row.status for row in QueuedReply.objects.all()] == ["waiting"]
        meta.failing = ""
        phone.clock.passes(seconds=10)
        assert phone.reads().startswith(FIRST)

    def test_a_closed_window_is_parked(self, meta, walker):
        phone = walker(WhatsAppPhone)
        meta.troubles.append(("whatsapp", "api-error-131047-window"))
        phone.writes(GREETING)
        assert [row.status for row in QueuedReply.objects.all()] == ["parked"]

    def test_a_wrong_token_shuts_the_door_and_loses_nothing(self, meta, walker):
        phone = walker(MessengerPhone)
        meta.troubles.append(("messenger", "api-error-190-token"))
        assert phone.writes(GREETING) == ""
        phone.clock.passes(seconds=90)
        assert phone.reads().startswith(FIRST)
