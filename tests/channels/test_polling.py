"""Asking Telegram for updates, where it cannot come to us."""

from __future__ import annotations

import pytest
from tests.channels.fake_telegram import TOKEN

from kapea.channels import doors
from kapea.channels.telegram.polling import Polling


@pytest.fixture
def polling(phone, monkeypatch):
    """A poller of the phone's bot; `phone.telegram.waiting` is what Telegram holds."""
    woken = []
    made = Polling(doors.channels()["telegram"], lambda: woken.append(True), now=lambda: phone.at)
    made.woken = woken
    return made


def test_what_was_kept_is_confirmed_and_answered(phone, polling):
    phone.telegram.waiting = [phone.message("/start")]
    assert polling.ask(hold=0)
    assert polling.woken
    assert phone.reads().startswith("Hello.")
    assert polling.ask(hold=0)
    asked = [given for method, given in phone.telegram.calls if method == "getUpdates"]
    assert asked[1]["offset"] == asked[0]["offset"] + 502 - asked[0]["offset"]
    assert len(phone.shown) == 1


def test_what_could_not_be_kept_is_asked_for_again(phone, polling, monkeypatch):
    from django.db import OperationalError

    from kapea.channels import receive as module
    from kapea.channels.telegram import polling as asking

    real, fails = module.receive, [True]

    def receive(*given, **named):
        if fails:
            fails.pop()
            raise OperationalError
        return real(*given, **named)

    monkeypatch.setattr(module, "receive", receive)
    monkeypatch.setattr(asking.connections, "close_all", lambda: None)
    phone.telegram.waiting = [phone.message("/start")]
    assert not polling.ask(hold=0)
    assert polling.ask(hold=0)
    assert phone.reads().startswith("Hello.")


def test_a_second_poller_is_told_to_wait(phone, polling):
    phone.telegram.troubles.append("api-error-409-two-pollers")
    assert not polling.ask(hold=0)


def test_the_token_is_in_no_line_of_the_log(phone, polling, caplog):
    phone.telegram.stop()
    assert not polling.ask(hold=0)
    phone.brings(phone.message("/start"))
    phone.delivery.round()
    assert TOKEN not in caplog.text
    assert str(phone.chat) not in caplog.text
