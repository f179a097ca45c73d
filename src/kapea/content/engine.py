"""Which engine this is: a fingerprint of the code that decides what people are told, and of what proves it.

A release was proved with one engine. Another may walk it otherwise, so the proof holds for that one only.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kapea import core

DECIDING = (
    "checker",
    "dialogue",
    "directory",
    "doors",
    "languages",
    "learning",
    "pack",
    "present",
    "understanding",
)
"""Rooms of the core that decide; what only lays out paper or helps authors changes nobody's way."""


@cache
def engine_fingerprint() -> str:
    """64 hexadecimal digits, the same for the same code on every machine."""
    root, told = Path(core.__file__).parent, hashlib.sha256()
    for path in sorted(path for room in DECIDING for path in (root / room).rglob("*.py")):
        told.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return told.hexdigest()


LEANS_ON = ("babel", "khmercut", "msgspec", "phonenumbers", "pyyaml")
"""Other people's parts whose version may change what a pack is built to."""


@cache
def program_fingerprint() -> str:
    """64 hexadecimal digits for the whole program and what it leans on: a change of any of it may matter."""
    root = Path(core.__file__).parents[1]
    told = hashlib.sha256("\n".join(f"{name} {version(name)}" for name in LEANS_ON).encode())
    for path in sorted(root.rglob("*.py")):
        told.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return told.hexdigest()
