"""Sealing for whoever holds a private key: HPKE (RFC 9180) with a hybrid of ML-KEM-768 and X25519.

What is sealed today must stay shut when a quantum computer is there, and if ML-KEM should fall, X25519 still
stands. By `cryptography`; another implementation opens what we seal, and seals what we open, in the tests.

A wrap is a version byte, then what HPKE gives (its own 1,120 bytes, and what was sealed with 16 more). `info`
says what it is for: a wrap for another record, purpose or reader does not open.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cached_property, lru_cache
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from kapea.vault.sealing import Unsealable, netstrings

SEED_BYTES = 32
MLKEM_SEED_BYTES, MLKEM_PUBLIC_BYTES, PUBLIC_BYTES = 64, 1184, 1216
VERSION_NOW = 1
SUITES = {1: Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)}
"""By version. What is new is sealed by `VERSION_NOW`; an older one stays while a wrap of it can be there."""
DOMAIN = "kapea"


class PrivateHalf:
    """The private half of a key pair, opened in memory. `owner` is whose it is: an id, never a name.

    It shows no byte of itself, and is written nowhere: not into a session, a cache or a log.
    """

    def __init__(self, owner: str, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a private key is 32 bytes")
        self.owner = owner
        self._seed = seed

    def __repr__(self) -> str:
        return f"PrivateHalf({self.owner!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key is not written down")

    @property
    def seed(self) -> bytes:
        """The 32 bytes it is made of. They leave this room sealed, or on paper in parts; never else."""
        return self._seed

    @cached_property
    def hpke_key(self) -> MLKEM768X25519PrivateKey:
        """As X-Wing does: SHAKE256 of the seed gives 64 bytes for ML-KEM and 32 for X25519."""
        mlkem, x25519 = self._parts
        return MLKEM768X25519PrivateKey(mlkem, x25519)

    @cached_property
    def public(self) -> bytes:
        """The public half: 1,184 bytes of ML-KEM, then 32 of X25519."""
        mlkem, x25519 = self._parts
        return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    @cached_property
    def _parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        made = hashlib.shake_256(self._seed).digest(MLKEM_SEED_BYTES + 32)
        return (
            MLKEM768PrivateKey.from_seed_bytes(made[:MLKEM_SEED_BYTES]),
            X25519PrivateKey.from_private_bytes(made[MLKEM_SEED_BYTES:]),
        )


def new_private(owner: str) -> PrivateHalf:
    """A fresh key pair."""
    return PrivateHalf(owner, secrets.token_bytes(SEED_BYTES))


def key_fingerprint(public: bytes) -> str:
    """By what a public key is called where it need not be told whole: 32 hexadecimal digits."""
    return hashlib.blake2b(public, digest_size=16, person=b"kapea.1.public").hexdigest()


def wrap_for(public: bytes, data: bytes, *, record: str, purpose: str, reader: str) -> bytes:
    """The bytes, sealed for whoever has the private half of a public key."""
    info = info_of(VERSION_NOW, record, purpose, reader)
    sealed = SUITES[VERSION_NOW].encrypt(data, _public_key(public), info)
    return bytes([VERSION_NOW]) + sealed


def unwrap(wrapped: bytes, private: PrivateHalf, *, record: str, purpose: str, reader: str) -> bytes:
    """What was wrapped; raises Unsealable for anything that was not wrapped so, for this key.

    Called in `vault.opening` and nowhere else: who opens something leaves a row in the trail.
    """
    version = wrapped[0] if wrapped else 0
    if version not in SUITES:
        raise Unsealable("a wrap of another version")
    info = info_of(version, record, purpose, reader)
    try:
        return SUITES[version].decrypt(wrapped[1:], private.hpke_key, info)
    except (InvalidTag, ValueError) as error:
        raise Unsealable from error


def info_of(version: int, record: str, purpose: str, reader: str) -> bytes:
    """What a wrap is bound to."""
    return netstrings(DOMAIN, str(version), purpose, record, reader).encode()


@lru_cache(maxsize=64)
def _public_key(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != PUBLIC_BYTES:
        raise ValueError("a public key is 1,216 bytes")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]),
    )
