"""Which release is live, and worlds made of releases, kept in memory so that a failing database stops nobody.

A worker looks at the pointer every few seconds at most. What cannot be read leaves the last good one in
place.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from kapea.content.models import Live, StoredRelease
from kapea.core.dialogue.world import World
from kapea.core.pack.model import decode_release

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 2.0
LOOK_AFTER_FAILURE_SECONDS = 20.0
"""A database that did not answer is left alone for a while: nobody's page waits for it twice."""
KEEP_WORLDS = 4


class NothingLive(RuntimeError):
    """No release of this pack was ever published here."""


class Worlds:
    """The worlds of one worker: the live one of each pack, and those that open conversations began with."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worlds: OrderedDict[str, World] = OrderedDict()
        self._live: dict[str, str] = {}
        self._looked: dict[str, float] = {}

    def live(self, pack: str) -> World:
        """The live world of a pack; the last good one when the pointer or its release cannot be read."""
        now = time.monotonic()
        if now - self._looked.get(pack, -LOOK_EVERY_SECONDS) >= LOOK_EVERY_SECONDS:
            self._looked[pack] = now
            self._look(pack)
        hash = self._live.get(pack)
        if hash is None:
            self._looked.pop(pack, None)
            raise NothingLive(pack)
        return self._worlds[hash]

    def _look(self, pack: str) -> None:
        try:
            hash = Live.objects.filter(pack=pack).values_list("release_id", flat=True).first()
            if hash is not None and self._live.get(pack) != hash and self._load(hash) is not None:
                self._live[pack] = hash
        except DatabaseError:
            self._looked[pack] = time.monotonic() + LOOK_AFTER_FAILURE_SECONDS
            log.warning("content: the live pointer could not be read; the last good release goes on")

    def of(self, short_hash: str) -> World | None:
        """The world a conversation began with, by the short hash in its state; None when it is gone."""
        for hash in self._worlds:
            if hash.startswith(short_hash):
                return self._worlds[hash]
        return self._load(short_hash)

    def _load(self, hash: str) -> World | None:
        row = StoredRelease.objects.filter(hash__startswith=hash).values_list("hash", "body").first()
        if row is None:
            return None
        try:
            world = World(decode_release(bytes(row[1])))
        except (ValueError, KeyError):
            log.error("content: a stored release does not read; the last good one goes on")
            return None
        with self._lock:
            self._worlds[row[0]] = world
            self._forget()
        return world

    def _forget(self) -> None:
        live = set(self._live.values())
        for hash in [h for h in self._worlds if h not in live][: max(0, len(self._worlds) - KEEP_WORLDS)]:
            del self._worlds[hash]

    def clear(self) -> None:
        """Forgets everything: the next look reads anew."""
        with self._lock:
            self._worlds.clear()
            self._live.clear()
            self._looked.clear()


worlds = Worlds()


def live_worlds() -> tuple[World, ...]:
    """The live worlds of the packs served here, in the order they are named; at least one."""
    found = []
    for pack in settings.KAPEA_PACKS:
        try:
            found.append(worlds.live(pack))
        except NothingLive:
            log.debug("content: nothing of %s is live", pack)
    if not found:
        raise NothingLive(", ".join(settings.KAPEA_PACKS))
    return tuple(found)


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
