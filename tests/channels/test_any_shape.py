"""Whatever a provider brings is read or passed over: no shape of it, and no number in it, stops us."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.fake_meta import NUMBER_ID, SHAPES

from kapea.channels.channel import ReceivedMessage
from kapea.channels.messenger.updates import read_messenger
from kapea.channels.sms.android import read_android, read_sent
from kapea.channels.sms.kannel import KannelGateway
from kapea.channels.sms.numbers import number_of_sender
from kapea.channels.telegram.updates import read_update
from kapea.channels.whatsapp.updates import read_whatsapp

READ = {
    "telegram": read_update,
    "whatsapp": lambda body: read_whatsapp(body, NUMBER_ID),
    "messenger": read_messenger,
    "android": lambda body: read_android(body, lambda: "KH"),
}
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 10**18, 2**63, 1e300, "", "x", "10" * 40, "-5", "\x00", "k1:a"]),
    st.sampled_from([[], {}, [[]], [None]]),
    st.text(max_size=20),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a shape."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, each in inner for place in places(each, (*at, key)))]


def changed(value: Any, at: tuple[Any, ...], new: Any) -> Any:
    if not at:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[at[0]] = changed(value[at[0]], at[1:], new)
    return copy


def recorded(door: str) -> list[Path]:
    """What a provider was seen to bring; not what it answers."""
    found = sorted(p for p in (SHAPES / door).glob("*.json") if not p.stem.startswith("api-"))
    assert found, f"tests/channels/shapes/{door} has nothing that its provider brings: *.json but api-*"
    return found


@pytest.mark.parametrize("door", sorted(READ))
@given(st.data())
def test_any_value_at_any_place_of_any_recorded_shape(door, data):
    shape = json.loads(data.draw(st.sampled_from(recorded(door))).read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        shape = changed(shape, data.draw(st.sampled_from(places(shape))), data.draw(VALUES))
    read = READ[door](json.dumps(shape).encode())
    assert all(isinstance(each, ReceivedMessage) and each.address and each.id for each in read)


@pytest.mark.parametrize("door", sorted(READ))
@given(st.binary(max_size=200))
def test_any_bytes(door, body):
    assert READ[door](body) == []


@given(st.binary(max_size=200))
def test_any_report_of_a_phone(body):
    assert read_sent(body) == []


@given(st.text(max_size=30) | st.from_regex(r"\+?[0-9]{0,30}", fullmatch=True))
def test_a_sender_is_a_number_that_can_be_answered_or_nobody(written):
    number = number_of_sender(written, lambda: "KH")
    assert number == "" or re.fullmatch(r"\+[0-9]{7,15}", number)


@given(
    st.dictionaries(
        st.sampled_from(["x-kannel-from", "x-kannel-time", "x-kannel-coding"]), st.text(max_size=40)
    ),
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(["ref", "state"]), st.text(max_size=40)),
)
def test_any_headers_body_and_report_of_kannel(headers, body, query):
    gateway = KannelGateway("http://127.0.0.1:1", "u", "p", "1", "s", "http://127.0.0.1", "x", lambda: "KH")
    told = headers | {"authorization": "Basic " + b64encode(b"kannel:s").decode()}
    for message in gateway.read(told, body):
        assert message.address.startswith("+")
    assert gateway.reports(told, query, b"") == [] or re.fullmatch("[0-9a-f]{32}", query["ref"])
