"""A provider's API on loopback, for a fake of it: takes JSON by POST and questions by GET, answers JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, dict[str, Any]]
"""A status, and what comes with it."""


class Loopback:
    """Listens from the moment it is made until `stop`."""

    def __init__(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                given = fake.read(self.rfile.read(int(self.headers["Content-Length"])))
                self._say(fake.answer(self.path, self.headers, given))

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

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def read(self, body: bytes) -> Any:
        """What was sent; JSON, where a fake does not say otherwise."""
        return json.loads(body or b"{}")

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        """What the provider answers: each fake says it."""
        raise AssertionError(path)

    def told(self, path: str, headers: Mapping[str, str], query: Mapping[str, str]) -> Answer:
        """What it answers to a question."""
        raise AssertionError(path)
