"""Until which day words on paper are believed: paper lies about long after a page would be mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kapea.core.directory.hours import moment
from kapea.core.pack.model import Release


class Unprintable(ValueError):
    """This piece may not be printed now; the message is for the operator."""


def believed_until(release: Release, documents: Iterable[str], *, at: datetime) -> str:
    """The first day on which one of some documents is past its day. Raises Unprintable when it has come, or
    when one of them does not say where it is from.
    """
    today, ends = moment(at, release.directory.time_zone).today, []
    for id in documents:
        kept = release.upkeep.get(id)
        if kept is None or not kept.sources or not kept.expires:
            raise Unprintable(f"{id} names no source or no day to look at it again.")
        if kept.expires <= today:
            raise Unprintable(f"{id} expired on {kept.expires}. Review it, and move the date.")
        ends.append(kept.expires)
    return min(ends)
