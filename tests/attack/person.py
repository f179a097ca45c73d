"""A person with a browser without scripts, at a real server: reads pages, sends forms, keeps cookies."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.attack.answers import Answer

FORM = re.compile(rb'<form method="post" action="([^"]+)">(.*?)</form>', re.S)
HIDDEN = re.compile(rb'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BUTTON = re.compile(rb'<button[^>]*name="a" value="([^"]+)"')
SAFETY = 120
"""After so many seconds an answer hangs; a busy machine never needs as long."""
IN_ONE_TAB = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a page that one of ours led to."""


@dataclass
class Person:
    """`headers` go with every request; `answered` are the headers of all answers, one after the other."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    answered: list[tuple[str, str]] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        return self._ask("POST", path, urlencode(fields or {}).encode())

    def follow(self, answer: Answer) -> Answer:
        """The page that an answer leads to; the answer itself when it leads nowhere."""
        while to := answer.header("Location"):
            answer = self.get(to)
        return answer

    def tap(self, page: Answer, **button: str) -> Answer:
        """Sends the form of a page with a button: the answer to that, which mostly leads on."""
        action, fields = form_of(page)
        return self.post(action, fields | button)

    def walk(self, language: str, *keys: str) -> Answer:
        """From the first view through answers; `help` is a move."""
        page = self.get(f"/{language}/")
        for key in keys:
            page = self.follow(self.tap(page, **{"m" if key == "help" else "a": key}))
        return page

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SAFETY)
        try:
            connection.request(method, path, body, self._sent(body))
            got = connection.getresponse()
            answer = Answer(got.status, tuple(got.getheaders()), got.read())
        finally:
            connection.close()
        self.answered += answer.headers
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self._set(value)
        return answer

    def _sent(self, body: bytes | None) -> dict[str, str]:
        held = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        return {"Host": "localhost"} | IN_ONE_TAB | held | form | self.headers

    def _set(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


def form_of(page: Answer) -> tuple[str, dict[str, str]]:
    """The address and the hidden fields of the form that answers."""
    action, inner = FORM.findall(page.body)[0]
    return action.decode(), {k.decode(): v.decode() for k, v in HIDDEN.findall(inner)}


def offered(page: Answer) -> list[str]:
    """What the buttons of a page send."""
    return [key.decode() for key in BUTTON.findall(page.body)]
