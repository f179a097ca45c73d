"""What Meta tells later of what we sent: by the name we gave it, and never by whom it was for."""

from __future__ import annotations

import json

import pytest
from tests.channels.fake_meta import NUMBER_ID, SHAPES

from kapea.channels.channel import SendReport
from kapea.channels.messenger.updates import read_echoes, read_messenger
from kapea.channels.whatsapp.updates import read_statuses, read_whatsapp

OURS = "o-7f3a90"


def shape(door: str, name: str) -> bytes:
    return (SHAPES / door / f"{name}.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("status-sent", ""),
        ("status-delivered", ""),
        ("status-delivered-bsuid-only", ""),
        ("status-read", ""),
        ("status-failed-window-closed", "meta could not bring it (131047)"),
        ("status-failed-undeliverable", "meta could not bring it (131026)"),
    ],
)
def test_a_status_of_whatsapp(name, failed):
    body = shape("whatsapp", name)
    ref = json.loads(body)["entry"][0]["changes"][0]["value"]["statuses"][0].get("biz_opaque_callback_data")
    assert read_statuses(body, NUMBER_ID) == ([SendReport(ref, failed)] if ref else [])
    assert read_statuses(body, "another number of Meta's") == []
    assert read_whatsapp(body, NUMBER_ID) == []


def test_messages_and_statuses_of_one_call_are_both_read():
    body = shape("whatsapp", "batch-two-messages-one-status")
    assert len(read_whatsapp(body, NUMBER_ID)) >= 2
    assert all(report.ref for report in read_statuses(body, NUMBER_ID))


def test_an_echo_of_messenger_is_a_report_and_no_message():
    body = shape("messenger", "echo-of-our-send")
    assert read_echoes(body) == [SendReport(OURS)]
    assert read_messenger(body) == []
    assert read_echoes(shape("messenger", "echo-typed-by-staff-in-inbox")) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"entry": [1]}', b'{"object": "page", "entry": {}}'])
def test_what_is_none_says_nothing(body):
    assert read_statuses(body, NUMBER_ID) == []
    assert read_echoes(body) == []
