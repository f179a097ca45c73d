"""The key of a record, wrapped for each who may read it.

A record (a case, a conversation, a transcript) has a random key for each purpose. The main database holds
what is sealed under it, the key store holds its wraps, one for each reader. Who can read can let others read;
nobody else can. To erase is to delete every wrap (`record_retention`).
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.vault import hybrid
from kapea.vault.hybrid import PrivateHalf, key_fingerprint
from kapea.vault.models import RecordWrap
from kapea.vault.opening import open_wraps
from kapea.vault.public_keys import NoSuchKey, RecordReader, public_key_of, recovery_reader
from kapea.vault.record_retention import is_kept_meanwhile, keep_longer
from kapea.vault.record_wraps import RecordKey, by_hundreds, new_record_key, save_wraps, wrap_rows
from kapea.vault.store import in_key_store


class CannotOpen(LookupError):
    """This reader opens no such record. It says the same of a record that is not there."""


class AlreadySealed(ValueError):
    """A record has its key for this purpose already: another would shut what is sealed under the first."""


def new_record(
    record: str,
    purpose: str,
    readers: Iterable[RecordReader],
    *,
    organisation: str,
    at: datetime,
    erase_at: datetime,
    by: str = "door",
) -> RecordKey:
    """A fresh key, wrapped for each reader, and for the officers of the organisation where they have a key.

    The record goes at `erase_at`, unless more is done with it: `record_retention.keep_record`. `by` is who
    makes it, where that is no door. Raises NoSuchKey, AlreadySealed, and ValueError where nobody could read
    it.
    """
    chosen = {each.reader: each for each in readers}
    if not chosen or erase_at <= at:
        raise ValueError("a record without a reader, or without a day to come, would be lost at once")
    key = new_record_key(record, purpose, organisation, by)
    with in_key_store():
        if RecordWrap.objects.filter(record=record, purpose=purpose).exists():
            raise AlreadySealed("This record is sealed already.")
        _wrap(key, list(chosen.values()), at=at)
        if officers := _officers_without(key):
            _wrap(key, officers, at=at)
        keep_longer(record, organisation, erase_at)
    return key


def open_record(
    private: PrivateHalf, *, record: str, purpose: str, reader: str, organisation: str, at: datetime
) -> RecordKey:
    """Opens a record for one of its readers. The trail says so before it opens.

    Raises CannotOpen; and RuntimeError inside a transaction of the main database. What was wrapped in an
    older way, or not for the officers of now, is wrapped anew.
    """
    officers = recovery_reader(organisation).reader
    asked = {"record": record, "purpose": purpose, "reader__in": (reader, officers)}
    found = {wrap.reader: wrap for wrap in RecordWrap.objects.filter(**asked)}
    wrap = found.get(reader)
    if wrap is None or wrap.organisation != organisation:
        raise CannotOpen("There is no such record for this reader.")
    [opened] = open_wraps(private, [wrap], by=reader, at=at)
    if opened is None:
        raise CannotOpen(_why_shut(wrap, private))
    key = RecordKey(record, purpose, organisation, reader, opened)
    mine = [RecordReader(reader, wrap.key_id)] if wrap.version != hybrid.VERSION_NOW else []
    if again := [*mine, *_officers_without(key, found.get(officers))]:
        _wrap_again(key, again, at=at)
    return key


def open_records(
    private: PrivateHalf,
    *,
    records: Iterable[str],
    purpose: str,
    reader: str,
    organisation: str,
    at: datetime,
) -> dict[str, RecordKey]:
    """Opens many records for one of their readers at once; those that do not open are not in the answer. The
    trail says so of each before one opens. Raises RuntimeError inside a transaction of the main database.
    """
    wraps = [
        wrap
        for some in by_hundreds(list(records))
        for wrap in RecordWrap.objects.filter(
            record__in=some, purpose=purpose, reader=reader, organisation=organisation
        )
    ]
    opened = open_wraps(private, wraps, by=reader, at=at)
    return {
        wrap.record: RecordKey(wrap.record, purpose, organisation, reader, key)
        for wrap, key in zip(wraps, opened, strict=True)
        if key is not None
    }


def _why_shut(wrap: RecordWrap, private: PrivateHalf) -> str:
    if wrap.fingerprint != key_fingerprint(private.public):
        return "This record is sealed for a key that was replaced. Officers can mend it: kapea keys escrow."
    return "This record was changed in the key store, and does not open. Tell whoever runs the server."


# --- who may read -----------------------------------------------------------------------------


def share(key: RecordKey, reader: str, key_id: str, *, at: datetime, organisation: str | None = None) -> None:
    """Lets one more reader read. `organisation` is theirs, where it is another. Raises NoSuchKey, and
    CannotOpen where the record was erased meanwhile: its key does not come back.
    """
    theirs = key.organisation if organisation is None else organisation
    with transaction.atomic():
        audit.record(
            action="record.share",
            subject=key.record,
            by=key.opened_by,
            at=at,
            organisation=key.organisation,
            purpose=key.purpose,
            reader=reader,
        )
        _wrap_again(key, [RecordReader(reader, key_id)], at=at, organisation=theirs)


def _officers_without(key: RecordKey, wrap: RecordWrap | None = None) -> list[RecordReader]:
    """Officers, unless `wrap` is one for their key of now. Without a key of theirs `kapea keys audit` counts
    the record among those that only their readers can open.
    """
    officers = recovery_reader(key.organisation)
    with suppress(NoSuchKey):
        of_now = key_fingerprint(public_key_of(officers.key_id)), hybrid.VERSION_NOW
        if wrap is None or (wrap.fingerprint, wrap.version) != of_now:
            return [officers]
    return []


def _wrap(
    key: RecordKey, readers: list[RecordReader], *, at: datetime, organisation: str | None = None
) -> None:
    save_wraps(wrap_rows([(key, to) for to in readers], at=at, organisation=organisation))


def _wrap_again(
    key: RecordKey, readers: list[RecordReader], *, at: datetime, organisation: str | None = None
) -> None:
    """Of a record that stands. Of one that was erased since its key was opened none comes back."""
    with in_key_store():
        if not is_kept_meanwhile(key.record):
            raise CannotOpen("This record was erased.")
        _wrap(key, readers, at=at, organisation=organisation)
