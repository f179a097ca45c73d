"""The pack that came with the program, when nothing else can be had: it too is shown only once it is proved.

Proving takes seconds, so what was found is kept in the home, by the hash of the pack and the engine. What
builds and checks packs is read in only then: a worker that has a release to serve never holds it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kapea.content.engine import engine_fingerprint
from kapea.content.files import write_whole
from kapea.core.pack.model import Release

if TYPE_CHECKING:
    from kapea.core.pack.build import Built

log = logging.getLogger(__name__)


def proved_shipped_pack(pack: str) -> Release | None:
    """The release of a pack that came along, if it passes its check with this program; else None."""
    from kapea.content.folder import shipped

    return _proved(shipped() / pack, Path(settings.HOME))


@cache
def _proved(folder: Path, home: Path) -> Release | None:
    """Asked once by each process: a pack that fails is not walked again for every page."""
    from kapea.content.folder import NoPack, build_folder, is_begun

    try:
        built = None if is_begun(folder) else build_folder(folder)
    except (OSError, ValueError, NoPack):
        built = None
    if built is None or built.release is None:
        return None
    passed = _passed_before(built.release, home) or _passes(built, built.release, home)
    return built.release if passed else None


def _passes(built: Built, release: Release, home: Path) -> bool:
    from kapea.content.check_stored import EVERY_EFFECT
    from kapea.core.checker import check

    report = check(built, on=last_good_day(release, datetime.now(UTC).date()), performs=EVERY_EFFECT)
    if report.errors:
        log.error("content: the shipped %s does not stand in: %s", release.id, report.errors[0])
        return False
    with suppress(OSError):  # it is proved anew next time
        write_whole(_memory(release, home), _mark(release))
    return True


def last_good_day(release: Release, today: date) -> date:
    """The day as of which it is proved: today, or before the first number is old. An old number is shown as
    such, and is better than nobody.
    """
    ends = [date.fromisoformat(s.expires) for s in release.directory.services.values() if s.expires]
    return min([today, *(end - timedelta(days=1) for end in ends)])


def _passed_before(release: Release, home: Path) -> bool:
    try:
        return _memory(release, home).read_bytes() == _mark(release)
    except OSError:
        return False


def _memory(release: Release, home: Path) -> Path:
    return home / "last_good" / f"{release.id}.shipped"


def _mark(release: Release) -> bytes:
    return f"{release.hash} {engine_fingerprint()}\n".encode()
