"""Making a release live in a test, as `kapea publish` would leave it, without the seconds of its check."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests import kept_bodies

if TYPE_CHECKING:
    from kapea.core.dialogue.world import World
    from kapea.core.pack.model import Release

STORED_AT = datetime(2026, 11, 24, tzinfo=UTC)


MOST_REMEMBERED = 4


@dataclass(frozen=True)
class Prepared:
    """A release as tests publish it again and again: what it came from, itself under its hash, its bytes, and
    its world with nothing derived from it.
    """

    origin: Release
    release: Release
    body: bytes
    world: World


_prepared: dict[int, Prepared] = {}
"""By the identity of what each came from."""


def make_live(release: Release, at: datetime = STORED_AT) -> Release:
    """Stores a release under the hash of what it says, proved with this engine, and moves the pointer.

    What this process remembers of releases is forgotten. Returns the release as stored.
    """
    from kapea.content.engine import engine_fingerprint
    from kapea.content.models import Live, Proof, StoredRelease
    from kapea.content.queries import worlds

    made, body = prepared(release).release, prepared(release).body
    if not StoredRelease.objects.filter(hash=made.hash).exists():
        StoredRelease.objects.create(hash=made.hash, pack=made.id, body=b"", stored_at=at)
        kept_bodies.put(made.hash, body)
    Proof.objects.get_or_create(
        release_id=made.hash, engine=engine_fingerprint(), defaults={"passed": True, "proved_at": at}
    )
    Live.objects.update_or_create(pack=made.id, defaults={"release_id": made.hash, "moved_at": at})
    worlds.clear()
    return made


def live_world(release: Release, at: datetime = STORED_AT) -> World:
    """The same, and its world as a worker has it that has just looked at the pointer: nothing is made of it
    yet. How a worker reads it is tested with the apps.
    """
    from kapea.content.queries import worlds

    make_live(release, at)
    world = copy(prepared(release).world)
    world.derived = {}
    worlds._put_live(world.release.id, world)
    worlds._looked[world.release.id] = worlds._clock()
    return world


def prepared(release: Release) -> Prepared:
    """A release made ready, once for all tests that publish it."""
    from kapea.core.dialogue.world import World
    from kapea.core.pack.model import encode_release
    from kapea.core.pack.stored import with_hash

    if id(release) not in _prepared:
        if len(_prepared) >= MOST_REMEMBERED:
            del _prepared[next(iter(_prepared))]
        made = with_hash(release)
        _prepared[id(release)] = Prepared(release, made, encode_release(made), World(made))
    return _prepared[id(release)]
