"""What is done for the directory beside pages: what waits is published about once a minute, and each day
anew, by a process of its own; releases that nobody needs any more go after a week.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from kapea.content.models import Live, StoredRelease
from kapea.directory.models import DirectoryEdit, DirectoryRun, OverlaidRelease
from kapea.directory.queries import has_anything_kept

KEPT_FOR = timedelta(days=7)
"""A release with former entries; conversations end within hours."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""A process that died in the middle is not waited for longer."""


def publish_what_waits(*, at: datetime) -> int:
    """Begins publishing for each pack in which something waits, in a process of its own; how many."""
    waiting = [pack for pack in settings.KAPEA_PACKS if is_due(pack, at=at) and take_turn(pack, at=at)]
    for pack in waiting:
        subprocess.Popen(
            [sys.executable, "-m", "kapea", "directory", "publish", pack, "--quiet"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return len(waiting)


def is_due(pack: str, *, at: datetime) -> bool:
    """Whether a change was approved, or entries stand and nobody laid them over the pack today."""
    rows = DirectoryEdit.objects.filter(pack=pack)
    if rows.filter(state="approved").exists():
        return True
    today = at.date().isoformat()
    return has_anything_kept(pack) and not DirectoryRun.objects.filter(pack=pack, day=today).exists()


@transaction.atomic
def take_turn(pack: str, *, at: datetime) -> bool:
    """Whether this process may publish entries of a pack: one does at a time."""
    DirectoryRun.objects.get_or_create(pack=pack)
    row = DirectoryRun.objects.select_for_update().get(pack=pack)
    if row.began_at is not None and at - row.began_at < GIVEN_UP_AFTER:
        return False
    row.began_at = at
    row.save(update_fields=["began_at"])
    return True


def end_turn(pack: str, *, at: datetime, done: bool) -> None:
    """The next one may; `done`: nothing more is due today."""
    day = {"day": at.date().isoformat()} if done else {}
    DirectoryRun.objects.filter(pack=pack).update(began_at=None, **day)


@transaction.atomic
def tidy_releases(*, at: datetime) -> int:
    """Deletes releases with former entries that are neither live nor the one to go back to."""
    needed = {hash for pair in Live.objects.values_list("release_id", "before_id") for hash in pair if hash}
    old = OverlaidRelease.objects.filter(release__stored_at__lt=at - KEPT_FOR).exclude(release__in=needed)
    gone = list(old.values_list("release_id", flat=True))
    StoredRelease.objects.filter(hash__in=gone).delete()
    return len(gone)
