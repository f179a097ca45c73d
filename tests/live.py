"""Making a release live in a test, as `kapea publish` would leave it, without the seconds of its check."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kapea.core.pack.model import Release

STORED_AT = datetime(2026, 11, 24, tzinfo=UTC)


def make_live(release: Release, at: datetime = STORED_AT) -> Release:
    """Stores a release under the hash of what it says, proved with this engine, and moves the pointer.

    What this process remembers of releases is forgotten. Returns the release as stored.
    """
    from kapea.content.engine import engine_fingerprint
    from kapea.content.models import Live, Proof, StoredRelease
    from kapea.content.queries import worlds
    from kapea.core.pack.model import encode_release
    from kapea.core.pack.stored import with_hash

    made = with_hash(release)
    StoredRelease.objects.get_or_create(
        hash=made.hash, defaults={"pack": made.id, "body": encode_release(made), "stored_at": at}
    )
    Proof.objects.get_or_create(
        release_id=made.hash, engine=engine_fingerprint(), defaults={"passed": True, "proved_at": at}
    )
    Live.objects.update_or_create(pack=made.id, defaults={"release_id": made.hash, "moved_at": at})
    worlds.clear()
    return made
