"""Where each chain of the trail ended on a day, signed, in a file of which copies are kept elsewhere.

Whoever has the database can write a whole chain anew. They cannot make it end in a hash that stood in
yesterday's file. One line a chain: day, organisation (`-` is the deployment's own), number, hash, signature.
"""

from __future__ import annotations

import fcntl
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.conf import settings

from kapea.audit import queries
from kapea.audit.chain import ChainPoint, head_bytes
from kapea.vault.signing import Signer, is_signed_by, signer_at

DEPLOYMENT = "-"
HEADER = "# day, organisation, number of its last row, hash of that row, signature: see kapea audit --help\n"


@dataclass(frozen=True, slots=True)
class ReadHeads:
    """What a file of heads says: points that chains must have, by organisation, and lines that say nothing,
    each with why.
    """

    points: dict[str, list[ChainPoint]]
    bad_lines: list[str]


def own_signer() -> Signer:
    """Who signs for this deployment; the key is made where there is none."""
    return signer_at(Path(settings.KAPEA_AUDIT_KEY_FILE))


def heads_file() -> Path:
    """Where this deployment writes its heads down."""
    return Path(settings.KAPEA_AUDIT_HEADS)


def known_keys(named: Iterable[str] = ()) -> list[str]:
    """The public keys whose signatures count: those that are named, and our own where there is one."""
    own = [own_signer().public] if Path(settings.KAPEA_AUDIT_KEY_FILE).exists() else []
    return [*named, *own]


def signature_check(keys: Iterable[str]) -> Callable[[bytes, str], bool]:
    """Whether something is signed by one of these public keys."""
    known = list(keys)
    return lambda data, signature: any(is_signed_by(key, data, signature) for key in known)


def write_heads(*, day: date, once: bool = False) -> list[str]:
    """The line of each chain, now. Those that do not stand in the file yet are put to its end; `once`: none
    where there is a line of that day.
    """
    heads = queries.heads()
    if not heads:
        return []
    signer = own_signer()
    lines = [_line(signer, day, name, point) for name, point in heads.items()]
    with _locked_file(heads_file()) as file:
        there = set(file.read().splitlines())
        if not (once and any(line.startswith(f"{day} ") for line in there)):
            _put(file, [line for line in lines if line not in there])
    return lines


@dataclass(slots=True)
class DailyHeads:
    """Writes the heads once a day, however often it is asked."""

    _written: date | None = field(default=None)

    def write(self, *, at: datetime) -> None:
        """Those of the local day, if they are not written yet."""
        day = at.astimezone().date()
        if day != self._written:
            write_heads(day=day, once=True)
            self._written = day


def read_heads(path: Path, is_signed: Callable[[bytes, str], bool]) -> ReadHeads:
    """What a file of heads says, as far as its lines are signed. Raises OSError where it cannot be read."""
    points, bad = defaultdict[str, list[ChainPoint]](list), list[str]()
    for place, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            day, organisation, number, hash, signature = _parsed(line)
        except ValueError:
            bad.append(f"{path.name}, line {place}: it is no line of heads, or was changed.")
            continue
        if is_signed(head_bytes(day, organisation, number, hash), signature):
            points[organisation].append(ChainPoint(number, hash, f"the head of {day}"))
        else:
            bad.append(f"{path.name}, line {place}: no key that is known here signed it, or it was changed.")
    return ReadHeads(dict(points), bad)


def last_heads_day() -> date | None:
    """The last day whose heads this deployment wrote down, signed by a key that is known here; None where
    there is none. Raises OSError where the file cannot be read.
    """
    path = heads_file()
    if not path.exists():
        return None
    is_signed, days = signature_check(known_keys()), list[date]()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        with suppress(ValueError):
            day, organisation, number, hash, signature = _parsed(line)
            if is_signed(head_bytes(day, organisation, number, hash), signature):
                days.append(day)
    return max(days, default=None)


def all_points(read: Iterable[ReadHeads]) -> dict[str, list[ChainPoint]]:
    """The points of several files together, by organisation."""
    points = defaultdict[str, list[ChainPoint]](list)
    for each in read:
        for organisation, found in each.points.items():
            points[organisation] += found
    return dict(points)


def _line(signer: Signer, day: date, organisation: str, point: ChainPoint) -> str:
    signature = signer.sign(head_bytes(day, organisation, point.number, point.hash))
    return f"{day} {organisation or DEPLOYMENT} {point.number} {point.hash} {signature}"


def _parsed(line: str) -> tuple[date, str, int, str, str]:
    day, organisation, number, hash, signature = line.split(" ")
    named = "" if organisation == DEPLOYMENT else organisation
    return date.fromisoformat(day), named, int(number), hash, signature


@contextmanager
def _locked_file(path: Path) -> Iterator[IO[str]]:
    """The file, for one process at a time; made for its owner only where there is none."""
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _put(file: IO[str], lines: list[str]) -> None:
    if not lines:
        return
    text = "".join(f"{line}\n" for line in lines)
    file.write(text if file.tell() else HEADER + text)
    file.flush()
    os.fsync(file.fileno())
