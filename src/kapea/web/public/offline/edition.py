"""What a person may choose to keep on their phone: one country in one language, made by the same engine.

The script that walks it is `walk.js`, the one that puts it on the page `kept.js`.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from html import escape
from threading import Lock
from typing import Any

import msgspec

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.state import Place
from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.offline.contact_lists import Asked, needs, places
from kapea.core.offline.graph import OfflineGraph, offline_graph
from kapea.core.offline.layouts import Layouts, layouts
from kapea.core.offline.without_clock import timeless, turning_days
from kapea.core.pack.model import Release
from kapea.core.present.blocks import first_sentence
from kapea.web.base.static_files import file_address
from kapea.web.base.whole_words import JOINER, held_together
from kapea.web.public.address import home_path
from kapea.web.public.frame import ready_pictures
from kapea.web.public.level_icons import SHAPES
from kapea.web.public.offline.drawings import in_english, menu_screens
from kapea.web.public.offline.kept_cards import KeptCards, kind_rows, people_by_place, still_world
from kapea.web.public.offline.shapes import drawn_layouts

FORMAT = 9
FILES = (
    "base/kapea.css",
    "base/leave.js",
    "base/aloud.js",
    "public/forget.js",
    "public/walk.js",
    "public/kept.js",
)
BREAK, HELD = "|", "^"
"""They stand for a break mark and a joiner on the way: one byte for three. No text of ours has them."""
PICTURES = frozenset(["call", "sms", "web", "place", "hand", "clock", "hands-apart"])
WORDS = ("note-aged", "note-again", "nobody-else")
MOST_MADE = 10


@dataclass(frozen=True, slots=True)
class Edition:
    """What is kept, as JSON, and the same compressed."""

    body: bytes
    compressed: bytes


@dataclass(frozen=True, slots=True)
class _Walked:
    """What is the same in every language and on every day: found by walking, which takes a second."""

    still: World
    graph: OfflineGraph
    needs: dict[Asked, Place]
    layouts: Layouts


_Key = tuple[str, str, tuple[str, ...]]
_made: dict[_Key, Edition] = {}
"""By what decides them: a release's hash, not its world, which a worker may load again."""
_making = Lock()


def edition_version(world: World, language: str) -> str:
    """Changes when words, numbers or scripts do; what is kept is then fetched anew."""
    told = [world.release.hash, language, str(FORMAT), *(file_address(name) for name in FILES)]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16]


def edition_files(world: World, language: str) -> list[str]:
    """The addresses of all that is kept: the page, what it walks, styles and scripts."""
    here = home_path(world, language)
    return [f"{here}k", f"{here}k.json", *(file_address(name) for name in FILES)]


def edition_if_free(world: World, language: str, *, at: datetime) -> Edition | None:
    """What is kept. It takes a second or two to make, so it is made once a day, release and language.

    None while somebody else has one made: whoever waited here would keep others from their pages.
    """
    key = _key(world, language, at)
    if (made := _made.get(key)) is not None:
        return made
    if not _making.acquire(blocking=False):
        return None
    try:
        return _made.get(key) or _put(key, build_edition(world, language, at=at))
    finally:
        _making.release()


def build_edition(world: World, language: str, *, at: datetime) -> Edition:
    """Makes what is kept. The same release on the same day gives the same bytes, in every process."""
    days = turning_days(world.directory, at=at)
    whole = held_together(msgspec.json.encode(_edition(world, language, days)).decode())
    body = whole.replace(ZERO_WIDTH, BREAK).replace(JOINER, HELD).encode()
    return Edition(body, gzip.compress(body, 9, mtime=0))


def _key(world: World, language: str, at: datetime) -> _Key:
    return world.release.hash, language, turning_days(world.directory, at=at)


def _put(key: _Key, made: Edition) -> Edition:
    while len(_made) >= MOST_MADE:
        _made.pop(next(iter(_made)), None)
    _made[key] = made
    return made


def _edition(world: World, language: str, days: tuple[str, ...]) -> dict[str, Any]:
    walked = _walk(world)
    cards = KeptCards(world, walked.still, language, days)
    people = people_by_place(walked.still, walked.needs, walked.graph, cards)
    kinds = kind_rows(walked.still, cards)
    return {
        "format": FORMAT,
        "made": days[0],
        "shape": walked.graph.body,
        "people": people,
        "lists": cards.lists,
        "cards": cards.made,
        "kinds": kinds,
        "pictures": _pictures(world, walked.graph),
        "signs": _signs(world.release, walked.graph),
        **drawn_layouts(world, walked.layouts, language),
        **menu_screens(walked.still, walked.graph.nodes, language),
        **_texts(world.release, walked.graph, language),
    }


@cached_per_world()
def _walk(world: World) -> _Walked:
    still = still_world(world)
    every = places(still)
    # A world of its own for the layouts: the thousands of views that it keeps on the way go with it.
    made = layouts(timeless(world), every)
    return _Walked(still, offline_graph(still), needs(still, every), made)


def _texts(release: Release, made: OfflineGraph, language: str) -> dict[str, Any]:
    """Words by their numbers, ready to stand in a page. `cuts`: where a line's first sentence ends."""
    full = [escape(held_together(release.text(id, language)), quote=False) for id in made.texts]
    short = [escape(held_together(release.text(id, language, "short")), quote=False) for id in made.texts]
    cuts = {n: len(first_sentence(words)[0]) for n, words in enumerate(full)}
    return {
        "texts": full,
        "short": {str(n): words for n, words in enumerate(short) if words != full[n]},
        "langs": in_english(release, made.texts, language),
        "cuts": {str(n): cut for n, cut in cuts.items() if n in made.done and cut < len(full[n])},
        "words": {name: escape(release.text(f"word.{name}", language), quote=False) for name in WORDS},
    }


def _signs(release: Release, made: OfflineGraph) -> list[tuple[str, list[int]]]:
    """Each drawing with the numbers of the texts that it stands beside."""
    signs: dict[str, list[int]] = {}
    for n, id in enumerate(made.texts):
        if id in release.signs:
            signs.setdefault(release.signs[id], []).append(n)
    return list(signs.items())


def _pictures(world: World, made: OfflineGraph) -> dict[str, str]:
    signs = [name for name, _ in _signs(world.release, made)]
    wanted, drawn = {*made.pictures, *signs, *SHAPES, *PICTURES}, ready_pictures(world)
    return {name: drawn[name] + "" for name in sorted(wanted) if name in drawn}  # plain: JSON takes no other
