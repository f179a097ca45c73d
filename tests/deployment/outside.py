"""A deployment as its operator has it, and what befalls it: other numbers, dead workers, a database away."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from tests.deployment.proxy import NAME, Proxy
from tests.deployment.visitors import Browser, Load, Page, Seen, Site
from tests.home import Home, prepared, publish
from tests.packs import EVERY
from tests.postgres import Postgres
from tests.run import HOME, shared_folder
from tests.server import Serve, until

from kapea.content.folder import shipped
from kapea.guide import keys
from kapea.web.public.cookies import KEY, LEFT
from kapea.web.public.own_tab import TAG

OLD, NEW = "1280", "1299"
"""The helpline of Cambodia, and the number that a new release gives it in these tests."""
NOTICED_SECONDS = 300
"""Pages follow a publication within seconds; a busy machine may take this."""


@dataclass
class Deployment:
    """The parts of one installation."""

    home: Home
    server: Serve
    proxy: Proxy
    postgres: Postgres | None
    away: Path
    """The folder of pages that the proxy shows while nothing answers."""

    @property
    def site(self) -> Site:
        return Site(self.proxy.port, self.proxy.certificate)

    def is_well(self) -> bool:
        """Whether each worker can be reached and looks in its database for a conversation that is nobody's:
        asked several times over.
        """
        reached = len(self.server.listening_workers()) == self.server.workers
        token = secrets.token_urlsafe()
        asked = f"/en-kh/h/1?{TAG}={keys.tag_of(token)}"
        return reached and all(self._asked_with(asked, {KEY: token}).status < 500 for _ in range(8))

    def load(self, *, reads: float = 0) -> Load:
        return Load(self.site, reads=reads)

    def names(self, number: str, *, path: str = "/en-kh/") -> bool:
        """Whether a page names a number to call, and not the other."""
        browser = Browser(self.site, Seen())
        try:
            body = browser.get(path).body
        finally:
            browser.close()
        other = NEW if number == OLD else OLD
        return f"tel:{number}" in body and f"tel:{other}" not in body

    def once(self, path: str, *, left: bool = False) -> Page:
        """What a fresh browser is shown, asked once; `left` where somebody has just left in it."""
        return self._asked_with(path, {LEFT: "1"} if left else {})

    def _asked_with(self, path: str, cookies: dict[str, str]) -> Page:
        browser = Browser(self.site, Seen(), cookies)
        try:
            return browser.once("GET", path, None)
        finally:
            browser.close()

    def soon_names(self, number: str) -> None:
        """Waits until pages name a number: both workers, asked several times over."""
        until(
            lambda: all(self.names(number) for _ in range(8)),
            within=NOTICED_SECONDS,
            what=f"pages do not name {number}",
        )

    def shows_when_away(self, number: str) -> bool:
        """Whether the page that the proxy would show names a number."""
        return f"tel:{number}" in (self.away / "en-kh.html").read_text(encoding="utf-8")

    def kapea(self, *words: str) -> str:
        """Runs a command as the operator, which must succeed; what it said."""
        done = self.home.kapea(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def conversations(self) -> int:
        """How many conversations are open, as the database has it."""
        sql = "SELECT count(*) FROM guide_conversation"
        if self.postgres is not None:
            import psycopg

            with psycopg.connect(self.home.database, autocommit=True) as connection:
                row = connection.execute(sql).fetchone()
                assert row is not None
                return int(row[0])
        with closing(sqlite3.connect(self.home.file, timeout=300)) as file:
            return int(file.execute(sql).fetchone()[0])

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """PostgreSQL stopped, or somebody who does not let go of the SQLite file."""
        if self.postgres is not None:
            self.postgres.stop()
            yield
            self.postgres.start()
            return
        with closing(sqlite3.connect(self.home.file, timeout=300, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")


@contextmanager
def deployed(kind: str, folder: Path, **more: str) -> Iterator[Deployment]:
    """A deployment in a folder, taken away at the end; `more`: what its operator sets besides."""
    postgres = Postgres(Path(mkdtemp(prefix="postgres-", dir=HOME))) if kind == "postgres" else None
    database = postgres.database("kapea") if postgres else ""
    away = folder / "away"
    settings = {"KAPEA_HOSTS": NAME, "KAPEA_HTTPS": "true", "KAPEA_PROXIES": "1", "KAPEA_AWAY": str(away)}
    home = prepared(folder / "home", database=database, **settings, **more, KAPEA_NEW_PER_MINUTE="1000000")
    try:
        with (
            Serve(home, workers=2) as server,
            Proxy(folder / "nginx", upstream=server.port, away=away) as proxy,
        ):
            yield Deployment(home, server, proxy, postgres, away)
    finally:
        if postgres is not None:
            postgres.stop()


def publish_new_number(home: Home) -> None:
    """Makes the Cambodia pack live as its author has it after the helpline moved to another number. It is
    proved by the first that publishes it in a run, or in `make check-all` by each.
    """
    pack = str(shared_folder("new-number", _move_helpline) / "cambodia")
    done = home.kapea("publish", pack) if EVERY else publish(home, pack)
    assert done.returncode == 0, done.stdout + done.stderr


def _move_helpline(folder: Path) -> None:
    shutil.copytree(shipped(), folder, dirs_exist_ok=True)
    for name in ("services/child-helpline.yaml", "contacts.yaml"):
        file = folder / "cambodia" / name
        words = file.read_text(encoding="utf-8")
        assert OLD in words
        file.write_text(words.replace(f'"{OLD}"', f'"{NEW}"'), encoding="utf-8")
