"""What the holder of a return code may ask without naming themselves: who looked, and that it be erased.

Whoever forces a code out of its holder must not learn by it that there is a case: no page shows either of
them before the holder asks for it, and neither says a word of what was told. They could have it erased: the
page that offers this has to weigh that against the holder's right to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.audit.actions import READING
from kapea.audit.models import Event
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import PERSON
from kapea.vault.record_retention import erase_record
from kapea.vault.return_codes import erase_person_key

BY_HOLDER = "return-code"
"""Who erased, in the trail: the holder of the code, whoever that is."""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened something of the holder's. `by` is an id: pages say a role for it, never a name."""

    at: datetime
    by: str
    organisation: str


def looks_at_own(holder: PrivateHalf) -> tuple[Look, ...]:
    """Who opened what belongs to the holder of a code, oldest first; not the holder's own looks.

    `holder` is what `return_codes.person_of` gives.
    """
    rows = Event.objects.filter(action=READING, subject__in=_records(holder))
    seen = rows.exclude(by=holder.owner).order_by("at", "id").values_list("at", "by", "organisation")
    return tuple(Look(*each) for each in seen)


def erase_own(holder: PrivateHalf, *, at: datetime) -> int:
    """Erases all that belongs to the holder, for everybody, and the code. How many records."""
    records = _records(holder)
    for record in records:
        erase_record(record, by=BY_HOLDER, at=at)
    erase_person_key(holder.owner.removeprefix(PERSON))
    return len(records)


def _records(holder: PrivateHalf) -> list[str]:
    """The records of which something is addressed to the holder."""
    mine = RecordWrap.objects.filter(reader=holder.owner).order_by("record")
    return list(mine.values_list("record", flat=True).distinct())
