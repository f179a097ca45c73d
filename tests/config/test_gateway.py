"""Nothing sent, half-sent or never sent keeps others from being answered, or the server from ending."""

from __future__ import annotations

import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from kapea.config.gateway import app, body, environ

ROOT = Path(__file__).parents[2]
HALF_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"


class Small:
    """The small server, running; `process` is its parent."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def sent(self, data: bytes) -> socket.socket:
        """A connection on which this was sent."""
        wire = socket.create_connection(("127.0.0.1", self.port), timeout=300)
        wire.sendall(data)
        return wire

    def asked(self, path: str, body: bytes | None = None, extra: str = "") -> tuple[int, str, bytes]:
        """Status, head and body of an answer."""
        method, length = ("GET", "") if body is None else ("POST", f"Content-Length: {len(body)}\r\n")
        head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{length}{extra}\r\n"
        with self.sent(head.encode("latin-1") + (body or b"")) as wire:
            return answer(wire)


def answer(wire: socket.socket) -> tuple[int, str, bytes]:
    raw = b"".join(iter(lambda: wire.recv(65536), b""))
    head, _, rest = raw.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), head.decode("latin-1").lower(), rest


@contextmanager
def serving(port: int, workers: int = 1):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.config.small_server", str(port), str(workers)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        small = Small(port, process)
        until_it_answers(small)
        yield small
    finally:
        process.terminate()
        process.wait(timeout=300)


def until_it_answers(small: Small) -> tuple[int, str, bytes]:
    for _ in range(600):
        try:
            return small.asked("/pid")
        except (OSError, IndexError):
            time.sleep(0.05)
    raise AssertionError("the server never answered")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    with serving(free_port()) as running:
        yield running


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- half-sent --------------------------------------------------------------------------


def test_a_body_that_never_comes_is_given_up_on_and_names_a_number(small):
    with small.sent(HALF_BODY) as wire:
        status, head, words = answer(wire)
    assert status == 408
    assert b"1280" in words
    assert "connection: close" in head


def test_half_sent_bodies_hold_no_thread(small):
    """Ten times as many as there are threads; each other answer comes while they all still wait."""
    wires = [small.sent(HALF_BODY) for _ in range(app.THREADS * 10)]
    for _ in range(20):
        assert small.asked("/", b"now")[2] == b"now"
    for wire in wires:
        wire.setblocking(False)
        with pytest.raises(BlockingIOError):
            wire.recv(1)
        wire.close()


def test_a_thousand_half_sent_heads_stop_nobody(small):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    wires = [small.sent(b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: ") for _ in range(1024)]
    try:
        for _ in range(20):
            assert small.asked("/", b"now")[2] == b"now"
    finally:
        for wire in wires:
            wire.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_it_ends_when_told_although_bodies_and_heads_are_half_sent(tmp_path):
    with serving(free_port()) as own:
        wires = [own.sent(HALF_BODY) for _ in range(8)] + [own.sent(b"GET / HTTP/1.1\r\n") for _ in range(8)]
        own.process.send_signal(signal.SIGTERM)
        own.process.wait()  # for ever, before
        for wire in wires:
            wire.close()


# --- too large, and odd ------------------------------------------------------------------


def test_what_is_too_large_is_refused_before_it_is_read(small):
    with small.sent(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000000\r\n\r\n") as wire:
        status, head, words = answer(wire)
    assert (status, words) == (413, b"call 1280")
    assert "connection: close" in head


def test_so_is_what_does_not_say_how_large_it_is(small):
    piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    with small.sent(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") as wire:
        for _ in range(body.MOST_BYTES // 0x4000 + 1):
            wire.sendall(piece)
        assert answer(wire)[0] == 413


def test_a_body_in_pieces_arrives_whole(small):
    chunked = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    with small.sent(chunked + b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n") as wire:
        assert answer(wire)[2] == b"abcdef"


def test_each_header_of_an_answer_arrives_and_always_ours(small):
    _, head, _ = small.asked("/")
    assert "set-cookie: a=1" in head
    assert "set-cookie: b=2" in head
    assert "x-always: yes" in head


def test_a_header_that_only_passes_for_the_proxys_is_not_read(small):
    names = small.asked("/", extra="X_Forwarded_For: 1.2.3.4\r\nX-Other: 1\r\n")[2]
    assert b"HTTP_X_OTHER" in names
    assert b"FORWARDED" not in names


def test_a_fault_of_ours_names_a_number(small):
    status, _, words = small.asked("/fails")
    assert (status, words) == (500, b"call 1280")


# --- too many ------------------------------------------------------------------------------


def test_when_every_thread_is_busy_the_next_is_given_a_number_not_a_wait(small, tmp_path):
    blocks = tmp_path / "blocks"
    blocks.touch()
    busy = [threading.Thread(target=small.asked, args=(f"/slow?{blocks}",)) for _ in range(app.THREADS)]
    for each in busy:
        each.start()
    while (told := small.asked("/"))[0] == 200:  # until the last of them has a thread
        pass
    assert (told[0], told[2]) == (503, b"call 1280")
    blocks.unlink()
    for each in busy:
        each.join()
    assert small.asked("/")[0] == 200


def test_a_line_that_is_full_takes_nobody_more():
    from kapea.config.gateway.threads import Job, Threads

    line = Threads(count=0, most_waiting=2)
    assert [line.offer(Job(lambda: None)) for _ in range(3)] == [True, True, False]


def test_one_request_is_answered_by_a_thread_or_given_up_on_never_both():
    from kapea.config.gateway.threads import Job

    job = Job(lambda: None)
    assert [job.take() for _ in range(3)] == [True, False, False]


# --- workers ----------------------------------------------------------------------------------


def test_a_worker_that_dies_again_and_again_is_replaced_each_time():
    with serving(free_port(), workers=1) as own:
        seen = set()
        for _ in range(3):
            seen.add(until_it_answers(own)[2])
            with own.sent(b"GET /ends HTTP/1.1\r\nHost: a\r\n\r\n") as wire:
                wire.recv(10)
        seen.add(until_it_answers(own)[2])
        assert len(seen) == 4
        assert own.process.poll() is None


# --- what Django is given ----------------------------------------------------------------------


class Head:
    """A request's head, as the server gives it."""

    http_version, server, client, method = "1.1", "127.0.0.1:8000", "[::1]:5000", "GET"
    path, query_string = "/ខ/a b", "q=é"
    headers = {"host": "a", "cookie": "k=1", "accept-language": "km", "content-type": "text/plain"}


def test_bytes_reach_django_as_wsgi_writes_them():
    made = environ.environ(Head(), b"abc")
    assert made["PATH_INFO"].encode("latin-1").decode() == "/ខ/a b"
    assert made["QUERY_STRING"].encode("latin-1").decode() == "q=é"
    assert (made["CONTENT_LENGTH"], made["wsgi.input"].read()) == ("3", b"abc")
    assert (made["REMOTE_ADDR"], made["SERVER_PORT"]) == ("[::1]", "8000")
    assert (made["HTTP_COOKIE"], made["CONTENT_TYPE"]) == ("k=1", "text/plain")


def test_what_was_said_of_the_length_does_not_count():
    class Lies(Head):
        headers = {"content-length": "5000"}

    assert environ.environ(Lies(), b"abc")["CONTENT_LENGTH"] == "3"
