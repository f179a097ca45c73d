"""What gateways were seen to bring, and what is read of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kapea.channels.channel import BadSignature, SendReport
from kapea.channels.sms import android as android_module
from kapea.channels.sms.android import AndroidGateway, read_android, read_sent
from kapea.channels.sms.kannel import KannelGateway
from kapea.core.dialogue.events import Media
from kapea.core.dialogue.once import TypedToNumbers

SHAPES = Path(__file__).parent / "shapes"
RECEIVED = {
    "sms-received": "1",
    "sms-received-khmer": "សួស្តី",
    "sms-received-no-sim-known": "1",
    "sms-received-retry-same-outer-id": "2",
    "sms-received-duplicate-other-outer-id": "2",
}
NOBODYS = (
    "sms-received-alphanumeric-sender",
    "sms-data-received",
    "mms-received",
    "mms-downloaded",
    "app-started",
    "system-ping",
    "unknown-future-event",
    "sms-sent",
    "sms-failed-generic",
)
SIGNING_KEY, SIGNED_AT = "example-signing-key-0123456789abcdef", 1795570801


def shape(name: str) -> bytes:
    return (SHAPES / "android" / f"{name}.json").read_bytes()


def read(name: str):
    return read_android(shape(name), lambda: "KH")


@pytest.mark.parametrize("name", RECEIVED)
def test_a_text_from_somebody_is_read(name):
    [message] = read(name)
    assert (message.address, message.event) == ("+99900000001", TypedToNumbers(RECEIVED[name]))
    assert message.sent_at is not None
    assert f"{message.sent_at:%H:%M:%S}" == "01:40:01"


def test_one_that_is_raised_twice_is_one_message():
    [first], [again] = read("sms-received-retry-same-outer-id"), read("sms-received-duplicate-other-outer-id")
    assert first.id == again.id
    assert first.id != read("sms-received")[0].id


def test_an_empty_one_is_a_picture():
    assert isinstance(read("sms-received-empty")[0].event, Media)


@pytest.mark.parametrize("name", NOBODYS)
def test_nothing_else_is(name):
    assert read(name) == []


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("sms-sent", ""),
        ("sms-sent-three-parts", ""),
        ("sms-delivered", ""),
        ("sms-failed-ttl", "the phone could not send it"),
    ],
)
def test_what_became_of_one_of_ours_is_known_by_its_name(name, failed):
    assert read_sent(shape(name)) == [SendReport("o-7f3a90", failed)]


class TestSigned:
    def gateway(self):
        return AndroidGateway("http://127.0.0.1:1", "sms", "p", SIGNING_KEY, "cambodia", lambda: "KH")

    def recorded(self, name):
        text = (SHAPES / "android" / f"{name}.txt").read_text(encoding="utf-8")
        head, _, body = text.partition("\n\n")
        lines = [line.partition(": ") for line in head.splitlines() if ": " in line and line[0] != "#"]
        return {key.lower(): value for key, _, value in lines}, body.rstrip("\n").encode()

    @pytest.mark.parametrize("name", ["webhook-post-signed", "webhook-post-signed-retry"])
    def test_what_the_app_signed_is_read(self, name, monkeypatch):
        headers, body = self.recorded(name)
        monkeypatch.setattr(android_module.time, "time", lambda: float(headers["x-timestamp"]) + 60)
        [message] = self.gateway().read(headers, body)
        assert message.words == "a=b & 'c' <d>"

    @pytest.mark.parametrize("late", [-301, 301, 10**9])
    def test_what_was_signed_at_another_time_is_not(self, late, monkeypatch):
        headers, body = self.recorded("webhook-post-signed")
        monkeypatch.setattr(android_module.time, "time", lambda: float(SIGNED_AT + late))
        with pytest.raises(BadSignature):
            self.gateway().read(headers, body)

    def test_one_octet_more_and_it_is_not(self, monkeypatch):
        headers, body = self.recorded("webhook-post-signed")
        monkeypatch.setattr(android_module.time, "time", lambda: float(SIGNED_AT))
        with pytest.raises(BadSignature):
            self.gateway().read(headers, body + b" ")


@pytest.mark.parametrize(
    ("name", "words"),
    [("mo-post-gsm7", "Hello  5€ ñ"), ("mo-post-ucs2", "\u179f\u17bd\u179f\u17d2\u178f\u17b8 \u17e1")],
)
def test_what_kannel_posts(name, words):
    lines = (SHAPES / "kannel" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines if line.startswith("X-"))}
    body = bytes.fromhex(lines[-1]) if name.endswith("ucs2") else lines[-1].encode()
    gateway = KannelGateway(
        "http://127.0.0.1:1", "u", "p", "9990", "s", "http://127.0.0.1", "x", lambda: "KH"
    )
    [message] = gateway.read(headers | {"authorization": "Basic a2FubmVsOnM="}, body)
    assert (message.address, message.words) == ("+99900000001", words)
    assert message.sent_at is not None
    assert message.sent_at.utcoffset().total_seconds() == 0
