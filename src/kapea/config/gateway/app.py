"""The gateway: reads a request whole, has Django answer it on a thread, writes the answer whole.

Nothing half-sent ever holds a thread. What Django cannot answer, or not soon, is answered from memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from kapea.config.gateway.body import BodyLimit, CutShort, Incoming, TooLarge, may_be_long, read_body
from kapea.config.gateway.environ import Scope, environ
from kapea.config.gateway.threads import Job, Threads

log = logging.getLogger("kapea.config")
THREADS = 4
MOST_WAITING = 128
MOST_WAITING_SECONDS = 1.5
"""A visitor whom no thread has reached by then is given the numbers, not a longer wait."""

LONG_AT_ONCE = 16
"""Long bodies that a worker reads at one time, a megabyte each; one more is asked to come again."""

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]
"""An application of PEP 3333; what it returns is a body in pieces, with `close` where it has any."""


class Exchange(Incoming, Protocol):
    """The server's side of one request."""

    def response_empty(self, status: int, headers: Headers) -> None: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


class NoRoom(Exception):
    """As many long bodies come already as a worker holds."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes

    def send(self, to: Exchange) -> None:
        """Writes it; to whoever has gone meanwhile, nothing."""
        with suppress(RuntimeError):  # what the server raises when the connection is closed
            if self.body:
                to.response_bytes(self.status, self.headers, self.body)
            else:
                to.response_empty(self.status, self.headers)


LastWords = Callable[[int, Scope], HttpAnswer]
"""A page from memory, by status and the head of the request. Called on the event loop: it must never wait."""


AtOnce = Callable[[Scope], HttpAnswer | None]
"""An answer that is at hand, by the head of a request; None: Django is asked. It must never wait either."""

LimitOf = Callable[[Scope], BodyLimit]
"""How much of a body is read, by the head of its request."""


class Gateway:
    """The entry that the server calls for each request (RSGI).

    `at_once` spares a request the way to a thread. `always` are headers of every answer; `on_start` is called
    in each worker before its first request. `limit_of`: what a request may bring.
    """

    def __init__(
        self,
        django: Wsgi,
        last_words: LastWords,
        *,
        at_once: AtOnce = lambda scope: None,
        always: Sequence[tuple[str, str]] = (),
        on_start: Callable[[], None] = lambda: None,
        limit_of: LimitOf = lambda scope: BodyLimit(),
    ) -> None:
        self._django, self._last_words, self._at_once = django, last_words, at_once
        self._always, self._on_start, self._limit_of = always, on_start, limit_of
        self._threads: Threads | None = None
        self._long = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called in each worker before its first request."""
        self._threads = Threads(THREADS, MOST_WAITING)
        self._on_start()

    async def __rsgi__(self, scope: Scope, protocol: Exchange) -> None:
        """Answers one request."""
        try:
            body = await self._read(scope, protocol)
        except NoRoom:
            self._too_busy(scope, protocol, "too many long forms come at once")
        except TimeoutError:
            self._refuse(scope, protocol, 408)
        except TooLarge:
            self._refuse(scope, protocol, 413)
        except CutShort:
            self._refuse(scope, protocol, 400)
        else:
            await self._answer(scope, protocol, body)

    async def _read(self, scope: Scope, protocol: Exchange) -> bytes:
        """Its body; a long one only while there is room. Raises NoRoom, TooLarge, CutShort, TimeoutError."""
        get, limit = scope.headers.get, self._limit_of(scope)
        length, chunked = get("content-length"), get("transfer-encoding") is not None
        long = limit != BodyLimit() and may_be_long(length, chunked=chunked)
        if long and self._long >= LONG_AT_ONCE:
            raise NoRoom
        self._long += long
        try:
            return await read_body(protocol, length, chunked=chunked, limit=limit)
        finally:
            self._long -= long

    async def _answer(self, scope: Scope, protocol: Exchange, body: bytes) -> None:
        answer = self._answer_at_hand(scope)
        if answer is not None:
            answer.send(protocol)
        else:
            await self._have_answered(scope, protocol, body)

    def _answer_at_hand(self, scope: Scope) -> HttpAnswer | None:
        try:
            answer = self._at_once(scope)
        except Exception as error:
            log.error("gateway: nothing is answered at once:", exc_info=error)
            return None
        return answer and HttpAnswer(answer.status, [*answer.headers, *self._always], answer.body)

    async def _have_answered(self, scope: Scope, protocol: Exchange, body: bytes) -> None:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        job = Job(partial(self._on_thread, loop, done, scope, protocol, body))
        if self._threads is None or not self._threads.offer(job):
            self._too_busy(scope, protocol, "LineFull")
            return
        given_up = loop.call_later(MOST_WAITING_SECONDS, self._give_up, job, done, scope, protocol)
        await done
        given_up.cancel()

    def _give_up(self, job: Job, done: asyncio.Future[None], scope: Scope, protocol: Exchange) -> None:
        if job.take():
            self._too_busy(scope, protocol, "NoThreadFree")
            done.set_result(None)

    def _on_thread(
        self,
        loop: asyncio.AbstractEventLoop,
        done: asyncio.Future[None],
        scope: Scope,
        protocol: Exchange,
        body: bytes,
    ) -> None:
        try:
            answer = self.answered(environ(scope, body))
        except Exception as error:
            log.error("gateway: 500, Django could not answer:", exc_info=error)
            answer = self._last(scope, 500)
        try:
            answer.send(protocol)
        finally:
            loop.call_soon_threadsafe(done.set_result, None)

    def answered(self, asked: dict[str, Any]) -> HttpAnswer:
        """What Django answers, read whole; its connections are given back on the way."""
        started: list[Any] = []
        response = self._django(asked, lambda *told: started.extend(told))
        try:
            body = b"".join(response)
        finally:
            if (close := getattr(response, "close", None)) is not None:
                close()
        return HttpAnswer(int(started[0][:3]), [*started[1], *self._always], body)

    def _too_busy(self, scope: Scope, protocol: Exchange, why: str) -> None:
        log.error("gateway: 503 %s", why)
        self._refuse(scope, protocol, 503)

    def _refuse(self, scope: Scope, protocol: Exchange, status: int) -> None:
        self._last(scope, status).send(protocol)

    def _last(self, scope: Scope, status: int) -> HttpAnswer:
        answer = self._last_words(status, scope)
        ends = [("Connection", "close")] if status in (400, 408, 413) else []
        return HttpAnswer(status, [*answer.headers, *self._always, *ends], answer.body)
