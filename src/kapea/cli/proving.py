"""Proofs that were made before: a pack that has not changed is not walked again on the same day.

What was found is kept by a fingerprint of all that it rests on: every file of the pack and of those it
extends, the day, what was asked, and the whole program. Whatever is not exactly so is proved anew, and only
parts that rest on the same are spared (part_memory.py). The folder may be deleted at any time; nothing is
published on the word of it.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import msgspec

from kapea.cli import common, part_memory
from kapea.content import folder, word_breaks
from kapea.content.engine import program_fingerprint
from kapea.core.checker.report import Report
from kapea.core.pack.build import build

MOST_KEPT = 200
"""Reports in the folder; the oldest make room."""


def proved(path: Path, on: date, *, live: bool = False, fresh: bool = False) -> tuple[Report, bool]:
    """The report on the pack in a folder, and whether it was made before. `fresh` makes it anew anyway."""
    try:
        pack, files = folder.read_pack_files(path)
    except folder.NoPack as error:
        common.stop(str(error))
        raise AssertionError from error
    kept = _folder() / f"{_fingerprint(pack, files, on, live)}.json"
    if not fresh and (report := _kept(kept)) is not None:
        return report, True
    remembered = _folder() / f"{pack}.parts"
    memory = {} if fresh else part_memory.read_parts(remembered)
    with _nothing_thrown_away():
        breakers = part_memory.RememberingBreakers(word_breaks.breakers(), memory)
        report = common.checked(build(files, pack, breakers.by_language), on, live, memory)
    breakers.keep()
    _keep(kept, msgspec.json.encode(report))
    _keep(remembered, part_memory.parts_file(memory))
    return report, False


def _fingerprint(pack: str, files: Mapping[str, bytes], on: date, live: bool) -> str:
    told = hashlib.sha256(f"{program_fingerprint()} {pack} {on} {live}\n".encode())
    for name, data in sorted(files.items()):
        told.update(f"{name} {len(data)}\n".encode() + data)
    return told.hexdigest()


def _folder() -> Path:
    """Where reports are kept: with what this installation keeps, else where the user's programs keep such."""
    home = os.environ.get("KAPEA_HOME")
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(home, "proofs") if home else Path(cache, "kapea", "proofs").expanduser()


def _kept(file: Path) -> Report | None:
    """What was found before; None where nothing was, or it does not read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None


def _keep(file: Path, data: bytes) -> None:
    """Writes a file down whole or not at all. Where it may not be written, the next check makes it anew."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        half.write_bytes(data)
        half.replace(file)
        oldest = sorted(file.parent.glob("*.json"), key=lambda f: f.stat().st_mtime)[:-MOST_KEPT]
        for each in oldest:
            each.unlink()


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """A walk only adds to what it knows, so looking for what could be thrown away is time lost."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
