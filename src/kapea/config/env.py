"""Everything that differs between deployments, read from the environment: typed, and loud when it does
not read.
"""

from __future__ import annotations

import os
from pathlib import Path

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class Unset(RuntimeError):
    """A setting that must be given, or does not read, said for the person who runs the server."""


def string(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise Unset(f"{name} is {value!r}: write true or false")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise Unset(f"{name} is {value!r}: write a whole number") from None


def string_list(name: str, default: str) -> list[str]:
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def secret(name: str, kept_at: Path) -> str:
    """A secret from the environment, from the file NAME_FILE names, or made once and kept at a private file.

    The made one is for one machine. Several machines must share one secret and give it here.
    """
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return _made(kept_at)


def _made(path: Path) -> str:
    import secrets

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()
