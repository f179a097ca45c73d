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
from kapea.vault.record_retention import keep_longer
from kapea.vault.record_wraps import RecordKey, new_record_key, save_wraps, wrap_rows
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
        _wrap_for_officers(key, at=at)
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
    mine = {"record": record, "purpose": purpose, "reader__in": (reader, officers)}
    found = {wrap.reader: wrap for wrap in RecordWrap.objects.filter(**mine)}
    wrap = found.get(reader)
    if wrap is None or wrap.organisation != organisation:
        raise CannotOpen("There is no such record for this reader.")
    [opened] = open_wraps(private, [wrap], by=reader, at=at)
    if opened is None:
        raise CannotOpen(_why_shut(wrap, private))
    key = RecordKey(record, purpose, organisation, reader, opened)
    if wrap.version != hybrid.VERSION_NOW:
        _wrap(key, [RecordReader(reader, wrap.key_id)], at=at)
    _wrap_for_officers(key, found.get(officers), at=at)
    return key


def _why_shut(wrap: RecordWrap, private: PrivateHalf) -> str:
    if wrap.fingerprint != key_fingerprint(private.public):
        return "This record is sealed for a key that was replaced. Officers can mend it: kapea keys escrow."
    return "This record was changed in the key store, and does not open. Tell whoever runs the server."


# --- who may read -----------------------------------------------------------------------------


def share(key: RecordKey, reader: str, key_id: str, *, at: datetime, organisation: str | None = None) -> None:
    """Lets one more reader read. `organisation` is theirs, where it is another. Raises NoSuchKey."""
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
        _wrap(key, [RecordReader(reader, key_id)], at=at, organisation=theirs)


def _wrap_for_officers(key: RecordKey, wrap: RecordWrap | None = None, *, at: datetime) -> None:
    """Unless `wrap` is one for their key of now. Without a key of theirs `kapea keys audit` counts the record
    among those that only their readers can open.
    """
    officers = recovery_reader(key.organisation)
    with suppress(NoSuchKey):
        of_now = key_fingerprint(public_key_of(officers.key_id)), hybrid.VERSION_NOW
        if wrap is None or (wrap.fingerprint, wrap.version) != of_now:
            _wrap(key, [officers], at=at)


def _wrap(
    key: RecordKey, readers: list[RecordReader], *, at: datetime, organisation: str | None = None
) -> None:
    save_wraps(wrap_rows([(key, to) for to in readers], at=at, organisation=organisation))
