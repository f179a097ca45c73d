"""The one place where something sealed for a reader is opened: the trail says so first, then it opens.

No other module calls `hybrid.unwrap` (a test reads them all). So nothing that was sealed for a reader can be
opened without a row that says who, what, as what, and when. The row stands in a transaction of its own, over
before the first byte opens: neither a crash nor a caller's failed transaction takes it away again.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kapea.audit import actions as audit
from kapea.vault.hybrid import PrivateHalf, unwrap
from kapea.vault.models import RecordWrap
from kapea.vault.sealing import Unsealable


@dataclass(frozen=True, slots=True)
class LooseWrap:
    """A wrap that is no row of the key store."""

    record: str
    purpose: str
    reader: str
    organisation: str
    wrapped: bytes


def open_wraps(
    private: PrivateHalf, wraps: Sequence[RecordWrap | LooseWrap], *, by: str, at: datetime
) -> list[bytes | None]:
    """What each wrap holds; None for one that does not open. `by` is who looks, for the trail.

    Raises RuntimeError inside a transaction of the main database: its end would decide over the row.
    """
    looks = [audit.SealedReading(wrap.organisation, wrap.record, wrap.purpose) for wrap in wraps]
    audit.record_readings(looks, by=by, at=at)
    return [_opened(private, wrap) for wrap in wraps]


def _opened(private: PrivateHalf, wrap: RecordWrap | LooseWrap) -> bytes | None:
    with suppress(Unsealable):
        bound = {"record": wrap.record, "purpose": wrap.purpose, "reader": wrap.reader}
        return unwrap(bytes(wrap.wrapped), private, **bound)
    return None
