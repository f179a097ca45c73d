"""Sealing what a conversation holds, so that only the visitor's own key opens it.

The key is a random token in the visitor's cookie. The database holds a digest of it to find the row by,
and bytes that only the
token *and* the deployment's secret together can open: a stolen database, or a stolen secret, reads nothing.
"""

from __future__ import annotations

import hashlib
import secrets

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

TOKEN_BYTES = 24


class Unsealable(ValueError):
    """These bytes were not sealed under this token and secret, or were changed since."""


def new_token() -> str:
    """A fresh visitor key: 192 random bits, safe in a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def row_id(token: str, secret: str) -> str:
    """Where the row of this token is found; says nothing about the token."""
    return _derive(token, secret, b"row")[:16].hex()


def seal(data: bytes, token: str, secret: str) -> bytes:
    return bytes(SecretBox(_derive(token, secret, b"seal")).encrypt(data))


def open_sealed(data: bytes, token: str, secret: str) -> bytes:
    """The sealed bytes; raises Unsealable when they are not this visitor's."""
    try:
        return SecretBox(_derive(token, secret, b"seal")).decrypt(data)
    except (CryptoError, ValueError) as error:
        raise Unsealable from error


def _derive(token: str, secret: str, use: bytes) -> bytes:
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"kapea." + use).digest()
    return hashlib.blake2b(token.encode(), key=key, digest_size=32).digest()
