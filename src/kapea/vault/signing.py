"""The signature of a deployment under what leaves it: heads of the trail, cuts. Ed25519 by PyNaCl.

The private key stands in a file outside the databases: whoever has only those can sign nothing. Whoever has
the server has the key, too. So what is signed helps when a copy of it is elsewhere by then.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

SEED_BYTES = 32
LOST_WITH_SIGNER = "what the old one signed needs its public half from then on: kapea audit verify --key"


class UnusableSigningKey(RuntimeError):
    """The file holds no key; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs. `public`: 64 hexadecimal digits by which others know the signature."""

    public: str
    _key: SigningKey = field(repr=False)

    def sign(self, data: bytes) -> str:
        """The signature of the bytes, as 128 hexadecimal digits. The bytes say what they are for."""
        return self._key.sign(data).signature.hex()


def signer_at(path: Path) -> Signer:
    """The signer whose key stands at a path. Where nothing stands there a key is made, for its owner only.

    Raises UnusableSigningKey for a file that holds none, OSError where it cannot be read or made.
    """
    key = SigningKey(key_bytes_at(path, LOST_WITH_SIGNER))
    return Signer(key.verify_key.encode().hex(), key)


def key_bytes_at(path: Path, lost: str) -> bytes:
    """The 32 bytes of the key in a file, made where there is none, for its owner only. `lost`: what goes with
    the key, said to whoever has to put it back.

    Raises UnusableSigningKey for a file that holds none, OSError where it cannot be read or made.
    """
    if not path.exists():
        _make_key(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:  # also what is no ASCII
        key = b""
    if len(key) != SEED_BYTES:
        raise UnusableSigningKey(
            f"{path} holds no key for signing. Put the file back from your copy, or delete it: a new key is "
            f"made, and {lost}"
        )
    return key


def is_signed_by(public: str, data: bytes, signature: str) -> bool:
    """Whether a signature of the bytes is by whoever has this public key. False for what is no signature."""
    try:
        VerifyKey(bytes.fromhex(public)).verify(data, bytes.fromhex(signature))
    except (ValueError, TypeError, CryptoError):
        return False
    return True


def _make_key(path: Path) -> None:
    """A new key, there whole or not at all; of several that start at once, one makes it for all."""
    part = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"{secrets.token_bytes(SEED_BYTES).hex()}\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
