"""From a passphrase to a key: slow on purpose, and never so many at once that a server has no memory left.

Argon2id by argon2-cffi. What it cost is kept beside what it wraps, so that it may rise; what was made at an
older cost is made anew when its owner next comes.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

LEAST_CHARACTERS = 12
SALT_BYTES, KEY_BYTES = 16, 32
WAIT_SECONDS = 2.0
"""How long somebody waits for their turn before they are told to come again."""
MOST_WAITING = 1
"""Who may wait in a process; the next is told at once. Threads that wait here are threads that answer nobody
who needs help, and anybody can send passphrases.
"""
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
"""Signs that some keyboards put between words and others do not, and that nobody sees."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one passphrase costs: KiB of memory, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int


KEY_COST = Cost(128 * 1024, 3, 1)
"""Of the passphrase that wraps a private key: somebody with a stolen key store may guess for years."""
CODE_COST = Cost(64 * 1024, 3, 1)
"""Of a return code: it has fifteen drawn digits, and needs the pepper as well."""
SIGN_IN_COST = Cost(64 * 1024, 3, 1)
"""Of the check at sign-in."""


class PassphrasesBusy(RuntimeError):
    """Too many are signing in at this moment. Nobody is refused: come again in a minute."""


class TooShort(ValueError):
    """A passphrase of fewer than twelve characters, of whatever script."""


def normalised_passphrase(passphrase: str) -> str:
    """The same words, however a keyboard writes them: NFKC, without signs that nobody sees."""
    return unicodedata.normalize("NFKC", passphrase).translate(INVISIBLE).strip()


def check_length(passphrase: str) -> None:
    """Raises TooShort for a passphrase that may not be chosen. Characters are counted, of any script."""
    if len(normalised_passphrase(passphrase)) < LEAST_CHARACTERS:
        raise TooShort(f"A passphrase has {LEAST_CHARACTERS} characters or more: several words are good.")


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def wrapping_key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes that only the passphrase gives again. Raises PassphrasesBusy where too many ask at once."""
    return slow_hash(
        normalised_passphrase(passphrase).encode("utf-8", "surrogatepass"), salt, cost, KEY_BYTES
    )


def slow_hash(said: bytes, salt: bytes, cost: Cost, length: int) -> bytes:
    """Argon2id. Raises PassphrasesBusy where too many ask at once."""
    with _one_of_few():
        return hash_secret_raw(
            said,
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=length,
            type=Type.ID,
        )


@contextmanager
def _one_of_few() -> Iterator[None]:
    places = _places(settings.KAPEA_PASSPHRASES_AT_ONCE)
    if not (places.acquire(blocking=False) or _waited_for(places)):
        raise PassphrasesBusy("Many people are signing in at this moment. Please try again in a minute.")
    try:
        yield
    finally:
        places.release()


_line = threading.BoundedSemaphore(MOST_WAITING)


def _waited_for(places: threading.BoundedSemaphore) -> bool:
    """Whether a place was had, by one of the few who may wait for it."""
    if not _line.acquire(blocking=False):
        return False
    try:
        return places.acquire(timeout=WAIT_SECONDS)
    finally:
        _line.release()


@cache
def _places(many: int) -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(max(1, many))


class CappedArgon2Hasher(Argon2PasswordHasher):
    """Django's own, at our cost, and under the same cap: many who sign in at once take turns."""

    time_cost = SIGN_IN_COST.passes
    memory_cost = SIGN_IN_COST.memory_kib
    parallelism = SIGN_IN_COST.lanes

    def encode(self, password: str, salt: str) -> str:
        with _one_of_few():
            return str(super().encode(normalised_passphrase(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        with _one_of_few():
            return bool(super().verify(normalised_passphrase(password), encoded))
