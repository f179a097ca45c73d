"""Until when records are kept, and erasing them: every wrap is deleted, so what is sealed stays dark.

Each record has its day from when it is made; whatever is done with it later moves the day. The trail says
that a record is erased before its keys go: what stops in between is done again by the next `kapea tidy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.vault.models import RecordRetention, RecordWrap
from kapea.vault.store import empty_key_log, in_key_store

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""The day of a record that is nobody's, as that of a drill."""
AT_ONCE = 500
"""Records that one round erases; the next is a minute away."""


class NoSuchRecord(LookupError):
    """There is no record of this name, or it was erased."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record whose day has come."""

    record: str
    organisation: str


def keep_longer(record: str, organisation: str, erase_at: datetime) -> None:
    """Sets the day of a record that is being made; where it has one for another purpose, the later holds."""
    row, made = RecordRetention.objects.get_or_create(
        record=record, defaults={"organisation": organisation, "erase_at": erase_at}
    )
    if not made and row.erase_at < erase_at:
        RecordRetention.objects.filter(record=record, erase_at__lt=erase_at).update(erase_at=erase_at)


def keep_record(record: str, *, erase_at: datetime) -> None:
    """Something was done with a record: from now on it goes at `erase_at`, sooner or later than before.
    Raises NoSuchRecord.
    """
    if not RecordRetention.objects.filter(record=record).update(erase_at=erase_at):
        raise NoSuchRecord("There is no such record.")


def is_kept_meanwhile(record: str) -> bool:
    """Whether there is such a record; then nobody erases it before the caller's transaction in the key store
    is over.
    """
    return RecordRetention.objects.select_for_update().filter(record=record).first() is not None


def records_due(*, at: datetime) -> list[KeptRecord]:
    """Those whose day has come, the longest overdue first; not all at once."""
    due = RecordRetention.objects.filter(erase_at__lte=at).order_by("erase_at", "record")
    return [KeptRecord(*each) for each in due.values_list("record", "organisation")[:AT_ONCE]]


def erase_record(record: str, *, by: str, at: datetime) -> int:
    """Deletes every wrap of a record, and its day, and says so in the trail of whose it is. How many wraps
    went; 0 where there was no such record.

    Raises RuntimeError inside a transaction of the main database: its end would decide over the row.
    """
    kept = RecordRetention.objects.filter(record=record).first()
    if kept is None:
        return 0
    with transaction.atomic(durable=True):
        audit.record(action="record.erase", subject=record, by=by, at=at, organisation=kept.organisation)
    with in_key_store():
        is_kept_meanwhile(record)  # whoever wraps its key for one more reader is waited for
        gone = RecordWrap.objects.filter(record=record).delete()[0]
        kept.delete()
    empty_key_log()
    return gone
