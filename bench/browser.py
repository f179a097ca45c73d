"""A visitor of a running server: its cookies, its way through a journey, and the requests it sends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.server import IN_ONE_TAB, Reply, Server
from bench.site import tag
from bench.wrk import Entry
from kapea.web.base.form_secret import scattered

SET = re.compile(r"^set-cookie: +(\w+)=([^;\r\n]*)", re.I | re.M)


@dataclass(slots=True)
class Browser:
    """One visitor. `secret` is the word of their forms, as the cookie holds it."""

    server: Server
    home: str
    cookies: dict[str, str] = field(default_factory=dict)

    def begin(self, key: str) -> Browser:
        """Opens the first view and gives the first answer."""
        self._keep(self.server.get(self.home))
        self._keep(self.server.post(f"{self.home}h/0", self._form(a=key, b="1"), self._cookie()))
        assert "k" in self.cookies, "no conversation began"
        return self

    def answer(self, depth: int, key: str) -> Entry:
        """The request that gives an answer after `depth` others, as from a copy of the page of its own."""
        headers = {
            "Host": f"localhost:{self.server.port}",
            "Cookie": self._cookie(),
            "Content-Type": "application/x-www-form-urlencoded",
            **IN_ONE_TAB,
        }
        return Entry(f"{self.home}h/{depth}", headers, self._form(a=key).decode())

    def _form(self, **fields: str) -> bytes:
        word = scattered(self.cookies["f"])
        return urlencode({"csrfmiddlewaretoken": word, **tag(self.cookies), **fields}).encode()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, reply: Reply) -> None:
        assert reply.status in (200, 303), reply.status
        self.cookies.update(SET.findall(reply.head))
