"""Chats by WhatsApp, with a number and without, and by Messenger, as the phone shows them."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.channels.fake_meta import NUMBER_ID, SHAPES, TOKEN, FakeMeta, meta_shape
from tests.live import live_world

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.content.queries import worlds
from kapea.core.doors.chat import first_message
from kapea.core.doors.limits import MESSENGER
from kapea.guide.models import Conversation
from kapea.outbox.models import QueuedReply
from kapea.web.doors import views

APP_SECRET = "example-app-secret"
GREETING = "good morning to you"
FIRST = "Hello. Tap below when only you see this."


def signed(body: bytes) -> dict[str, str]:
    made = hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={made}"}


class MetaPhone:
    """Somebody who writes to the WhatsApp number, or to the Page."""

    def __init__(self, fake: FakeMeta, door: str, address: str, at: datetime) -> None:
        self.fake, self.door, self.address, self.at = fake, door, address, at
        self.delivery = Delivery(doors.channels(), now=lambda: self.at, clock=lambda: self.at.timestamp())
        self._client, self._next = Client(), 0

    def brings(self, call: dict[str, Any], headers: dict[str, str] | None = None) -> int:
        body = json.dumps(call).encode()
        headers = signed(body) if headers is None else headers
        reply = self._client.post(f"/d/{self.door}", body, content_type="application/json", headers=headers)
        return reply.status_code

    def call(self, words: str = "", data: str = "") -> dict[str, Any]:
        self._next += 1
        return (self._whatsapp if self.door == "whatsapp" else self._messenger)(words, data)

    def _whatsapp(self, words: str, data: str) -> dict[str, Any]:
        who = {"from_user_id": self.address} if "." in self.address else {"from": self.address}
        told = {"type": "text", "text": {"body": words}}
        if data:
            told = {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": data}}}
        message = {**who, "id": f"wamid.{self._next}", "timestamp": str(int(self.at.timestamp())), **told}
        value = {"metadata": {"phone_number_id": NUMBER_ID}, "messages": [message]}
        change = {"field": "messages", "value": value}
        return {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}

    def _messenger(self, words: str, data: str) -> dict[str, Any]:
        message: dict[str, Any] = {"mid": f"m_{self._next}", "text": words or "tapped"}
        message |= {"quick_reply": {"payload": data}} if data else {}
        event = {
            "sender": {"id": self.address},
            "timestamp": int(self.at.timestamp() * 1000),
            "message": message,
        }
        return {"object": "page", "entry": [{"messaging": [event]}]}

    def writes(self, words: str) -> str:
        assert self.brings(self.call(words)) == 200
        return self.reads()

    def taps(self, label: str) -> str:
        data = next(made[label] for _, made in reversed(self.fake.chats[self.address]) if label in made)
        assert self.brings(self.call(data=data)) == 200
        return self.reads()

    def reads(self) -> str:
        while self.delivery.round():
            pass
        words, made = self.fake.chats[self.address][-1] if self.fake.chats[self.address] else ("", {})
        return "\n".join([words.replace("\u200b", ""), *(f"[{label}]" for label in made)])


@pytest.fixture
def meta(db, cambodia, settings):
    fake = FakeMeta()
    settings.KAPEA_PACKS = ["cambodia"]
    settings.KAPEA_META_APP_SECRET, settings.KAPEA_META_API = APP_SECRET, fake.address
    settings.KAPEA_WHATSAPP_TOKEN = settings.KAPEA_MESSENGER_TOKEN = TOKEN
    settings.KAPEA_WHATSAPP_NUMBER_ID = NUMBER_ID
    doors.channels.cache_clear()
    doors.delivery.cache_clear()
    live_world(cambodia.release)
    yield fake
    worlds.clear()
    doors.channels.cache_clear()
    doors.delivery.cache_clear()
    fake.stop()


@pytest.fixture(params=["whatsapp by user id", "whatsapp by number", "messenger"])
def phone(request, meta, at, monkeypatch) -> MetaPhone:
    door, _, kind = request.param.partition(" by ")
    address = {"user id": "ZZ.10000000000000000001", "number": "99900000001"}.get(kind, "90000000000000001")
    made = MetaPhone(meta, door, address, at)
    monkeypatch.setattr(views.time, "time", lambda: made.at.timestamp())
    return made


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


class TestWhoSpeaks:
    def test_nothing_unsigned_is_read(self, phone):
        assert phone.brings(phone.call(GREETING), headers={}) == 403
        assert phone.brings(phone.call(GREETING), headers={"X-Hub-Signature-256": "sha256=00"}) == 403
        assert phone.reads() == ""

    def test_without_the_secret_of_the_app_there_is_no_door(self, phone, settings):
        settings.KAPEA_META_APP_SECRET = ""
        doors.channels.cache_clear()
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
def test_every_recorded_call_is_taken_and_only_what_is_for_us_is_answered(meta, at, monkeypatch, door, name):
    phone = MetaPhone(meta, door, "x", at.fromtimestamp(1795570900, at.tzinfo))
    monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
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
def test_who_comes_by_a_link_is_met_as_anybody(meta, at, monkeypatch, door, name):
    phone = MetaPhone(meta, door, "x", at.fromtimestamp(1795570900, at.tzinfo))
    monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
    call = json.dumps(meta_shape(door, name)).replace("Hello kh-poster-1", "k7")
    for _ in range(2):
        assert phone.brings(json.loads(call)) == 200
    phone.reads()
    world = worlds.live("cambodia")
    [greeting] = first_message(world, world.release.default_language, MESSENGER)
    [[(words, made)]] = filter(None, meta.chats.values())
    assert words == greeting.body
    assert set(made) == {button.label for row in greeting.rows for button in row}


def test_who_comes_from_an_advertisement_into_an_old_chat_is_left_alone(meta, at, monkeypatch):
    """They wrote nothing, and followed no link of ours."""
    phone = MetaPhone(meta, "messenger", "x", at.fromtimestamp(1795570900, at.tzinfo))
    monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
    call = meta_shape("messenger", "referral-existing-thread")
    call["entry"][0]["messaging"][0]["referral"]["source"] = "ADS"
    assert phone.brings(call) == 200
    phone.reads()
    assert not any(meta.chats.values())


class TestTroubles:
    @pytest.mark.parametrize("trouble", ["api-error-131016-unavailable", "api-error-131056-pair-rate"])
    def test_what_may_work_later_is_tried_again(self, meta, at, monkeypatch, trouble):
        phone = MetaPhone(meta, "whatsapp", "ZZ.10000000000000000001", at)
        monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
        meta.troubles.append(("whatsapp", trouble))
        assert phone.writes(GREETING) == ""
        phone.at += timedelta(seconds=10)
        assert phone.reads().startswith(FIRST)

    def test_a_closed_window_is_parked(self, meta, at, monkeypatch):
        phone = MetaPhone(meta, "whatsapp", "ZZ.10000000000000000001", at)
        monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
        meta.troubles.append(("whatsapp", "api-error-131047-window"))
        phone.writes(GREETING)
        assert [row.status for row in QueuedReply.objects.all()] == ["parked"]

    def test_a_wrong_token_shuts_the_door_and_loses_nothing(self, meta, at, monkeypatch):
        phone = MetaPhone(meta, "messenger", "90000000000000001", at)
        monkeypatch.setattr(views.time, "time", lambda: phone.at.timestamp())
        meta.troubles.append(("messenger", "api-error-190-token"))
        assert phone.writes(GREETING) == ""
        phone.at += timedelta(seconds=90)
        assert phone.reads().startswith(FIRST)
