"""Each request is answered once, whatever happens to it, and what Django opened for it is given back."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loops import complete

from kapea.config.body_limits import body_limit
from kapea.config.gateway.app import LONG_AT_ONCE, Gateway, HttpAnswer
from kapea.config.gateway.body import MOST_BYTES, BodyLimit
from kapea.core.studies.openrosa_parts import MOST_BYTES as OPENROSA_BYTES
from kapea.web.base.form_sizes import STAFF_FORM

ALWAYS = ("X-Always", "yes")
GONE = RuntimeError("the connection is gone")


class Exchange:
    """The server's side of one request: a body that comes or fails, and what was answered."""

    def __init__(self, body: bytes | Exception = b"", gone: bool = False) -> None:
        self.body, self.gone = body, gone
        self.answers: list[tuple[int, list[tuple[str, str]], bytes]] = []

    async def __call__(self) -> bytes:
        if isinstance(self.body, Exception):
            raise self.body
        return self.body

    def response_empty(self, status, headers):
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status, headers, body):
        self.answers.append((status, headers, body))
        if self.gone:
            raise GONE


def head(**headers: str) -> SimpleNamespace:
    return SimpleNamespace(
        method="POST", path="/km/", query_string="", http_version="1.1",
        server="a:80", client="b:1", headers=headers,
    )  # fmt: skip


def echo(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def fails(environ, start_response):
    raise ValueError("Xyzzy")


def last_words(status, scope):
    return HttpAnswer(status, [("Content-Type", "text/html")], b"call 1280")


def nothing_at_hand(scope):
    return None


def asked(
    exchange: Exchange, django=echo, *, ready: bool = True, at_once=nothing_at_hand, **headers: str
) -> Exchange:
    gateway = Gateway(django, last_words, at_once=at_once, always=[ALWAYS])

    async def ask() -> None:
        if ready:
            gateway.__rsgi_init__(asyncio.get_running_loop())
        await gateway.__rsgi__(head(**headers), exchange)

    complete(ask())
    return exchange


LENGTH = "content-length"
WAYS = {
    "answered": (Exchange(b"form"), {}, 200, False),
    "too large": (Exchange(b"form"), {LENGTH: str(MOST_BYTES + 1)}, 413, True),
    "cut short": (Exchange(GONE), {}, 400, True),
    "too slow": (Exchange(TimeoutError()), {}, 408, True),
}


@pytest.mark.parametrize(("exchange", "headers", "status", "ends"), WAYS.values(), ids=WAYS)
def test_each_request_has_one_answer_with_the_headers_of_all(exchange, headers, status, ends):
    [(told, sent, body)] = asked(exchange, **{LENGTH: "4", **headers}).answers
    assert told == status
    assert ALWAYS in sent
    assert (("Connection", "close") in sent) == ends, "half a body is not read as the next request"
    assert body == (b"form" if status == 200 else b"call 1280")


class Waiting(Exchange):
    """A long body that comes when it is let go."""

    def __init__(self) -> None:
        super().__init__(b"a whole transcript")
        self.lets_go = asyncio.Event()

    async def __call__(self) -> bytes:
        await self.lets_go.wait()
        return await super().__call__()


LONG = {LENGTH: "700000"}


def test_long_forms_that_come_slowly_take_so_much_room_and_nobody_elses():
    gateway = Gateway(echo, last_words, limit_of=lambda scope: BodyLimit(1_000_000, 120.0))
    short, late, later = Exchange(b"form"), Exchange(b"long"), Exchange(b"long")

    async def ask() -> list[Waiting]:
        gateway.__rsgi_init__(asyncio.get_running_loop())
        slow = [Waiting() for _ in range(LONG_AT_ONCE)]
        tasks = [asyncio.ensure_future(gateway.__rsgi__(head(**LONG), each)) for each in slow]
        await asyncio.sleep(0)
        await gateway.__rsgi__(head(**{LENGTH: "4"}), short)
        await gateway.__rsgi__(head(**LONG), late)
        for each in slow:
            each.lets_go.set()
        await asyncio.gather(*tasks)
        await gateway.__rsgi__(head(**LONG), later)
        return slow

    slow = complete(ask())
    assert [[status for status, _, _ in each.answers] for each in slow] == [[200]] * LONG_AT_ONCE
    assert [each.answers[0][0] for each in (short, late, later)] == [200, 503, 200]


def test_what_collect_and_staff_are_told_they_may_send_is_read_by_the_server():
    def at(path: str) -> BodyLimit:
        return body_limit(SimpleNamespace(path=path))

    assert at("/openrosa/a/submission").most_bytes == OPENROSA_BYTES
    assert at("/staff/studies/a/sessions/1/transcript/write").most_bytes == STAFF_FORM.most_bytes
    for path in ("/km/", "/doors/sms", "/", "/staffing/"):
        assert at(path) == BodyLimit(), path


def test_where_django_fails_the_answer_names_who_to_call_and_no_word_of_the_fault():
    [(status, sent, body)] = asked(Exchange(), fails).answers
    assert (status, body) == (500, b"call 1280")
    assert "Xyzzy" not in str(sent)


def test_before_a_worker_is_ready_nobody_waits():
    [(status, _, body)] = asked(Exchange(), ready=False).answers
    assert (status, body) == (503, b"call 1280")


def test_what_is_at_hand_needs_no_thread_and_has_the_headers_of_all():
    at_hand = HttpAnswer(200, [("Content-Type", "text/html")], b"at hand")
    [answer] = asked(Exchange(), fails, ready=False, at_once=lambda scope: at_hand).answers
    assert answer == (200, [("Content-Type", "text/html"), ALWAYS], b"at hand")


def test_where_looking_for_what_is_at_hand_fails_django_answers():
    [(status, _, body)] = asked(Exchange(b"form"), at_once=fails_at_once, **{LENGTH: "4"}).answers
    assert (status, body) == (200, b"form")


def fails_at_once(scope):
    raise ValueError("Xyzzy")


@pytest.mark.parametrize("django", [echo, fails])
def test_a_visitor_who_has_gone_ends_no_worker(django):
    assert len(asked(Exchange(b"form", gone=True), django, **{LENGTH: "4"}).answers) == 1


class Pieces(list):
    """An answer in pieces, which must be closed, also when reading it fails."""

    closed = 0

    def __init__(self, pieces, fails=False):
        super().__init__(pieces)
        self.fails = fails

    def __iter__(self):
        yield from super().__iter__()
        if self.fails:
            raise ValueError

    def close(self):
        self.closed += 1


@given(st.lists(st.binary(max_size=20), max_size=6), st.sampled_from((200, 204, 303, 404)))
def test_an_answer_in_pieces_is_sent_whole_and_closed_once(pieces, status):
    response = Pieces(pieces)

    def django(environ, start_response):
        start_response(f"{status} Said", [("Set-Cookie", "a"), ("Set-Cookie", "b")])
        return response

    answer = Gateway(django, last_words, always=[ALWAYS]).answered({})
    assert (answer.status, answer.body) == (status, b"".join(pieces))
    assert answer.headers == [("Set-Cookie", "a"), ("Set-Cookie", "b"), ALWAYS]
    assert response.closed == 1


def test_what_fails_half_way_is_closed_too_and_never_sent_half():
    """Closing gives the connection to the database back."""
    response = Pieces([b"half"], fails=True)

    def django(environ, start_response):
        start_response("200 OK", [])
        return response

    [(status, _, body)] = asked(Exchange(), django).answers
    assert (status, body) == (500, b"call 1280")
    assert response.closed == 1
