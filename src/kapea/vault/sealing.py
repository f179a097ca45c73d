"""Sealing bytes under a key, bound to what they are for and to the record they belong to.

XChaCha20-Poly1305 by PyNaCl. A sealed value is a version byte, a fresh nonce, and what was sealed; moved to
another record, or read for another purpose, it does not open. Version 0 had no version byte: XSalsa20 and
Poly1305 under a key of its own, read until nothing of its time is left.
"""

from __future__ import annotations

from nacl.exceptions import CryptoError
from nacl.secret import Aead, SecretBox

from kapea.vault.purposes import Purpose

VERSION = b"\x01"


class Unsealable(ValueError):
    """These bytes were not sealed so: another key, another purpose, another record, or changed since."""


def seal(data: bytes, key: bytes, *, purpose: Purpose, record: str) -> bytes:
    """The bytes sealed under 32 bytes of key, for one purpose, for the record of that id."""
    return VERSION + bytes(Aead(key).encrypt(data, _bound(purpose, record)))


def open_sealed(data: bytes, key: bytes, *, purpose: Purpose, record: str) -> bytes:
    """What was sealed; raises Unsealable for anything else."""
    if data[:1] != VERSION:
        raise Unsealable("another version")
    try:
        return Aead(key).decrypt(data[1:], _bound(purpose, record))
    except (CryptoError, ValueError) as error:
        raise Unsealable from error


def open_version_0(data: bytes, key: bytes) -> bytes:
    """What the first releases sealed; raises Unsealable for anything else."""
    try:
        return SecretBox(key).decrypt(data)
    except (CryptoError, ValueError) as error:
        raise Unsealable from error


def netstrings(*parts: str) -> str:
    """Several words as one, so that no other words give the same: `1:a,2:bc,`."""
    return "".join(f"{len(part.encode())}:{part}," for part in parts)


def _bound(purpose: Purpose, record: str) -> bytes:
    return VERSION + purpose.value + b"\0" + record.encode()
