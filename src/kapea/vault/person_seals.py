"""What is sealed for the holder of a return code, by people who can open nothing of theirs: short messages,
and the two pictures by which the right answer to the second question is known.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from kapea.vault.hybrid import PrivateHalf, wrap_for
from kapea.vault.models import PersonKey, RecordWrap
from kapea.vault.opening import LooseWrap, open_wraps
from kapea.vault.public_keys import PERSON, NoSuchKey, RecordReader, public_key_of
from kapea.vault.record_keys import new_record, open_record
from kapea.vault.store import in_key_store

SIGNS, ANSWER = "signs", "answer"
"""Purposes: what is compared, and what is read."""


def seal_signs(
    record: str, holder: str, signs: str, *, organisation: str, at: datetime, erase_at: datetime
) -> bytes:
    """The pictures of a new record, sealed for the holder of its code. From now on it is theirs, too."""
    readers = [RecordReader(holder, holder)]
    key = new_record(record, SIGNS, readers, organisation=organisation, at=at, erase_at=erase_at)
    return key.seal(SIGNS, signs.encode())


def are_right_signs(
    private: PrivateHalf, sealed: bytes, signs: str, *, record: str, organisation: str, at: datetime
) -> bool:
    """Whether these are the pictures that were sealed. The trail says that the holder looked."""
    key = open_record(
        private, record=record, purpose=SIGNS, reader=private.owner, organisation=organisation, at=at
    )
    return secrets.compare_digest(key.open(SIGNS, sealed), signs.encode())


def records_of(private: PrivateHalf) -> list[str]:
    """The records that are the holder's."""
    mine = RecordWrap.objects.filter(reader=private.owner, purpose=SIGNS).order_by("made_at", "record")
    return list(mine.values_list("record", flat=True))


def holder_of(record: str) -> str | None:
    """As which reader the holder of a record's code is known; None where nobody has one that counts."""
    mine = RecordWrap.objects.filter(record=record, purpose=SIGNS, reader__startswith=PERSON)
    reader = mine.values_list("reader", flat=True).first()
    if reader is None or not PersonKey.objects.filter(
        index=reader.removeprefix(PERSON), revoked_at__isnull=True
    ):
        return None
    return str(reader)


def seal_for_holder(record: str, said: bytes) -> bytes:
    """Something to be read by the holder of a record's code, and by nobody else. Raises NoSuchKey where the
    code was thrown away or is over.
    """
    holder = holder_of(record)
    if holder is None:
        raise NoSuchKey("Nobody has a code for this record.")
    return wrap_for(public_key_of(holder), said, record=record, purpose=ANSWER, reader=holder)


def open_for_holder(
    private: PrivateHalf, sealed: Sequence[bytes], *, record: str, organisation: str, at: datetime
) -> list[bytes | None]:
    """What was sealed for the holder; None for what does not open. The trail says so before it opens."""
    wraps = [LooseWrap(record, ANSWER, private.owner, organisation, each) for each in sealed]
    return open_wraps(private, wraps, by=private.owner, at=at)


def keep_code(record: str, *, until: datetime) -> None:
    """Something was done for the holder: their code counts until then, if it did not for longer."""
    holder = holder_of(record)
    if holder is not None:
        with in_key_store():
            mine = PersonKey.objects.filter(index=holder.removeprefix(PERSON), expires_at__lt=until)
            mine.update(expires_at=until)


def code_index_of(record: str) -> str | None:
    """By what the code of a record is found, also one that counts no more; None where there is none."""
    mine = RecordWrap.objects.filter(record=record, purpose=SIGNS, reader__startswith=PERSON)
    reader = mine.values_list("reader", flat=True).first()
    return None if reader is None else str(reader).removeprefix(PERSON)
