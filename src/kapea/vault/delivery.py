"""The one field that a message needs, such as the number of a safe contact: sealed for whoever sends.

The private half is in no database, and a server that sends nothing need not have it. Opening leaves a row, as
opening a record does.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from kapea.vault.hybrid import PrivateHalf, key_fingerprint, wrap_for
from kapea.vault.keys import derive
from kapea.vault.models import DeliveryKey
from kapea.vault.opening import LooseWrap, open_wraps
from kapea.vault.purposes import Purpose

READER = PURPOSE = "delivery"
FINGERPRINT_BYTES = 16


class NoDeliveryKey(RuntimeError):
    """There is no delivery key here: nothing can be sealed for it, or opened."""


def publish_delivery_key(*, at: datetime) -> str:
    """Puts the public half of the delivery key of now where those who seal find it; its fingerprint."""
    private = _private_keys()[0]
    made = key_fingerprint(private.public)
    DeliveryKey.objects.get_or_create(
        fingerprint=made, defaults={"public_key": private.public, "made_at": at}
    )
    return made


def make_outside_keys(*, at: datetime) -> list[str]:
    """Makes the pepper and the delivery key where there are none, and publishes the public half of that; the
    names of what was made. Only for a new key store: others do not open what was sealed under lost ones.
    """
    made = [place.name for place in (settings.KAPEA_PEPPER, settings.KAPEA_DELIVERY_KEY) if place.make()]
    publish_delivery_key(at=at)
    return made


def seal_for_delivery(address: bytes, *, record: str) -> bytes:
    """An address, sealed for the process that sends, for that record only. Raises NoDeliveryKey."""
    key = DeliveryKey.objects.order_by("-made_at").first()
    if key is None:
        raise NoDeliveryKey("There is no delivery key. Run kapea keys init.")
    wrapped = wrap_for(bytes(key.public_key), address, record=record, purpose=PURPOSE, reader=READER)
    return bytes.fromhex(key.fingerprint) + wrapped


def open_for_delivery(sealed: bytes, *, record: str, organisation: str, at: datetime) -> bytes:
    """The address, for the process that sends, which has the key. The trail says so before it opens.

    Raises NoDeliveryKey where its key is not here, or it was sealed for another record or changed.
    """
    for private in _private_keys():
        if bytes.fromhex(key_fingerprint(private.public)) == sealed[:FINGERPRINT_BYTES]:
            wrap = LooseWrap(record, PURPOSE, READER, organisation, sealed[FINGERPRINT_BYTES:])
            [opened] = open_wraps(private, [wrap], by=READER, at=at)
            if opened is not None:
                return opened
    raise NoDeliveryKey("This address does not open with the delivery key that is here.")


def is_for_delivery_key_of_now(sealed: bytes) -> bool:
    """Whether it is sealed for the delivery key of now. One of before is sealed anew by whoever opens it."""
    key = DeliveryKey.objects.order_by("-made_at").first()
    return key is not None and bytes.fromhex(key.fingerprint) == sealed[:FINGERPRINT_BYTES]


def _private_keys() -> list[PrivateHalf]:
    """That of now, then those that it replaced."""
    words: list[str] = settings.KAPEA_DELIVERY_KEY.words()
    if not words:
        raise NoDeliveryKey(
            "The delivery key is not on this machine. Run kapea keys init where messages leave."
        )
    return [PrivateHalf(READER, derive(word, Purpose.DELIVERY_SEED, b"")) for word in words]
