"""Everything that differs between deployments, read from the environment: typed, and loud when it does
not read.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kapea.config import home

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


def one_word(name: str, words: tuple[str, ...]) -> str:
    """One of some words; the first where none is given."""
    value = os.environ.get(name, words[0])
    if value not in words:
        raise Unset(f"{name} is {value!r}: write {' or '.join(words)}")
    return value


def string_list(name: str, default: str) -> list[str]:
    return [w.strip() for w in os.environ.get(name, default).split(",") if w.strip()]


def secret(name: str, kept_at: Path) -> str:
    """A secret from the environment, from the file NAME_FILE names, or made once and kept at a private file.

    The made one is for one machine. Several machines must share one secret and give it here. Raises Unset
    where there is none to read and none can be made.
    """
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        return _read(Path(path), f"{name}_FILE")
    if not kept_at.exists():
        _make(kept_at)
    return _read(kept_at, "the secret of this home")


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a secret of the response side is kept: the environment, a file that NAME_FILE names, or a private
    one.

    It is read when it is needed, so that a process that needs none holds none. Made only when somebody says
    so: what was sealed under a lost one does not come back by making another.
    """

    name: str
    kept_at: Path

    def words(self) -> list[str]:
        """The secret of now, then those that it replaced; none where none was made. Raises Unset where a
        file is there and does not read.
        """
        if value := os.environ.get(self.name):
            return value.split()
        if path := os.environ.get(f"{self.name}_FILE"):
            return _words(Path(path), f"{self.name}_FILE")
        return _words(self.kept_at, f"{self.name}: the file") if self.kept_at.exists() else []

    def file(self) -> Path | None:
        """The file it is read from; None where the environment holds it."""
        if os.environ.get(self.name):
            return None
        return Path(os.environ.get(f"{self.name}_FILE") or self.kept_at)

    def make(self) -> bool:
        """Makes the file, for one account to read; False where there is a secret already."""
        if self.words():
            return False
        _make(self.kept_at)
        return True

    def renew(self) -> None:
        """Puts a new secret before those of now. Raises Unset where it is not ours to write."""
        if os.environ.get(self.name) or os.environ.get(f"{self.name}_FILE"):
            raise Unset(
                f"{self.name} is given from outside: put a new word before those of now, with a space between"
            )
        former = self.words()
        _write(self.kept_at, "\n".join([_new_word(), *former]), replacing=True)


def _words(path: Path, what: str) -> list[str]:
    words = _text(path, what).split()
    if not words:
        raise Unset(f"{what}: {path} is empty. Put back what stood there: no other opens what it sealed")
    return words


def _text(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unset(
            f"{what}: {path} cannot be read ({type(error).__name__}). Put the secret there"
        ) from error


def _read(path: Path, what: str) -> str:
    value = _text(path, what)
    if not value:
        raise Unset(
            f"{what}: {path} is empty. Put the secret back, or delete the file and start again: a new one is "
            "made, and conversations that are open end"
        )
    return value


def _make(path: Path) -> None:
    """A new secret, there whole or not at all; of several that start at once, one makes it for all."""
    _write(path, _new_word())


def _new_word() -> str:
    import secrets

    return secrets.token_urlsafe(48)


def _write(path: Path, words: str, *, replacing: bool = False) -> None:
    """A private file, there whole or not at all. One that is there stays, unless it is being replaced."""
    import secrets

    part = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(words)
            out.flush()
            os.fsync(out.fileno())
        if replacing:
            part.replace(path)
        else:
            with suppress(FileExistsError):
                path.hardlink_to(part)
    except OSError as error:
        raise Unset(f"no secret: {home.write_advice(path, error)}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
