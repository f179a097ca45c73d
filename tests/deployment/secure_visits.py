"""The same visitors behind the proxy, over HTTPS, as an operator's page sets it up."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path

from tests.deployment.caddy import Caddy
from tests.deployment.proxy import NAME, Proxy
from tests.deployment.staff_visits import Answer, SiteVisitor, StaffVisitor, surely
from tests.deployment.visitors import Site
from tests.home import Home, prepared_on
from tests.server import Serve

CODE = re.compile(r'<p class="code"><bdi>([\d ]+)</bdi>')
CARRIED = re.compile(r'name="([to])" value="([\w=-]+)"')
SIGNS, OTHERS = ["boat", "tree"], ["cup", "fish"]


@dataclass(frozen=True)
class Helping:
    """A deployment with a line whose workers answer: two workers, a proxy with HTTPS."""

    home: Home
    server: Serve
    proxy: Proxy | Caddy

    def count(self, table: str, where: str) -> int:
        """How many rows of a table there are."""
        sql = f"SELECT count(*) FROM {table} WHERE {where}"
        if self.home.database:
            import psycopg

            with psycopg.connect(self.home.database, autocommit=True) as connection:
                row = connection.execute(sql).fetchone()
        else:
            with closing(sqlite3.connect(self.home.file, timeout=300)) as file:
                row = file.execute(sql).fetchone()
        assert row is not None
        return int(row[0])


@contextmanager
def helping_on(kind: str, folder: Path, front: type[Proxy | Caddy] = Proxy) -> Iterator[Helping]:
    """Stands in a folder, on `sqlite` or `postgres`, for as long as it is needed, behind a proxy."""
    settings = {"KAPEA_HOSTS": NAME, "KAPEA_HTTPS": "true", "KAPEA_PROXIES": "1"}
    home = prepared_on(kind, folder / f"helping_{kind}", packs=("cambodia",), staff=True, **settings)
    with (
        Serve(home, workers=2) as server,
        front(folder / "front", upstream=server.port, away=folder / "away") as proxy,
    ):
        yield Helping(home, server, proxy)


_came = count(1)


def new_place() -> str:
    """An address in a network of its own, from which nobody came before."""
    return "127.{}.{}.1".format(*divmod(250 + next(_came), 250))


class _Secure(SiteVisitor):
    host = NAME

    def __init__(self, site: Helping, *said: str, place: str = "") -> None:
        self.proxy, self.place = site.proxy, place or new_place()
        super().__init__(site.server, *said)

    def connects(self) -> None:
        self._connection = Site(self.proxy.port, self.proxy.certificate, self.place).connect()

    def _ask(self, method, address, body, more=None) -> Answer:
        ours = {"Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"}
        return super()._ask(method, address, body, ours | dict(more or {}))

    def asks(self, method: str, address: str, body: bytes = b"", **headers: str) -> Answer:
        """Whatever is asked, with headers of one's own: `X_Forwarded_For` stands for X-Forwarded-For."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask(method, address, body, named)


class SecureStaff(_Secure, StaffVisitor):
    """Somebody of a trial's staff, behind the proxy."""


class SecureVisitor(_Secure):
    """Somebody in a public browser, behind the proxy."""

    code = ""

    def leaves(self, words: str) -> None:
        page = surely(self, "GET", "/en/d/2").body
        form = re.search(r'name="form" value="(\w+)"', page)
        assert form, page
        said = {"level": "orange", "who": "child", "yes": "yes", "words": words, "form": form[1]}
        page = surely(self, "POST", "/en/d/2", sign=SIGNS, **said).body
        shown = CODE.search(page)
        assert shown, page
        self.code = shown[1]

    def types(self, code: str = "") -> Answer:
        """The second question."""
        surely(self, "GET", "/en/b")
        return surely(self, "POST", "/en/b", typed=code or self.code)

    def comes_back(self, code: str = "", signs: list[str] = SIGNS) -> Answer:
        carried = dict(CARRIED.findall(self.types(code).body))
        return surely(self, "POST", "/en/b", t=carried["t"], sign=signs)


def cookies_of(answers: list[Answer]) -> dict[str, SimpleCookie]:
    """The cookies that were set, by name, with their attributes."""
    set_ones = [value for each in answers for name, value in each.pairs if name.lower() == "set-cookie"]
    return {name: jar for value in set_ones for jar in [SimpleCookie(value)] for name in jar}
