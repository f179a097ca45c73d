"""The worlds of one worker, kept in memory so that a failing database stops nobody.

The live world of every pack is never let go. Of former ones, that open conversations began with, a few are
kept while somebody asks for them. Reading a release takes a while, so it is done once however many ask at the
same time, and nobody who has a world already waits for it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from django.db import DatabaseError

from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, short_hash
from kapea.core.pack.sharing import with_shared_parts
from kapea.hearing.vectors.asked_ahead import VectorsAskedAhead

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 1.5
"""With the half second that a page may be given again (web/public/ready.py), two."""
LOOK_AFTER_FAILURE_SECONDS = 20.0
"""What did not answer, or does not read, is left alone for a while: nobody's page waits for it twice."""
MOST_FORMER = 8
FORMER_SECONDS = 3600.0
"""Longer than a conversation is kept: a former world nobody asked for meanwhile is nobody's any more."""


class NothingLive(RuntimeError):
    """No release of this pack was ever published here, or none of it can be read."""


class ReleaseStore(Protocol):
    """Where releases come from. What cannot be asked at all raises DatabaseError."""

    def live_hash(self, pack: str) -> str | None:
        """What is live of a pack; None when nothing is."""

    def release(self, hash: str) -> Release | None:
        """The release whose hash begins so; None where none may be served."""

    def stand_in(self, pack: str, *, instead_of: str) -> Release | None:
        """The best release of a pack to serve when its live one cannot be; “”: nobody knows which that is."""


class Worlds:
    """The live world of each pack, and those that open conversations began with. Safe in any thread."""

    def __init__(
        self,
        store: ReleaseStore,
        clock: Callable[[], float] = time.monotonic,
        vectors: VectorsAskedAhead | None = None,
    ) -> None:
        """`vectors`: who gives sentence vectors for typed words, where a deployment has any."""
        self._store, self._clock, self._vectors = store, clock, vectors
        self._lock = threading.Lock()
        self._gates: dict[str, threading.Lock] = {}
        self._live: dict[str, World] = {}
        self._former: OrderedDict[str, tuple[World, float]] = OrderedDict()
        self._looked: dict[str, float] = {}

    # --- the live ones -------------------------------------------------------------

    def live(self, pack: str) -> World:
        """The live world of a pack; the last good one when the pointer or its release cannot be read."""
        world = self._live.get(pack)
        if world is not None and not self._due(pack):
            return world
        gate = self._gate(f"live {pack}")
        if gate.acquire(blocking=world is None):
            try:
                if self._due(pack):
                    self._look(pack)
            finally:
                gate.release()
        world = self._live.get(pack)
        if world is None:
            raise NothingLive(pack)
        return world

    def _due(self, pack: str) -> bool:
        looked = self._looked.get(pack)
        return looked is None or self._clock() - looked >= LOOK_EVERY_SECONDS

    def _look(self, pack: str) -> None:
        """Follows the pointer. Whatever cannot be read is looked at again after a while."""
        self._looked[pack] = self._clock()
        world = self._live.get(pack)
        try:
            hash = self._store.live_hash(pack)
            if hash is None:
                self._looked.pop(pack)
            elif world is None or world.release.hash != hash:
                self._follow(pack, hash)
        except DatabaseError:
            self._leave_alone(pack)
            log.warning("content: the live pointer of %s could not be read; the last good one goes on", pack)
            if world is None:
                self._stand_in(pack, "")

    def _follow(self, pack: str, hash: str) -> None:
        world = self._load(hash)
        if world is not None:
            self._put_live(pack, world)
            return
        self._leave_alone(pack)
        if pack not in self._live:
            self._stand_in(pack, hash)

    def _leave_alone(self, pack: str) -> None:
        self._looked[pack] = self._clock() + LOOK_AFTER_FAILURE_SECONDS

    def _stand_in(self, pack: str, hash: str) -> None:
        release = self._store.stand_in(pack, instead_of=hash)
        if release is not None:
            log.error("content: release %s of %s stands in for the live one", release.short_hash, pack)
            self._put_live(pack, self._world(release))

    def _put_live(self, pack: str, world: World) -> None:
        with self._lock:
            before = self._live.get(pack)
            self._live[pack] = world
            self._former.pop(world.release.hash, None)
            if before is not None and before is not world:
                before.derived.clear()
                self._keep_former(before)

    # --- those that conversations began with ------------------------------------------

    def of(self, short_hash: str) -> World | None:
        """The world a conversation began with, by the short hash in its state; None when it is gone."""
        return self.remembered(short_hash) or self._load(short_hash)

    def remembered(self, short_hash: str) -> World | None:
        """The world of a hash if it is in memory: the store is not asked."""
        with self._lock:
            for world in self._live.values():
                if world.release.hash.startswith(short_hash):
                    return world
            for hash, (world, _) in self._former.items():
                if hash.startswith(short_hash):
                    self._keep_former(world)
                    return world
        return None

    def _keep_former(self, world: World) -> None:
        """Keeps a world, as the one asked for last; lets go of those nobody asks for. The lock is held."""
        now, hash = self._clock(), world.release.hash
        self._former[hash] = world, now
        self._former.move_to_end(hash)
        old = [h for h, (_, asked) in self._former.items() if now - asked > FORMER_SECONDS]
        for each in {*old, *list(self._former)[:-MOST_FORMER]}:
            del self._former[each]

    def _load(self, hash: str) -> World | None:
        """Reads a release, once for all who ask at the same time; nothing else waits meanwhile."""
        name = f"load {short_hash(hash)}"
        with self._gate(name):
            found = self.remembered(hash)
            if found is None and (release := self._store.release(hash)) is not None:
                found = self._world(release)
                with self._lock:
                    self._keep_former(found)
        with self._lock:
            self._gates.pop(name, None)
        return found

    def _world(self, release: Release) -> World:
        with self._lock:
            known = [*self._live.values(), *(world for world, _ in self._former.values())]
        release = with_shared_parts(release, (world.release for world in known))
        flags = (world.flags for world in known if world.release.flags is release.flags)
        vector_of = self._vectors.vector_of if self._vectors is not None else None
        return World(release, flags=next(flags, None), vector_of=vector_of)

    # --- what a turn will ask for -----------------------------------------------------------

    def asked_ahead(self, words: str) -> AbstractContextManager[None]:
        """Asks for the sentence vector of words before a turn, which then waits for nobody; nothing where
        no world would weigh it.
        """
        with self._lock:
            weighed = any(world.listener.meaning is not None for world in self._live.values())
        if self._vectors is None or not weighed or not any(map(str.isalpha, words)):
            return nullcontext()
        return self._vectors.asked(words)

    def _gate(self, name: str) -> threading.Lock:
        with self._lock:
            return self._gates.setdefault(name, threading.Lock())

    def clear(self) -> None:
        """Forgets everything: the next look reads anew."""
        with self._lock:
            self._live.clear()
            self._former.clear()
            self._looked.clear()
