"""Where the switch reaches us: whoever comes, the next caller is answered, and nothing stays of the last."""

from __future__ import annotations

import logging
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.voice.conftest import EveryPrompt
from tests.channels.voice.recorded import SHAPES
from tests.server import until

from kapea.channels.voice import server as module
from kapea.channels.voice.agi import CallEnded
from kapea.channels.voice.call import VoiceDoor
from kapea.channels.voice.server import VoiceServer

SECONDS = 300
ENVIRONMENT = (SHAPES / "environment-raw.txt").read_bytes()
PLANTED = b"agi_callerid: +99900000001"


class HoldingCall:
    """A call that waits for one answer."""

    def __init__(self, door, handset, caller, **_) -> None:
        self._handset = handset

    def run(self) -> None:
        self._handset.hang_up()


class FailingCall(HoldingCall):
    def run(self) -> None:
        raise RuntimeError("a fault of ours")


class EndlessCall(HoldingCall):
    """A call that ends when somebody ends it."""

    holds = False

    def run(self) -> None:
        connection = self._handset._line._connection
        connection.settimeout(None)
        EndlessCall.holds = True
        assert connection.recv(1) == b""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(module, "VoiceCall", HoldingCall)
    before = set(threading.enumerate())
    made = VoiceServer(("127.0.0.1", 0), VoiceDoor("small", EveryPrompt("en")))
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.stop()
    thread.join(SECONDS)
    until(lambda: set(threading.enumerate()) <= before, within=SECONDS, what="a thread is left")


def comes(server, data: bytes) -> bytes:
    """Somebody connects, says something and no more; all that is said to them."""
    with socket.create_connection(server.server_address, SECONDS) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            parts = iter(lambda: connection.recv(4096), b"")
            return b"".join(parts)
        except OSError:  # it was let go before it had said all
            return b""


def is_answered(server) -> bool:
    """Whether a caller who comes now is answered."""
    return comes(server, ENVIRONMENT) == b"HANGUP\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50,
        b"agi_uniqueid: 1\n" * 300,
        b"agi_x: " + b"y" * 20_000,
        PLANTED[4:] + b"\n\n",
        PLANTED + b"\nagi_network: yes\n\n",
        PLANTED + b"\n" + b"\xff\xfe" * 100 + b"\n\n",
    ],
)
def test_what_is_not_asterisk_is_let_go_without_a_word_of_it(server, data, caplog):
    with caplog.at_level(logging.DEBUG):
        assert comes(server, data) == b""
        until(lambda: server.calls == 0, within=SECONDS, what="it is still there")
    assert is_answered(server)
    assert "+999" not in caplog.text
    assert "Traceback" not in caplog.text


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_whatever_is_said_after_the_first_words_is_the_end_of_a_call(lines):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(ENVIRONMENT + b"".join(line + b"\n" for line in lines))
        theirs.shutdown(socket.SHUT_WR)
        line = module.AgiLine(ours)
        line.environment()
        with pytest.raises((CallEnded, module.NotAsterisk)):
            _asks_for_ever(module.Handset(line))


def _asks_for_ever(handset) -> None:
    while True:
        handset.ask(["kapea/x"])


def test_a_fault_of_ours_ends_one_call_and_no_other(server, monkeypatch, caplog):
    monkeypatch.setattr(module, "VoiceCall", FailingCall)
    assert comes(server, ENVIRONMENT) == b""
    monkeypatch.setattr(module, "VoiceCall", HoldingCall)
    assert is_answered(server)
    assert "a call could not go on" in caplog.text
    assert "+999" not in caplog.text


def test_more_calls_than_there_is_room_for_are_let_go(server, monkeypatch):
    monkeypatch.setattr(module, "MOST_CALLS", 2)
    held = [socket.create_connection(server.server_address, SECONDS) for _ in range(2)]
    try:
        for each in held:
            each.sendall(ENVIRONMENT)
        until(lambda: server.calls == 2, within=SECONDS, what="two calls are not answered")
        assert comes(server, ENVIRONMENT) == b""
    finally:
        for each in held:
            each.close()
    until(lambda: server.calls == 0, within=SECONDS, what="they are still there")
    assert is_answered(server)


def test_stopping_ends_the_calls_that_go_on(server, monkeypatch):
    monkeypatch.setattr(module, "VoiceCall", EndlessCall)
    with socket.create_connection(server.server_address, SECONDS) as held:
        held.sendall(ENVIRONMENT)
        until(lambda: EndlessCall.holds, within=SECONDS, what="the call is not answered")
        server.stop()
        until(lambda: server.calls == 0, within=SECONDS, what="the call goes on")
        assert held.recv(100) == b""
