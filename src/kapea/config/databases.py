"""The database: a file beside the program, or PostgreSQL when people outgrow one machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kapea.config.env import Unset
from kapea.config.home import DATABASE

ANSWER_SECONDS = 2
"""A visitor's page waits no longer for a database; then it shows who can help, from memory."""


def from_url(url: str, home: Path) -> dict[str, Any]:
    """`sqlite:///path`, `postgresql://user:password@host:port/name`, or empty for a file under `home`."""
    if not url:
        return sqlite(home / DATABASE)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgresql", "postgres"):
        return postgres(url)
    raise Unset(f"KAPEA_DATABASE begins with {parts.scheme!r}: use sqlite:/// or postgresql://")


def keys_from_url(url: str, default_url: str, home: Path) -> dict[str, Any]:
    """The key store: its own address, or beside the other database. On PostgreSQL that is the database of the
    same name with `_keys` behind it, on SQLite the file `keys.sqlite3`. Never the same one.
    """
    if url:
        if url == default_url:
            raise Unset("KAPEA_KEYS_DATABASE is KAPEA_DATABASE: keys belong into a database of their own")
        return from_url(url, home)
    made = from_url(default_url, home)
    name = made["NAME"]
    beside = str(Path(name).with_name("keys.sqlite3")) if "sqlite" in made["ENGINE"] else f"{name}_keys"
    return {**made, "NAME": beside}


def sqlite(path: Path) -> dict[str, Any]:
    """Write-ahead log and immediate transactions: readers never wait, writers queue instead of failing."""
    return {
        "ENGINE": "kapea.config.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": ANSWER_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Everything after `?` is libpq's: `?sslmode=require`, `?host=/a/socket/folder`.

    Each thread has a connection of its own, looked at before it is used again; no pool, whose threads would
    not survive a fork.
    """
    parts = urlsplit(url)
    return {
        "ENGINE": "kapea.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ANSWER_SECONDS": ANSWER_SECONDS,
        "OPTIONS": {**_limits(ANSWER_SECONDS), **dict(parse_qsl(parts.query))},
    }


def _limits(seconds: int) -> dict[str, Any]:
    """What the database's client and server are told: give up on what takes longer (0: never)."""
    return {
        "connect_timeout": ANSWER_SECONDS,
        "tcp_user_timeout": seconds * 1000,
        "options": f"-c statement_timeout={seconds * 1000}",
    }


def be_patient(databases: Mapping[str, dict[str, Any]]) -> None:
    """For a command that changes tables, whose statements may take long. Before anything is connected."""
    for each in databases.values():
        if each["ENGINE"] == "kapea.config.postgresql":
            each["ANSWER_SECONDS"] = 0
            each["OPTIONS"] |= _limits(0)
        else:
            each["OPTIONS"]["timeout"] = 60
