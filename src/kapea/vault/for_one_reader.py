"""What somebody seals for themselves alone: unlike a record of a person, officers get no key of it.

Each time it is sealed anew, under a fresh key and as a fresh record: sealing takes no private key, so it can
also be done for somebody whose session has just ended. The former record is forgotten by the caller once the
new one is saved; what is cut short between the two goes when its day comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordRetention, RecordWrap
from kapea.vault.opening import open_wraps
from kapea.vault.public_keys import RecordReader
from kapea.vault.record_keys import CannotOpen
from kapea.vault.record_retention import keep_longer
from kapea.vault.record_wraps import RecordKey, new_record_key, save_wraps, wrap_rows
from kapea.vault.store import empty_key_log, in_key_store

FOR_ONESELF = "own-draft"
"""The purpose of such a key."""
WORDS = "words"


def seal_for_one(
    words: bytes, reader: RecordReader, *, record: str, organisation: str, at: datetime, erase_at: datetime
) -> bytes:
    """The bytes, sealed under a key that only this reader can open. Raises NoSuchKey."""
    key = new_record_key(record, FOR_ONESELF, organisation, reader.reader)
    with in_key_store():
        save_wraps(wrap_rows([(key, reader)], at=at))
        keep_longer(record, organisation, erase_at)
    return key.seal(WORDS, words)


def open_for_one(
    private: PrivateHalf, sealed: bytes, *, record: str, reader: str, organisation: str, at: datetime
) -> bytes:
    """What its reader sealed. The trail says so before it opens.

    Raises CannotOpen, Unsealable; and RuntimeError inside a transaction of the main database.
    """
    wrap = RecordWrap.objects.filter(record=record, purpose=FOR_ONESELF, reader=reader).first()
    opened = open_wraps(private, [wrap], by=reader, at=at)[0] if wrap is not None else None
    if opened is None:
        raise CannotOpen("There is no such record for this reader.")
    return RecordKey(record, FOR_ONESELF, organisation, reader, opened).open(WORDS, sealed)


def forget_for_one(records: Sequence[str]) -> None:
    """What was sealed so stays dark. No row of the trail: nobody but who wrote it ever had it, and it is
    written anew each ten seconds.
    """
    if not records:
        return
    with in_key_store():
        gone = RecordWrap.objects.filter(record__in=records, purpose=FOR_ONESELF).delete()[0]
        RecordRetention.objects.filter(record__in=records).delete()
    if gone:
        empty_key_log()
