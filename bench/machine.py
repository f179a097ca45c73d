"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
import msgspec


def lines() -> Iterator[str]:
    yield f"* {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    processor = _first("/proc/cpuinfo", "model name") or platform.processor()
    yield f"* {processor}, {os.cpu_count()} cores, {_memory()}"
    system = _first("/etc/os-release", "PRETTY_NAME") or platform.system()
    yield f"* {system}, {platform.system()} {platform.release()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = {"Django": django.__version__, "msgspec": msgspec.__version__, "SQLite": sqlite3.sqlite_version}
    yield f"* {python}, " + ", ".join(f"{name} {version}" for name, version in parts.items())


def _memory() -> str:
    kilobytes = _first("/proc/meminfo", "MemTotal").split(" ")[0]
    return f"{int(kilobytes) / 2**20:.0f} GB" if kilobytes.isdigit() else "memory unknown"


def _first(file: str, key: str) -> str:
    """The first value of `key` in a file of `key: value` or `key=value` lines."""
    path = Path(file)
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        name, _, value = line.replace("=", ":", 1).partition(":")
        if name.strip() == key:
            return value.strip().strip('"')
    return ""
