"""Members of staff with a key: who they are as readers, and their private half."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kapea.vault.hybrid import PrivateHalf
from kapea.vault.public_keys import RecordReader
from kapea.vault.staff_keys import make_staff_key, private_by_passphrase

ORGANISATION = "org-1"
LATER = datetime(2099, 1, 1, tzinfo=UTC)
"""When records of tests are erased that are about something else."""
PASSPHRASE = "four words of {0} a day"


@dataclass(frozen=True)
class Staff:
    reader: RecordReader
    private: PrivateHalf
    passphrase: str


def new_staff(name: str, at: datetime) -> Staff:
    passphrase = PASSPHRASE.format(name)
    make_staff_key(f"key-{name}", passphrase, at=at)
    return Staff(RecordReader(f"member-{name}", f"key-{name}"), opened(name), passphrase)


def opened(name: str) -> PrivateHalf:
    return private_by_passphrase(f"key-{name}", PASSPHRASE.format(name))
