"""For whom something can be sealed: staff, the officers of an organisation, the holder of a return code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapea.vault.models import PersonKey, RecoveryKey, StaffKey

RECOVERY, PERSON = "recovery:", "person:"
"""How the names begin of readers that are no member of staff."""


class NoSuchKey(LookupError):
    """There is no key of that name, so nothing can be sealed for it."""


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Who may read: a membership, and the key of its user. Both opaque."""

    reader: str
    key_id: str


def recovery_reader(organisation: str) -> RecordReader:
    """The officers of an organisation, several together."""
    return RecordReader(f"{RECOVERY}{organisation}", f"{RECOVERY}{organisation}")


def person_reader(index: str) -> RecordReader:
    """Whoever holds the return code of that index."""
    return RecordReader(f"{PERSON}{index}", f"{PERSON}{index}")


def public_key_of(key_id: str) -> bytes:
    """The public key of that name. Raises NoSuchKey; also for a code that was thrown away."""
    public = _public_key(key_id)
    if public is None:
        raise NoSuchKey("There is no key of that name: whoever it is for has to sign in once and make it.")
    return bytes(public)


def _public_key(key_id: str) -> bytes | memoryview | None:
    if key_id.startswith(RECOVERY):
        officers = RecoveryKey.objects.filter(organisation=key_id.removeprefix(RECOVERY))
        return officers.values_list("public_key", flat=True).first()
    if key_id.startswith(PERSON):
        people = PersonKey.objects.filter(index=key_id.removeprefix(PERSON), revoked_at__isnull=True)
        return people.values_list("public_key", flat=True).first()
    return StaffKey.objects.filter(id=key_id).values_list("public_key", flat=True).first()


def public_keys_of(key_ids: Iterable[str]) -> dict[str, bytes]:
    """The public keys of those names, each looked for once. Raises NoSuchKey."""
    return {key_id: public_key_of(key_id) for key_id in dict.fromkeys(key_ids)}
