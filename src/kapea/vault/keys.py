"""Keys out of the deployment's secret and what only a visitor has, each for one purpose.

A conversation's key material is given by its door: the token in the visitor's cookie, later the address of an
incoming message. The database holds an id to find the row by and bytes that only material *and* secret
together can open: a stolen database, or a stolen secret, reads nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from functools import lru_cache

from kapea.vault import sealing
from kapea.vault.purposes import Purpose

TOKEN_BYTES = 24
KEY_BYTES = 32
TAG_BYTES = 6


def derive(secret: str, purpose: Purpose, material: bytes) -> bytes:
    """32 bytes for one purpose. Neither the secret nor the material can be told from them."""
    return hashlib.blake2b(material, key=_purpose_key(secret, purpose), digest_size=KEY_BYTES).digest()


@lru_cache(maxsize=32)
def _purpose_key(secret: str, purpose: Purpose) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=KEY_BYTES, person=purpose.value).digest()


def new_token() -> str:
    """A fresh visitor's key: 192 random bits, safe in a cookie."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def beginning_token(secret: str, form: bytes) -> str:
    """The token of the conversation that one copy of a form begins, as good as a fresh one.

    `form` must hold what only the visitor's browser has. Sent twice, a form gives the same token.
    """
    made = derive(secret, Purpose.BEGINNING, form)[:TOKEN_BYTES]
    return urlsafe_b64encode(made).decode().rstrip("=")


def tag_of(material: str) -> str:
    """What pages call a conversation, to tell it from every other. It opens nothing, and stays the same under
    another secret; neither the material nor the row can be told from it.
    """
    made = hashlib.blake2b(material.encode(), digest_size=TAG_BYTES, person=b"kapea tag").digest()
    return urlsafe_b64encode(made).decode()


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Where a conversation is found, and what opens it. `former`: the same under secrets of before."""

    id: str
    _state: bytes = field(repr=False)
    _state_0: bytes = field(repr=False)
    former: tuple[ConversationKey, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, material: str, secret: str, former: tuple[str, ...] = ()) -> ConversationKey:
        """The key for what only a visitor has, under the secret of now and those that it replaced."""
        said = material.encode()
        return cls(
            derive(secret, Purpose.CONVERSATION_ROW, said)[:16].hex(),
            derive(secret, Purpose.CONVERSATION_STATE_1, said),
            derive(secret, Purpose.CONVERSATION_STATE_0, said),
            tuple(cls.of(material, earlier) for earlier in former),
        )

    def ids(self) -> list[str]:
        """Where the conversation may be found: the id of now, then those of before."""
        return [self.id, *(each.id for each in self.former)]

    def seal(self, data: bytes) -> bytes:
        return sealing.seal(data, self._state, purpose=Purpose.CONVERSATION_STATE_1, record=self.id)

    def open(self, data: bytes) -> bytes:
        """What was sealed under this key, also by the first releases; raises Unsealable for anything else."""
        try:
            return sealing.open_sealed(
                data, self._state, purpose=Purpose.CONVERSATION_STATE_1, record=self.id
            )
        except sealing.Unsealable:
            return sealing.open_version_0(data, self._state_0)
