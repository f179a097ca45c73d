"""A provider's API on loopback, for a fake of it: takes JSON by POST and questions by GET, answers JSON."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, dict[str, Any]]
"""A status, and what comes with it."""
DOWN, SLOW_DOWN, UNREACHED, UNANSWERED = "down", "slow down", "unreached", "unanswered"
"""How a provider fails: with 503, with 429, without having read anything, after it did what was asked."""
FAILURES = (DOWN, SLOW_DOWN, UNREACHED, UNANSWERED)
STATUSES = {DOWN: 503, SLOW_DOWN: 429}


class Loopback:
    """Listens from the moment it is made until `stop`, which tells what it could not take.

    `failing`: how every call goes wrong from now on; empty where none does. `taken`: how many calls did what
    they asked for, whoever heard of it. `said`: for whom something was sent or changed, and its words.
    `chats`: what stands on each phone, as each fake holds it. `now`: the seconds of its clock.
    """

    chats: Any

    def __init__(self) -> None:
        fake = self
        self.failing, self.taken = "", 0
        self.now: Callable[[], float] = time.time
        self.wrong: list[AssertionError] = []
        self.said: list[tuple[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                given = fake.read(self.rfile.read(int(self.headers["Content-Length"])))
                if fake.failing == UNREACHED:
                    return
                status, answer = STATUSES.get(fake.failing, 0), dict[str, Any]()
                if not status:
                    status, answer = fake.judged(self.path, self.headers, given)
                    fake.taken += 200 <= status < 300
                if fake.failing != UNANSWERED:
                    self._say((status, answer))

            def do_GET(self) -> None:
                asked = urlsplit(self.path)
                self._say(fake.told(asked.path, self.headers, dict(parse_qsl(asked.query))))

            def _say(self, answer: Answer) -> None:
                status, said = answer
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def forget(self) -> None:
        """Nothing was ever sent to anybody."""
        self.said.clear()
        self.chats.clear()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        assert self.wrong == [], "the provider would refuse what it was asked"

    def judged(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        """What it answers; what no provider would take is kept for `stop`."""
        try:
            return self.answer(path, headers, given)
        except AssertionError as error:
            self.wrong.append(error)
            return 400, {}

    def read(self, body: bytes) -> Any:
        """What was sent; JSON, where a fake does not say otherwise."""
        return json.loads(body or b"{}")

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        """What the provider answers: each fake says it."""
        raise AssertionError(path)

    def told(self, path: str, headers: Mapping[str, str], query: Mapping[str, str]) -> Answer:
        """What it answers to a question."""
        raise AssertionError(path)
