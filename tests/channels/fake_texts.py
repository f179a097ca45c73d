"""Kannel's and the Android app's own HTTP on loopback: what a phone would get as text messages."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tests.channels.loopback import Answer, Loopback

from kapea.core.doors.sms_text import is_gsm7, sms_parts

USER, PASSWORD, SHORT_CODE = "kapea", "word-of-nobody", "9990"
MOST_PARTS = 3


class FakeNetwork(Loopback):
    """`chats`: the texts that came to each number. `troubles`: statuses for the next calls. `refs`: what we
    called each text.
    """

    def __init__(self) -> None:
        self.chats: dict[str, list[str]] = defaultdict(list)
        self.troubles: list[int] = []
        self.refs: list[str] = []
        self._lock = threading.Lock()
        super().__init__()

    def brought(self, to: str, text: str, ref: str) -> None:
        assert to.startswith("+")
        assert text
        assert sms_parts(text) <= MOST_PARTS
        assert "\u200b" not in text, "a break mark is paid for and not seen"
        self.chats[to].append(text)
        self.said.append((to, text))
        self.refs.append(ref)


class FakeKannel(FakeNetwork):
    """`/cgi-bin/sendsms` as recorded: words in the body, all else in headers."""

    def read(self, body: bytes) -> Any:
        return body.decode()

    def answer(self, path: str, headers: Mapping[str, str], given: str) -> Answer:
        with self._lock:
            if self.troubles:
                return self.troubles.pop(0), {}
            if (headers["X-Kannel-Username"], headers["X-Kannel-Password"]) != (USER, PASSWORD):
                return 403, {}
            if not headers.get("X-Kannel-To"):
                return 400, {}
            assert path == "/cgi-bin/sendsms"
            assert headers["X-Kannel-From"] == SHORT_CODE
            assert (headers.get("X-Kannel-Coding") == "2") != is_gsm7(given), "its letters would be lost"
            report = headers["X-Kannel-DLR-Url"]
            self.brought(headers["X-Kannel-To"], given, report.partition("ref=")[2].partition("&")[0])
            return 202, {}


class FakeAndroid(FakeNetwork):
    """The app's own HTTP: an id that it has is refused with 409."""

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        with self._lock:
            if self.troubles:
                return self.troubles.pop(0), {}
            if headers["Authorization"] != "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode():
                return 401, {}
            if path == "/webhooks":
                return 201, given
            assert path == "/messages"
            if given["id"] in self.refs:
                return 409, {"message": "Message with the same ID already exists"}
            self.brought(given["phoneNumbers"][0], given["textMessage"]["text"], given["id"])
            return 202, {"id": given["id"], "state": "Pending", "textMessage": given["textMessage"]}
