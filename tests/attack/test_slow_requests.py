"""Requests that never come to their end: they hold their own connection, and nobody else's help."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

import pytest
from tests.attack.answers import NUMBER
from tests.attack.person import Person
from tests.attack.wire import opened
from tests.ways import EVERY

HEADS = 1024 if EVERY else 128
BODIES = 200 if EVERY else 24
"""Many more than a worker has threads."""
HALF = b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX: "
KIND = b"Content-Type: application/x-www-form-urlencoded\r\n"
UNSENT = {
    "leave": b"POST /leave HTTP/1.1\r\nHost: localhost\r\n" + KIND + b"Content-Length: 10\r\n\r\n",
    "an answer": b"POST /en/h/0 HTTP/1.1\r\nHost: localhost\r\n" + KIND + b"Content-Length: 100\r\n\r\na=1&",
    "chunks": b"POST /leave HTTP/1.1\r\nHost: localhost\r\n"
    + KIND
    + b"Transfer-Encoding: chunked\r\n\r\n5\r\na",
    "a page": b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n",
}


@contextmanager
def held(port: int, sent: bytes, count: int):
    """So many connections over which something was sent, and no more comes."""
    with ExitStack() as open_ones:
        for _ in range(count):
            open_ones.enter_context(opened(port, sent))
        yield


def helped(port: int) -> bool:
    """Whether a whole visit goes through: first view, answers, leaving."""
    person = Person(port)
    page = person.walk("en", "1", "S02")
    left = person.post("/leave")
    return page.status == 200 and NUMBER in person.get("/km/").body + page.body and left.status == 200


@pytest.mark.parametrize("sent", UNSENT.values(), ids=UNSENT)
def test_bodies_that_do_not_come_stop_nobody(standing, sent):
    with held(standing.port, sent, BODIES):
        assert helped(standing.port)


def test_half_sent_heads_stop_nobody(standing):
    with held(standing.port, HALF, HEADS):
        assert helped(standing.port)


def test_a_body_that_comes_letter_by_letter_is_read_in_the_end(standing):
    with held(standing.port, UNSENT["leave"], BODIES), opened(standing.port, UNSENT["leave"]) as slow:
        for letter in b"l=en&a=b&c":
            slow.sendall(bytes((letter,)))
        assert b" 200 " in slow.recv(4096)


@pytest.mark.parametrize("sent", [UNSENT["leave"], HALF], ids=["body", "head"])
def test_a_server_that_is_told_to_stop_stops_although_one_does_not_end(own, sent):
    with held(own.port, sent, 8):
        own.stop()
    assert not own.is_up()
