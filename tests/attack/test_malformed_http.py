"""Bytes that are no HTTP, or HTTP nobody should send, at the real server: it refuses them and stands."""

from __future__ import annotations

import re

import pytest
from tests.attack.answers import NUMBER, TRACES
from tests.attack.wire import exchanged, opened, reset

HOST = b"Host: localhost\r\n"
GET = b"GET /en/ HTTP/1.1\r\n" + HOST
POST = b"POST /en/h/0 HTTP/1.1\r\n" + HOST
SECOND = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
MALFORMED = {
    "nothing": b"",
    "a line end": b"\r\n",
    "noise": bytes(range(256)) * 8,
    "zeros": b"\0" * 4096,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 200,
    "another protocol": b"SSH-2.0-x\r\n",
    "HTTP/0.9": b"GET /en/\r\n",
    "HTTP/2 by knowledge": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a version from nowhere": b"GET /en/ HTTP/9.9\r\n" + HOST + b"\r\n",
    "no version": b"GET /en/ \r\n" + HOST + b"\r\n",
    "no host": b"GET /en/ HTTP/1.1\r\n\r\n",
    "two hosts": GET + b"Host: evil.example\r\n\r\n",
    "another host": b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "a whole address": b"GET http://evil.example/en/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "spaces in the address": b"GET /en/ and more HTTP/1.1\r\n" + HOST + b"\r\n",
    "raw letters in the address": "GET /ខ/ HTTP/1.1\r\n".encode() + HOST + b"\r\n",
    "a zero in the address": b"GET /en/\0 HTTP/1.1\r\n" + HOST + b"\r\n",
    "an endless address": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an endless header": GET + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    "endless headers": GET + b"".join(b"X-%d: 1\r\n" % n for n in range(2000)) + b"\r\n",
    "a header without a name": GET + b": x\r\n\r\n",
    "a header without a colon": GET + b"x\r\n\r\n",
    "a folded header": GET + b"X: a\r\n b\r\n\r\n",
    "a zero in a header": GET + b"X: a\0b\r\n\r\n",
    "raw letters in a header": GET + b"Accept-Language: \xff\xfe\r\nCookie: k=\xff\r\n\r\n",
    "lines that end bare": GET.replace(b"\r", b"") + b"\n",
    "half a head": b"GET /en/ HTT",
    "less body than said": POST + b"Content-Length: 10\r\n\r\na=1",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": POST + b"Content-Length: ten\r\n\r\n",
    "a length beyond all": POST + b"Content-Length: 99999999999999999999\r\n\r\n",
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 60\r\n\r\n" + SECOND,
    "length and chunks": POST + b"Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SECOND,
    "chunks hidden": POST + b"Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SECOND,
    "a chunk size that is none": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk beyond all": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    "half a chunk": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "an upgrade": GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n\r\n",
    "an upgrade to HTTP/2": GET + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
    "an expectation": POST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n",
    "an odd expectation": POST + b"Expect: money\r\nContent-Length: 0\r\n\r\n",
}
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


@pytest.mark.parametrize("sent", MALFORMED.values(), ids=MALFORMED)
def test_it_is_refused_without_a_fault_and_the_next_visitor_is_served(standing, sent):
    got = exchanged(standing.port, sent)
    assert not [status for status in STATUS.findall(got) if status.startswith(b"5")], got[:300]
    assert not [trace for trace in TRACES if trace in got], got[:300]
    assert b"smuggled" not in got
    status, page = standing.get("/en/")
    assert status == 200
    assert NUMBER.decode() in page


@pytest.mark.parametrize("name", ["two lengths", "length and chunks", "chunks and length", "chunks hidden"])
def test_no_second_request_hides_in_a_first(standing, name):
    """A proxy that counts a request's end otherwise than we do would let one visitor ask as another."""
    got = exchanged(standing.port, MALFORMED[name])
    assert b"/smuggled" not in got
    assert len(STATUS.findall(got)) <= 1 or b" 400 " in got


@pytest.mark.parametrize(
    "sent", [GET + b"\r\n", POST + b"Content-Length: 3\r\n\r\na=1", POST], ids=["get", "post", "half"]
)
def test_whoever_hangs_up_before_the_answer_takes_no_thread_along(standing, sent):
    for _ in range(20):
        opened(standing.port, sent).close()
        reset(standing.port, sent)
    for _ in range(8):
        assert NUMBER.decode() in standing.get("/en/")[1]


def test_after_all_of_it_the_log_holds_no_trace(standing):
    for sent in MALFORMED.values():
        exchanged(standing.port, sent)
    assert "Traceback" not in standing.said()
    assert "evil.example" not in standing.said()
