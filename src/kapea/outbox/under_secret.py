"""Sealing what a row of the outbox holds, under this deployment's secret."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings

from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable, open_sealed, seal


def sealed_for(id: str, data: bytes, purpose: Purpose) -> bytes:
    """The bytes sealed for the row of that id."""
    return seal(data, _key(settings.SECRET_KEY, purpose), purpose=purpose, record=id)


def opened_for(id: str, sealed: bytes, purpose: Purpose) -> bytes | None:
    """What was sealed for a row, under the secret of now or one that it replaced; None under another."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(Unsealable):
            return open_sealed(sealed, _key(secret, purpose), purpose=purpose, record=id)
    return None


def _key(secret: str, purpose: Purpose) -> bytes:
    return derive(secret, purpose, b"")
