"""Making wraps: the key of a record, sealed for a reader, as a row of the key store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from kapea.vault import hybrid, sealing
from kapea.vault.hybrid import key_fingerprint, wrap_for
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import RecordReader, public_keys_of
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import netstrings

Item = TypeVar("Item")
KEY_BYTES = 32
AT_ONCE = 100
"""Wraps that are made in one transaction: whoever else writes waits no longer than for these."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """The key of a record for one purpose, open in memory. `opened_by` is who opened or made it."""

    record: str
    purpose: str
    organisation: str
    opened_by: str
    _key: bytes = field(repr=False)

    def seal(self, name: str, data: bytes) -> bytes:
        """The bytes sealed as the field of that name. Read as another field they do not open."""
        return sealing.seal(data, self._key, purpose=Purpose.RECORD_FIELD, record=self._bound(name))

    def open(self, name: str, sealed: bytes) -> bytes:
        """What was sealed as that field of this record; raises Unsealable for anything else."""
        return sealing.open_sealed(sealed, self._key, purpose=Purpose.RECORD_FIELD, record=self._bound(name))

    def wrapped_for(self, public: bytes, reader: str) -> bytes:
        """This key, sealed for a reader with that public key."""
        return wrap_for(public, self._key, record=self.record, purpose=self.purpose, reader=reader)

    def _bound(self, name: str) -> str:
        return netstrings(self.purpose, self.record, name)


def new_record_key(record: str, purpose: str, organisation: str, by: str) -> RecordKey:
    """A fresh key, not yet wrapped for anybody."""
    return RecordKey(record, purpose, organisation, by, secrets.token_bytes(KEY_BYTES))


def wrap_rows(
    keys: Sequence[tuple[RecordKey, RecordReader]], *, at: datetime, organisation: str | None = None
) -> list[RecordWrap]:
    """A row for each, not yet saved. `organisation` is that of the readers, where it is not the record's.
    Raises NoSuchKey.
    """
    public = public_keys_of(to.key_id for _, to in keys)
    return [_row(key, to, public[to.key_id], at, organisation) for key, to in keys]


def _row(
    key: RecordKey, to: RecordReader, public: bytes, at: datetime, organisation: str | None
) -> RecordWrap:
    return RecordWrap(
        record=key.record,
        purpose=key.purpose,
        reader=to.reader,
        organisation=key.organisation if organisation is None else organisation,
        key_id=to.key_id,
        fingerprint=key_fingerprint(public),
        wrapped=key.wrapped_for(public, to.reader),
        version=hybrid.VERSION_NOW,
        made_at=at,
    )


def save_wraps(rows: list[RecordWrap]) -> None:
    """Each in place of the wrap that its reader had."""
    RecordWrap.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["record", "purpose", "reader"],
        update_fields=["organisation", "key_id", "fingerprint", "wrapped", "version", "made_at"],
    )


def by_hundreds(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Few enough for one transaction and one statement."""
    return (items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE))
