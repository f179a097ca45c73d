"""Keys for some hours, under which a code that somebody made up is known again, and nothing else of them.

A code of two letters and two digits can be guessed by whoever may try all of them. So what is kept of it is
worked out with a random key in the key store *and* the secret of the deployment; once the key is destroyed,
no code can be tried any more, not with last month's backup of the other database either.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from kapea.vault import sealing
from kapea.vault.keys import KEY_BYTES, derive
from kapea.vault.models import LinkKey
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable
from kapea.vault.store import empty_key_log

__all__ = ["CodeLinks", "Unsealable"]


@dataclass(frozen=True, slots=True)
class CodeLinks:
    """What is kept of codes under one key. `expires_at`: when it goes by itself."""

    expires_at: datetime
    _material: bytes = field(repr=False)

    def mark(self, code: str) -> str:
        """What stands for a code: the same for the same code, and under another key another."""
        return self._derived(Purpose.LINK_MARK, code).hex()

    def seal(self, mark: str, place: str, signs: str) -> bytes:
        """Answers under a mark, at their place: before, after."""
        key = self._derived(Purpose.LINK_SIGNS, mark)
        return sealing.seal(signs.encode(), key, purpose=Purpose.LINK_SIGNS, record=place)

    def open(self, mark: str, place: str, sealed: bytes) -> str:
        """The answers again. Raises Unsealable."""
        key = self._derived(Purpose.LINK_SIGNS, mark)
        return sealing.open_sealed(sealed, key, purpose=Purpose.LINK_SIGNS, record=place).decode()

    def _derived(self, purpose: Purpose, said: str) -> bytes:
        return derive(settings.SECRET_KEY, purpose, self._material + said.encode())


def make_link_key(id: str, *, at: datetime, expires_at: datetime) -> CodeLinks:
    """The key of that id, drawn now where there is none that holds."""
    LinkKey.objects.filter(id=id, expires_at__lte=at).delete()
    drawn = {"material": secrets.token_bytes(KEY_BYTES), "expires_at": expires_at}
    row, _ = LinkKey.objects.get_or_create(id=id, defaults=drawn)
    return CodeLinks(row.expires_at, bytes(row.material))


def link_key(id: str, *, at: datetime) -> CodeLinks | None:
    """The key of that id; None where it is destroyed or over."""
    row = LinkKey.objects.filter(id=id, expires_at__gt=at).first()
    return CodeLinks(row.expires_at, bytes(row.material)) if row is not None else None


def destroy_link_key(id: str) -> int:
    """From now on nobody knows a code again. How many keys: 1 or 0."""
    gone = LinkKey.objects.filter(id=id).delete()[0]
    empty_key_log()
    return gone


def destroy_old_link_keys(*, at: datetime) -> int:
    """Destroys the keys whose hours are over. How many."""
    return LinkKey.objects.filter(expires_at__lte=at).delete()[0]


def outside_marks(*named: str) -> list[str]:
    """What stands for a record of another system, told by these names: under the secret of now, then under
    those that it replaced. Nothing can be told from it, and no number tried on it, without a secret.
    """
    said = sealing.netstrings(*named).encode()
    secrets_named = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [derive(each, Purpose.OUTSIDE_RECORD, said)[:16].hex() for each in secrets_named]


def form_mark(part: str, word: str) -> str:
    """What stands for one copy of a form that was sent; of the form itself nothing can be told."""
    said = sealing.netstrings(part, word).encode()
    return derive(settings.SECRET_KEY, Purpose.SENT_FORM, said)[:16].hex()
