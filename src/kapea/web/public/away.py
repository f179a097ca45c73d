"""Pages for the proxy in front to show while this program does not answer: who to call, as files.

They follow what is live, and say nothing of the hour, since nobody knows when they will be read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kapea.content.files import write_whole
from kapea.core.dialogue.world import World
from kapea.core.offline.without_clock import timeless
from kapea.web.public import address
from kapea.web.public.last_resort import LastResort

log = logging.getLogger(__name__)
READABLE = 0o644
"""The proxy runs under an account of its own; these pages hold what anybody may read."""
ANY, AFTER_LEAVE = "any", "left"
"""The page of an address that names no country, and of a browser in which somebody has just left."""


def away_pages(worlds: Sequence[World], clock: Callable[[], datetime]) -> dict[str, str]:
    """File names without their ending, to pages: `en-kh`, and the two above. `worlds` are what is live."""
    pages = LastResort(clock)
    pages.follow(timeless(world) for world in worlds)
    tags = (address.tag(world, language) for world in worlds for language in world.release.languages)
    return {
        ANY: pages.page("/", ""),
        AFTER_LEAVE: pages.page("/", "", left=True),
        **{tag: pages.page(f"/{tag}/", "") for tag in tags},
    }


class AwayPages:
    """The pages of one worker, in a folder: written when another release is live, and on each new day, when
    records may have expired. A disk that takes none leaves the old ones.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._folder, self._clock = folder, clock
        self._written: tuple[str, ...] = ()

    def follow(self, worlds: Sequence[World]) -> None:
        """Writes the pages that differ from what is there."""
        now = (*(world.release.hash for world in worlds), self._clock().date().isoformat())
        if now == self._written:
            return
        try:
            self._write(away_pages(worlds, self._clock))
            self._written = now
        except OSError as error:
            log.error("web: the pages for the proxy are not on disk: %s", type(error).__name__)

    def _write(self, pages: Mapping[str, str]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o755)
        for name, page in pages.items():
            path, data = self._folder / f"{name}.html", page.encode()
            if not path.is_file() or path.read_bytes() != data:
                write_whole(path, data, mode=READABLE)
