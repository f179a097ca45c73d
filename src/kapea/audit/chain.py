"""How rows of the trail hang together: each holds the hash of the row before it in its organisation's chain.

The hash is BLAKE2b-256 over a JSON list: the name and version of this encoding, then every field of the row
in a fixed order. JSON says where each text ends, so no two rows give the same bytes. Rows are proved by it
for as long as they are kept: another encoding gets another version, and this one stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

ROW, BEGINNING = "kapea trail row 1", "kapea trail beginning 1"
CUT, HEAD = "kapea trail cut 1", "kapea trail head 1"
HASH_BYTES = 32
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encoder = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One row as it is hashed. `organisation`: empty for the deployment's own chain. `number`: from 1 on,
    without a gap. `before`: the hash of the row before.
    """

    organisation: str
    number: int
    before: str
    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChainPoint:
    """That a chain had this hash at this number. `source` says who says so, for people."""

    number: int
    hash: str
    source: str = ""


def row_hash(row: ChainRow) -> str:
    """64 hexadecimal digits. Raises TypeError or ValueError for a row whose fields cannot be hashed."""
    said = (row.organisation, row.number, row.before, _microseconds(row.at), row.by, row.action, row.subject)
    return _digest((ROW, *said, row.detail))


def beginning(organisation: str) -> ChainPoint:
    """What the first row of a chain goes on from: no two organisations begin alike."""
    return ChainPoint(0, _digest((BEGINNING, organisation)))


def cut_bytes(organisation: str, number: int, hash: str, *, at: datetime, by: str) -> bytes:
    """What is signed when a chain is cut."""
    return _encoder.encode((CUT, organisation, number, hash, _microseconds(at), by))


def head_bytes(day: date, organisation: str, number: int, hash: str) -> bytes:
    """What is signed of where a chain ended on a day."""
    return _encoder.encode((HEAD, day.isoformat(), organisation, number, hash))


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _digest(said: tuple[object, ...]) -> str:
    return hashlib.blake2b(_encoder.encode(said), digest_size=HASH_BYTES).hexdigest()
