"""Help by text message, through Kannel and through an Android phone, as the phone shows it."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.channels.fake_texts import PASSWORD, SHORT_CODE, USER, FakeAndroid, FakeKannel, FakeNetwork
from tests.live import live_world

from kapea.channels import doors
from kapea.channels.delivery import Delivery
from kapea.core.dialogue.state import State
from kapea.guide import keys
from kapea.guide.access import conversation
from kapea.guide.models import Conversation
from kapea.outbox.actions import IN_FLIGHT
from kapea.outbox.models import PARKED, ClaimedMessage, QueuedReply
from kapea.web.doors import views

NUMBER = "+85512000001"
HELLO = "Hello. Send 1 when only you see this."


class TextPhone:
    """Somebody who writes text messages to our number. `written`: how the network writes theirs."""

    def __init__(self, fake: FakeNetwork, door: str, at: datetime, written: str = NUMBER) -> None:
        self.fake, self.door, self.at, self.written = fake, door, at, written
        self.delivery = Delivery(doors.channels(), now=lambda: self.at, clock=lambda: self.at.timestamp())
        self.client = Client()

    def brings(self, words: str, *, at: datetime | None = None, secret: str | None = None) -> int:
        """What the network brings at once; also again, or late."""
        secret = doors.webhook_secret(self.door) if secret is None else secret
        bring = self._kannel if self.door == "kannel" else self._android
        return bring(words, at or self.at, secret)

    def _kannel(self, words: str, at: datetime, secret: str) -> int:
        coding = "0" if words.isascii() else "2"
        headers = {
            "Authorization": "Basic " + b64encode(f"kannel:{secret}".encode()).decode(),
            "X-Kannel-From": self.written,
            "X-Kannel-Time": f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
            "X-Kannel-Coding": coding,
        }
        charset = "UTF-16BE" if coding == "2" else "UTF-8"
        body, kind = words.encode(charset), f'text/plain; charset="{charset}"'
        return self.client.post("/d/kannel", body, content_type=kind, headers=headers).status_code

    def _android(self, words: str, at: datetime, secret: str) -> int:
        payload = {"message": words, "sender": self.written, "receivedAt": at.isoformat()}
        body = json.dumps({"id": f"{at}{words}", "event": "sms:received", "payload": payload}).encode()
        return self.event(body, secret)

    def event(self, body: bytes, secret: str) -> int:
        now = str(int(self.at.timestamp()))
        made = hmac.new(secret.encode(), body + now.encode(), hashlib.sha256).hexdigest()
        headers = {"X-Timestamp": now, "X-Signature": made}
        reply = self.client.post("/d/android", body, content_type="application/json", headers=headers)
        return reply.status_code

    def reported(self, ref: str, state: str) -> int:
        """What becomes of a text of ours, as the network tells it: took or failed."""
        secret = doors.webhook_secret(self.door)
        if self.door == "android":
            event = {"event": f"sms:{'sent' if state == 'took' else 'failed'}", "payload": {"messageId": ref}}
            return self.event(json.dumps(event).encode(), secret)
        headers = {"Authorization": "Basic " + b64encode(f"kannel:{secret}".encode()).decode()}
        query = {"ref": ref, "state": "8" if state == "took" else "34"}
        return self.client.get("/d/kannel/report", query, headers=headers).status_code

    def writes(self, words: str) -> str:
        self.at += timedelta(seconds=2)
        assert self.brings(words) == 200
        return self.reads()

    def reads(self) -> str:
        while self.delivery.round():
            pass
        return self.fake.chats[NUMBER][-1] if self.fake.chats[NUMBER] else ""

    @property
    def state(self) -> State | None:
        found = conversation(keys.of_address(self.door, NUMBER), at=self.at)
        return found and found.state


@pytest.fixture(params=["kannel", "android"])
def phone(request, db, cambodia, settings, at, monkeypatch):
    from kapea.content.queries import worlds

    fake: FakeNetwork = FakeKannel() if request.param == "kannel" else FakeAndroid()
    settings.KAPEA_PACKS = ["cambodia"]
    if request.param == "kannel":
        settings.KAPEA_KANNEL_SEND = f"{fake.address}/cgi-bin/sendsms"
        settings.KAPEA_KANNEL_PASSWORD, settings.KAPEA_KANNEL_NUMBER = PASSWORD, SHORT_CODE
    else:
        settings.KAPEA_ANDROID_ADDRESS, settings.KAPEA_ANDROID_USER = fake.address, USER
        settings.KAPEA_ANDROID_PASSWORD = PASSWORD
    doors.channels.cache_clear()
    doors.door_loops.cache_clear()
    live_world(cambodia.release)
    made = TextPhone(fake, request.param, at)
    monkeypatch.setattr(views.time, "time", lambda: made.at.timestamp())
    yield made
    worlds.clear()
    doors.channels.cache_clear()
    doors.door_loops.cache_clear()
    fake.stop()


class TestWalk:
    def test_from_a_neutral_greeting_to_who_helps(self, phone):
        assert phone.writes("good morning to you").splitlines() == [HELLO, "2 ខ្មែរ"]
        first = phone.writes("1")
        assert first.startswith("Call 1280 ")
        assert first.splitlines()[-1] == "00 More  0 Help now"
        assert "1 A child or teen" in phone.writes("00")
        assert "8 " in phone.writes("1") + phone.writes("00")

    def test_the_hardest_branch_in_khmer(self, phone):
        assert phone.writes("ខ្ញុំចង់ស្លាប់").startswith("អរគុណ")
        assert "1280" in phone.fake.chats[NUMBER][-1]
        said = [phone.writes("00") for _ in range(4)]
        assert any("1 បាទ/ចាស" in text for text in said)
        assert "1280" in phone.writes("១")

    @pytest.mark.parametrize("words", ["bye", "good bye", "enough", "i have had enough"])
    def test_a_farewell_after_talk_of_dying_ends_nothing(self, phone, words):
        phone.writes("i want to die")
        assert "1280" in phone.writes(words)
        assert phone.state is not None

    def test_danger_in_the_first_message_is_asked_about_at_once(self, phone):
        assert phone.writes("i want to die").startswith("Thank you for writing it. Help is here.")

    def test_another_language_by_its_number(self, phone):
        phone.writes("good morning to you")
        assert "ទូរស័ព្ទជំនួយកុមារ" in phone.writes("2")

    @pytest.mark.parametrize("words", ["leave", "LEAVE", "stop", "ចាកចេញ", "«ចាកចេញ»", "write LEAVE"])
    def test_leave_keeps_nothing_and_says_what_stays(self, phone, words):
        phone.writes("good morning to you")
        phone.writes("1")
        said = phone.writes(words)
        assert said == (
            "I keep nothing now. Messages with this number stay on your phone. You can remove these. "
            "Let the others stay."
        )
        assert not Conversation.objects.exists()

    def test_a_picture_is_no_text(self, phone):
        phone.writes("good morning to you")
        assert "Please send no pictures" in phone.writes(" ")

    def test_no_page_that_is_none_is_spoken_of(self, phone):
        phone.writes("good morning to you")
        said = [phone.writes(words) for words in ("1", "00", "00", "1", "1", "00", "00", "00", "0", "00")]
        wrong = ("this page", " tap ", "this chat", "the app")
        assert not any(word in " ".join(said).lower() for word in wrong)


class TestWhoWrites:
    @pytest.mark.parametrize("written", ["012000001", "12000001", "+85512000001"])
    def test_one_number_however_a_network_writes_it(self, phone, written):
        phone.writes("good morning to you")
        phone.written = written
        assert phone.writes("1").startswith("Call 1280 ")

    @pytest.mark.parametrize(
        "written", ["EXAMPLE", "1280", "2222", "", "+", "12 34", "x" * 500, "+1" + "0" * 30]
    )
    def test_names_and_services_are_never_answered(self, phone, written):
        phone.written = written
        assert phone.brings("hello there") == 200
        assert not QueuedReply.objects.exists()
        assert not Conversation.objects.exists()


class TestOnce:
    def test_the_same_text_again_a_day_later_changes_nothing(self, phone):
        phone.writes("good morning to you")
        sent_at, phone_said = phone.at, phone.writes("1")
        again = phone.at
        phone.at += timedelta(hours=25)
        assert phone.brings("1", at=again) == 200
        assert phone.reads() == phone_said
        assert ClaimedMessage.objects.count() == 2
        assert sent_at < again

    def test_a_reply_in_flight_that_the_network_took_is_not_sent_again(self, phone):
        phone.brings("good morning to you")
        sent = []
        phone.delivery.settle = lambda reply, outcome: sent.append(reply)  # dies before it writes that down
        phone.delivery.round()
        assert phone.reported(phone.fake.refs[0], "took") == 200
        assert not QueuedReply.objects.exists()
        phone.at += IN_FLIGHT * 2
        assert phone.delivery.round() == 0
        assert len(phone.fake.chats[NUMBER]) == 1

    def test_without_a_report_it_is_sent_again_and_a_phone_that_has_it_says_so(self, phone):
        phone.brings("good morning to you")
        settle = phone.delivery.settle
        phone.delivery.settle = lambda reply, outcome: None
        phone.delivery.round()
        phone.delivery.settle = settle
        phone.at += IN_FLIGHT * 2
        phone.reads()
        assert not QueuedReply.objects.exists()
        assert len(phone.fake.chats[NUMBER]) == (2 if phone.door == "kannel" else 1)

    def test_one_that_failed_later_is_given_up_and_named_by_nothing(self, phone):
        phone.brings("good morning to you")
        phone.delivery.settle = lambda reply, outcome: None
        phone.delivery.round()
        assert phone.reported(phone.fake.refs[0], "failed") == 200
        [row] = QueuedReply.objects.all()
        assert (row.status, bytes(row.sealed), row.conversation) == (PARKED, b"", "")

    @pytest.mark.parametrize("ref", ["", "x", "0" * 32, "' OR 1=1", "0" * 5000])
    def test_a_report_of_nothing_we_know_changes_nothing(self, phone, ref):
        phone.brings("good morning to you")
        assert phone.reported(ref, "took") == 200
        assert QueuedReply.objects.count() == 1


class TestTrouble:
    @pytest.mark.parametrize("status", [503, 500])
    def test_what_is_down_for_a_while_brings_all_in_order_later(self, phone, status):
        phone.fake.troubles = [status] * 3
        phone.brings("good morning to you")
        for _ in range(12):
            phone.at += timedelta(seconds=30)
            phone.reads()
        assert phone.fake.chats[NUMBER][-1].startswith(HELLO)

    def test_a_wrong_password_shuts_the_door_and_keeps_what_waits(self, phone, caplog):
        phone.fake.troubles = [403 if phone.door == "kannel" else 401]
        phone.brings("good morning to you")
        phone.delivery.round()
        assert "nothing is sent for a while" in caplog.text
        phone.at += timedelta(minutes=2)
        assert phone.reads().startswith(HELLO)

    def test_whoever_is_not_the_gateway_is_not_read(self, phone):
        assert phone.brings("good morning to you", secret="guessed") == 403
        assert not ClaimedMessage.objects.exists()

    def test_words_and_numbers_stand_in_no_log(self, phone, caplog):
        caplog.set_level("DEBUG")
        phone.writes("i want to die planted-word")
        phone.fake.troubles = [400]
        phone.writes("0")
        for told in ("planted-word", NUMBER[1:], PASSWORD, doors.webhook_secret(phone.door)):
            assert told not in caplog.text
