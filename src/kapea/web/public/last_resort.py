"""The last resort: who to call, out of memory alone, for when nothing else can be had.

It follows what is live. A worker that cannot read the database when it starts takes the releases that were
last live here, kept as files; where there are none, the packs this program came with.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.http import HttpRequest, HttpResponse

from kapea.content.last_good import read_last_good
from kapea.content.queries import NothingLive, live_worlds
from kapea.content.shipped_pack import proved_shipped_pack
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release
from kapea.core.pack.stored import UnreadableRelease, read_release
from kapea.web.base import policy
from kapea.web.public import address, countries, refuge
from kapea.web.public.cookies import has_left
from kapea.web.public.frame import TITLE, frame, frame_of_no_country, laid_out_page

log = logging.getLogger(__name__)
BARE = f"<!doctype html><meta charset=utf-8><title>{TITLE}</title><p>{TITLE}"
WORD = "cannot-go-on"
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    *policy.HEADERS.items(),
    ("Content-Security-Policy", policy.content_policy()),
    ("Cache-Control", "no-store"),
]
"""Of a page of the last resort that does not pass our middleware."""

Key = tuple[str, str, bool]
"""Tag (empty: of no country), language, whether somebody has just left."""


class LastResort:
    """The pages of one process, laid out when they are asked for and good for that minute: who is open is
    told as of now. A page that cannot be laid out any more is shown as it last was.
    """

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._worlds: dict[str, World] = {}
        self._pages: dict[Key, tuple[str, str]] = {}

    def forget(self) -> None:
        """Forgets every world and page."""
        self._worlds, self._pages = {}, {}

    def follow(self, worlds: Iterable[World]) -> None:
        """Takes these worlds for what is live, and lays their pages out."""
        for world in worlds:
            before = self._worlds.get(world.release.id)
            if before is None or before.release.hash != world.release.hash:
                self._worlds = {**self._worlds, world.release.id: world}
                self._pages = {}
        self._lay_out()

    def stand_in(self) -> None:
        """Fills the places of packs of which nothing live was read."""
        for pack in settings.KAPEA_PACKS:
            if pack not in self._worlds and (world := _stands_in(pack)) is not None:
                self._worlds = {**self._worlds, pack: world}
        if self._worlds:
            self._lay_out()

    def worlds(self) -> tuple[World, ...]:
        """What is shown, in the order of the settings."""
        if not self._worlds:
            self.stand_in()
        return tuple(self._worlds[pack] for pack in settings.KAPEA_PACKS if pack in self._worlds)

    def page(self, path: str, languages: str, *, left: bool = False) -> str:
        """The page of the address's country and language; else of what the browser asks for."""
        worlds = self.worlds()
        found = address.resolve(path.split("/")[1] if "/" in path else "", worlds)
        if found is None and len(worlds) > 1:
            return self._laid_out(("", countries.country_asked_for(worlds, languages)[1], left))
        if found is None and worlds:
            found = countries.country_asked_for(worlds, languages)
        return self._laid_out((address.tag(*found), found[1], left)) if found else BARE

    def _lay_out(self) -> None:
        for world in self.worlds():
            for language in world.release.languages:
                self._laid_out((address.tag(world, language), language, False))

    def _laid_out(self, key: Key) -> str:
        at = self._clock()
        minute, (made_in, page) = at.isoformat()[:16], self._pages.get(key, ("", BARE))
        if made_in != minute:
            try:
                page = self._made(key, at)
                self._pages[key] = minute, page
            except Exception as error:  # nothing that goes wrong here may take the last page away
                log.error("web: a page of the last resort fails:", exc_info=error)
        return page

    def _made(self, key: Key, at: datetime) -> str:
        tag, language, left = key
        worlds = self.worlds()
        world, _ = address.resolve(tag, worlds) or countries.country_asked_for(worlds, language)
        if left:
            return laid_out_page("nothing", frame(world, language, at=at), None)
        if tag:
            page = refuge.refuge_page(world, language, WORD, at=at)
            return laid_out_page("refuge", frame(world, language, at=at), page)
        choice = countries.countries_page(worlds, world.release.text(f"word.{WORD}", language), at=at)
        return laid_out_page("countries", frame_of_no_country(world, language, at=at), choice)


def _stands_in(pack: str) -> World | None:
    release = _last_live(pack)
    if release is None:
        log.warning("web: of %s nothing live or last live can be read; the shipped pack stands in", pack)
        release = proved_shipped_pack(pack)
    return World(release) if release is not None else None


def _last_live(pack: str) -> Release | None:
    """What was live here last, by whichever engine it passed: of all it holds only contacts are shown."""
    found = read_last_good(pack)
    try:
        return read_release(found.body, found.hash) if found is not None else None
    except UnreadableRelease:
        return None


last_resort = LastResort()


def follow_live() -> None:
    """Looks at what is live now. A database that fails leaves what is shown as it is."""
    try:
        last_resort.follow(live_worlds())
    except (NothingLive, AnyDatabaseError):
        last_resort.stand_in()


def last_resort_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page as Django answers it."""
    asked = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return HttpResponse(last_resort.page(request.path_info, asked, left=has_left(request)), status=status)
