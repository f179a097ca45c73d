"""Who may read, at a change of shift, at a transfer, and when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.opening import open_wraps
from kapea.vault.public_keys import RecordReader, public_keys_of
from kapea.vault.record_wraps import RecordKey, by_hundreds, save_wraps, wrap_rows
from kapea.vault.staff_keys import lock_key, new_staff_pair, private_by_passphrase
from kapea.vault.store import empty_key_log, in_key_store


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many wraps were made, and the records whose wrap did not open: look into those."""

    done: int = 0
    failed: tuple[str, ...] = ()


def share_many(
    private: PrivateHalf,
    *,
    records: Sequence[str],
    reader: str,
    to: RecordReader,
    at: datetime,
    by: str = "",
) -> Rewrapped:
    """Lets another reader read what `reader` reads of these records: a new supervisor, a change of shift.

    Each is opened, so each is in the trail. Cut short, it may be run again. Raises NoSuchKey.
    """
    public_keys_of([to.key_id])
    by = by or reader
    done = Rewrapped()
    for some in by_hundreds(list(dict.fromkeys(records))):
        wraps = RecordWrap.objects.filter(record__in=some, reader=reader).order_by("id")
        made = rewrap(private, [(wrap, to) for wrap in wraps], by=by, at=at)
        done = Rewrapped(done.done + made.done, done.failed + made.failed)
    return done


def transfer(
    private: PrivateHalf, *, records: Sequence[str], reader: str, to: RecordReader, at: datetime
) -> Rewrapped:
    """As `share_many`; then `reader` reads no more of what was handed over."""
    done = share_many(private, records=records, reader=reader, to=to, at=at)
    if to.reader != reader:
        handed_over = [record for record in records if record not in done.failed]
        for some in by_hundreds(handed_over):
            RecordWrap.objects.filter(record__in=some, reader=reader).delete()
        empty_key_log()
    return done


def rewrap(
    private: PrivateHalf, pairs: Iterable[tuple[RecordWrap, RecordReader]], *, by: str, at: datetime
) -> Rewrapped:
    """Opens each wrap and makes one for the reader beside it, in that reader's place. Raises NoSuchKey."""
    done, failed = 0, []
    for some in by_hundreds(list(pairs)):
        opened = open_wraps(private, [wrap for wrap, _ in some], by=by, at=at)
        failed += [wrap.record for (wrap, _), key in zip(some, opened, strict=True) if key is None]
        keys = [
            (RecordKey(wrap.record, wrap.purpose, wrap.organisation, by, key), to)
            for (wrap, to), key in zip(some, opened, strict=True)
            if key is not None
        ]
        save_wraps(wrap_rows(keys, at=at))
        done += len(keys)
    return Rewrapped(done, tuple(failed))


def stop_reading(reader: str, records: Sequence[str] | None = None, purpose: str = "") -> int:
    """From now on a reader reads nothing more, or nothing of these records, or not for that purpose. How many
    wraps went.
    """
    mine = RecordWrap.objects.filter(reader=reader, **({"purpose": purpose} if purpose else {}))
    if records is None:
        gone = mine.delete()[0]
    else:
        gone = sum(mine.filter(record__in=some).delete()[0] for some in by_hundreds(records))
    empty_key_log()
    return gone


def rotate_staff_key(key_id: str, passphrase: str, *, by: str, at: datetime) -> Rewrapped:
    """Another key pair for a member of staff, with all that was wrapped for the one of before.

    For when their private key may be known to somebody. Raises WrongPassphrase, PassphrasesBusy.
    """
    former = private_by_passphrase(key_id, passphrase)
    row, _ = new_staff_pair(key_id, passphrase, at=at)
    with in_key_store():
        row.save()
        lock_key(key_id)
        wraps = RecordWrap.objects.filter(key_id=key_id).order_by("id")
        return rewrap(former, [(wrap, RecordReader(wrap.reader, key_id)) for wrap in wraps], by=by, at=at)
