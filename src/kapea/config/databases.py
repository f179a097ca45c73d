"""The database: a file beside the program, or PostgreSQL when people outgrow one machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kapea.config.env import Unset

BUSY_SECONDS = 5


def from_url(url: str, home: Path) -> dict[str, Any]:
    """`sqlite:///path`, `postgresql://user:password@host:port/name`, or empty for a file under `home`."""
    if not url:
        return sqlite(home / "kapea.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgresql", "postgres"):
        return postgres(url)
    raise Unset(f"KAPEA_DATABASE begins with {parts.scheme!r}: use sqlite:/// or postgresql://")


def sqlite(path: Path) -> dict[str, Any]:
    """Write-ahead log and immediate transactions: readers never wait, writers queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Everything after `?` is libpq's: `?sslmode=require`, `?host=/a/socket/folder`."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": {"min_size": 1, "max_size": 4}},
    }
