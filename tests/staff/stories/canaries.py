"""Canaries: words, names and numbers of a story, and the search for each of them wherever it should not be.

A page may hold one only where it is told to somebody: that browser, at such an address. What is asked for and
shown is recorded from the first request of a story to the last; what is kept is read when it is over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote_plus

from django.core import mail
from django.db import connections
from django.test import Client
from tests.channels.planted import forms, found

from kapea.core.languages.text import ZERO_WIDTH
from kapea.web.base.whole_words import JOINER

TELLING = re.compile(
    r"/staff/desk/cases/(new$|\w{10,})|/staff/referrals/(new/|received/)?\w{10,}|/l/\w+/\w+|/[\w-]+/d/\d$"
)
"""Addresses of what somebody told: a case, a referral, a link, a form with a lack. Lists are none."""
TITLE = re.compile(r"<title>([^<]*)")


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that was asked for, and what came."""

    client: Client
    asked: str
    status: int
    heads: str
    body: str

    @property
    def path(self) -> str:
        return self.asked.split("?")[0]

    @property
    def in_the_open(self) -> str:
        """What an address bar, a history or a proxy shows of it."""
        return f"{self.asked} {self.heads} {' '.join(TITLE.findall(self.body))}"


@dataclass
class Canaries:
    """`told`: whoever was told something, by their browser. `elsewhere`: what nobody here was told, as the
    number of whoever called: it stands nowhere at all.
    """

    planted: list[str] = field(default_factory=list)
    told: dict[Client, set[str]] = field(default_factory=lambda: defaultdict(set))
    exchanges: list[Exchange] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def plant(self, words: str) -> str:
        self.planted.append(words)
        return words

    def watch(self, monkeypatch: Any) -> None:
        """From now on each request of any browser is recorded."""
        really = Client.request

        def request(client: Client, **asked: Any) -> Any:
            response = really(client, **asked)
            self.exchanges.append(_exchange(client, asked, response))
            return response

        monkeypatch.setattr(Client, "request", request)

    # --- where each was found ------------------------------------------------------------------

    def unread(self) -> list[str]:
        """Those that nobody ever read: looking for them would prove nothing."""
        return [each for each in self.planted if not any(each in one.body for one in self.exchanges)]

    def leaked(self, logged: str) -> list[str]:
        """Where one stands that should not, with its words."""
        return [*self._in_the_open(), *self._shown_to_others(), *self._kept(logged)]

    @property
    def sought(self) -> list[str]:
        return self.planted + self.elsewhere

    def _in_the_open(self) -> Iterator[str]:
        for one in self.exchanges:
            for each in self.sought:
                if each in one.in_the_open:
                    yield f"{each!r}: address, title or head of {one.path}"

    def _shown_to_others(self) -> Iterator[str]:
        for one in self.exchanges:
            allowed: Collection[str] = self.told[one.client] if TELLING.match(one.path) else ()
            for each in self.sought:
                if each not in allowed and each in one.body:
                    yield f"{each!r}: shown at {one.path} to whoever is not told"

    def _kept(self, logged: str) -> Iterator[str]:
        sought = {form: each for each in self.sought for form in forms(each)}
        held = {"logs": logged.encode(), "mail": repr([each.__dict__ for each in mail.outbox]).encode()}
        for alias in ("default", "keys"):
            held |= stored(alias)
        for where, form in found(sought, held):
            yield f"{sought[form]!r}: kept readable in {where}"


def stored(alias: str) -> dict[str, bytes]:
    """Everything a database holds: the bytes of its file on SQLite, elsewhere each row of each table."""
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return {f"the file of {alias}": connection.connection.serialize()}
    held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            cells = [value for row in cursor.fetchall() for value in row]
            held[f"{alias}.{table}"] = b"\n".join(map(_bytes, cells))
    return held


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _exchange(client: Client, asked: dict[str, Any], response: Any) -> Exchange:
    query = asked.get("QUERY_STRING", "")
    address = asked["PATH_INFO"] + (f"?{query}" if query else "")
    cookies = response.cookies.output()
    heads = " ".join([*(f"{name}: {value}" for name, value in response.items()), cookies])
    streamed = getattr(response, "streaming", False)
    body = "" if streamed else response.content.decode(errors="replace")
    plain = unescape(body).replace(ZERO_WIDTH, "").replace(JOINER, "")
    return Exchange(client, unquote_plus(address), response.status_code, unquote_plus(heads), plain)
