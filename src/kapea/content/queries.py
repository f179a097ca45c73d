"""Which release is live, what is stored, and the worlds that are served.

A worker looks at the pointer every few seconds at most. Only a release whose bytes are what was stored, and
which passed its check with this very engine, is served; else the best one there is stands in for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from kapea.content.engine import engine_fingerprint
from kapea.content.last_good import last_good
from kapea.content.models import Live, Proof, StoredRelease
from kapea.content.shipped_pack import proved_shipped_pack
from kapea.content.worlds import NothingLive, Worlds
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, short_hash
from kapea.core.pack.stored import UnreadableRelease, read_release
from kapea.hearing.vectors.asked_ahead import VectorsAskedAhead
from kapea.hearing.vectors.client import VectorClient

__all__ = ["NothingLive", "Stored", "is_live", "live_worlds", "stored", "worlds"]
log = logging.getLogger(__name__)


class StoredReleases:
    """Releases out of the database; what stands in, also out of the home and the program itself."""

    def live_hash(self, pack: str) -> str | None:
        return Live.objects.filter(pack=pack).values_list("release_id", flat=True).first()

    def release(self, hash: str) -> Release | None:
        row = StoredRelease.objects.filter(hash__startswith=hash).values_list("hash", "body").first()
        return servable_release(row[0], bytes(row[1])) if row is not None else None

    def stand_in(self, pack: str, *, instead_of: str) -> Release | None:
        found = last_good(pack)
        if found is None and instead_of:
            found = _another_proved(pack, instead_of) or proved_shipped_pack(pack)
        return found


def servable_release(hash: str, body: bytes) -> Release | None:
    """A stored release, if it is what was stored and passed with this engine."""
    try:
        release = read_release(body, hash)
    except UnreadableRelease as why:
        log.error("content: release %s is not served: %s", short_hash(hash), why)
        return None
    if not is_proved(hash):
        log.error("content: release %s is not served: it was not checked with this version", short_hash(hash))
        return None
    return release


def is_proved(hash: str) -> bool:
    """Whether a release passed its check with the engine of this program."""
    return Proof.objects.filter(release_id=hash, engine=engine_fingerprint(), passed=True).exists()


def _another_proved(pack: str, instead_of: str) -> Release | None:
    """The latest of a pack's other releases that passed with this engine."""
    rows = Proof.objects.filter(release__pack=pack, engine=engine_fingerprint(), passed=True)
    others = rows.exclude(release_id=instead_of).order_by("-release__stored_at")
    found = (StoredReleases().release(hash) for hash in others.values_list("release_id", flat=True))
    return next((release for release in found if release is not None), None)


def _vectors() -> VectorsAskedAhead | None:
    """Who gives sentence vectors on this machine, if a process of its own was named."""
    path = settings.KAPEA_VECTORS
    return VectorsAskedAhead(VectorClient(path).vector_of) if path else None


worlds = Worlds(StoredReleases(), vectors=_vectors())


def live_worlds() -> tuple[World, ...]:
    """The live worlds of the packs served here, in the order they are named; at least one."""
    found = tuple(_each_live())
    if not found:
        raise NothingLive(", ".join(settings.KAPEA_PACKS))
    return found


def _each_live() -> Iterator[World]:
    for pack in settings.KAPEA_PACKS:
        try:
            yield worlds.live(pack)
        except NothingLive:
            log.debug("content: nothing of %s is live", pack)


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored release, for a listing."""

    pack: str
    hash: str
    stored_at: datetime
    states: int
    live: bool


def stored(pack: str | None = None) -> list[Stored]:
    """Stored releases, newest first."""
    live = set(Live.objects.values_list("release_id", flat=True))
    rows = StoredRelease.objects.order_by("-stored_at").values_list("pack", "hash", "stored_at", "checked")
    if pack:
        rows = rows.filter(pack=pack)
    return [Stored(p, h, at, int(c.get("states", 0)), h in live) for p, h, at, c in rows]


def is_live(pack: str) -> bool:
    return Live.objects.filter(pack=pack).exists()
