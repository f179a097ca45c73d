"""The database: a file beside the program, or PostgreSQL when people outgrow one machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kapea.config.env import Unset
from kapea.config.home import DATABASE

ANSWER_SECONDS = 2
"""A visitor's page waits no longer for a database; then it shows who can help, from memory."""
COMMAND_SECONDS = 60
"""An operator's command waits so long: nobody is kept from help by it, and a busy machine answers late."""


def from_url(url: str, home: Path, setting: str = "KAPEA_DATABASE") -> dict[str, Any]:
    """`sqlite:///path`, `postgresql://user:password@host:port/name`, or empty for a file under `home`.

    Raises Unset, by the name of the setting and never with what stands in it: that holds a password.
    """
    if not url:
        return sqlite(home / DATABASE)
    try:
        return _read(url)
    except ValueError:
        kind = scheme[0] if (scheme := SCHEME.match(url)) else "no kind of database"
        raise Unset(f"{setting} begins with {kind} and {HOW_TO_WRITE}") from None


SCHEME = re.compile(r"[a-z]+(?=://)")
HOW_TO_WRITE = (
    "names no database: write sqlite:///path/of/a/file, or postgresql://user:password@host:port/name with "
    "every sign of the password that is no letter or digit as % and two hexadecimal digits"
)


def _read(url: str) -> dict[str, Any]:
    """The database of an address; ValueError where it names none."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and parts.path.startswith("/") and len(parts.path) > 1:
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/") and not parts.fragment:
        return postgres(url)
    raise ValueError("neither a file nor a server")


def keys_from_url(url: str, default_url: str, home: Path) -> dict[str, Any]:
    """The key store: its own address, or beside the other database. On PostgreSQL that is the database of the
    same name with `_keys` behind it, on SQLite the file `keys.sqlite3`. Never the same one.
    """
    other = from_url(default_url, home)
    made = from_url(url, home, "KAPEA_KEYS_DATABASE") if url else _beside(other)
    if _place(made) == _place(other):
        raise Unset("KAPEA_KEYS_DATABASE is KAPEA_DATABASE: keys belong into a database of their own")
    return made


def _beside(other: Mapping[str, Any]) -> dict[str, Any]:
    name = other["NAME"]
    beside = str(Path(name).with_name("keys.sqlite3")) if "sqlite" in other["ENGINE"] else f"{name}_keys"
    return {**other, "NAME": beside}


def _place(made: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which database it is, whoever asks for it."""
    return tuple(made.get(part) for part in ("ENGINE", "HOST", "PORT", "NAME"))


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
        "connect_timeout": seconds or COMMAND_SECONDS,
        "tcp_user_timeout": seconds * 1000,
        "options": f"-c statement_timeout={seconds * 1000}",
    }


def be_patient(databases: Mapping[str, dict[str, Any]], seconds: int = 0) -> None:
    """For a command, whose answers nobody needs to see at once (0: of one that changes tables, whose
    statements take as long as they take). Before anything is connected.
    """
    for each in databases.values():
        if each["ENGINE"] == "kapea.config.postgresql":
            each["ANSWER_SECONDS"] = seconds
            each["OPTIONS"] |= _limits(seconds)
        else:
            each["OPTIONS"]["timeout"] = seconds or COMMAND_SECONDS
