"""What codes are made from, sealed under the deployment's secret, and sealed anew once that was replaced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable, open_sealed, seal

SEALED_PART = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Which part of a second factor is sealed. A passkey holds nothing but a public key."""


def sealed_factor(text: str) -> str:
    """What codes are made from, sealed under the secret of now."""
    return seal(text.encode(), _key(settings.SECRET_KEY), purpose=Purpose.STAFF_FACTOR, record="").hex()


def opened_factor(sealed: str) -> str:
    """What was sealed under the secret of now or one that it replaced. Raises Unsealable under another."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(Unsealable):
            return _opened_under(secret, sealed)
    raise Unsealable("sealed under a secret that is not named here")


def shut_factors() -> int:
    """How many of those by which somebody signs in no secret named here opens."""
    held = Authenticator.objects.filter(type__in=SEALED_PART, user__is_active=True)
    return sum(not _opens(each.data[SEALED_PART[each.type]]) for each in held)


def _opens(sealed: str) -> bool:
    try:
        opened_factor(sealed)
    except Unsealable:
        return False
    return True


def reseal_factors() -> int:
    """Seals anew what secrets of before have sealed, so that they need not be named for ever; how many."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    return sum(_resealed(pk) for pk in list(_sealed_before()))


def _sealed_before() -> Iterator[int]:
    for each in Authenticator.objects.filter(type__in=SEALED_PART):
        if _is_of_before(each):
            yield each.pk


def _is_of_before(factor: Authenticator) -> bool:
    """Whether a secret of before opens it, and that of now does not."""
    sealed = factor.data[SEALED_PART[factor.type]]
    with suppress(Unsealable):
        _opened_under(settings.SECRET_KEY, sealed)
        return False
    with suppress(Unsealable):
        opened_factor(sealed)
        return True
    return False


def _resealed(pk: int) -> bool:
    """Under a lock: a code on paper that is used at this moment is noted in the same column."""
    with transaction.atomic():
        factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if factor is None or not _is_of_before(factor):
            return False
        part = SEALED_PART[factor.type]
        factor.data[part] = sealed_factor(opened_factor(factor.data[part]))
        factor.save(update_fields=["data"])
    return True


def _opened_under(secret: str, sealed: str) -> str:
    opened = open_sealed(bytes.fromhex(sealed), _key(secret), purpose=Purpose.STAFF_FACTOR, record="")
    return opened.decode()


def _key(secret: str) -> bytes:
    return derive(secret, Purpose.STAFF_FACTOR, b"")
