"""The worst branches as walks: who walks, what they tap or type, and what is promised on the way.

Each file of `worst_walks/` is one of the thirteen points of `docs/worst-branches.md`. Answers are named by
the id of their text, so that a walk goes on where words or their order change, and stops where an answer is
gone. What is promised is looked at on the way, and no new transcript makes a broken promise good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from kapea.cli import terminal
from kapea.core.dialogue.events import MOVES, Answer, Event, Move, Said
from kapea.core.dialogue.step import Step, begin, look, step
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.directory.next_lines import is_line
from kapea.core.present.contact import without_breaks

WALKS = Path(__file__).parent / "worst_walks"
KEPT = Path(__file__).parent / "worst"
NIGHT = (2026, 11, 25, 2, 10)
"""Ten past two on a Wednesday, wherever it is walked: few lines are open then."""


class BrokenPromise(AssertionError):
    """What is promised on a walk is not so, or an answer of the walk is gone."""


@dataclass(frozen=True)
class Walk:
    """One walk: who goes, along which answers and promises, in which journey, at which hour of the night."""

    who: str
    way: tuple[str | dict[str, Any], ...]
    journey: str = "help"
    hour: int = NIGHT[3]
    only: tuple[str, ...] = ()

    def at(self, world: World) -> datetime:
        zone = ZoneInfo(world.release.time_zone)
        return datetime(*NIGHT[:3], self.hour, NIGHT[4], tzinfo=zone)


@dataclass(frozen=True)
class Point:
    """One of the thirteen: its number and name, what is promised in plain words, who walks it."""

    number: int
    name: str
    title: str
    promise: tuple[str, ...]
    walks: tuple[Walk, ...] = ()
    pages: tuple[dict[str, Any], ...] = field(default=())

    def of(self, country: str) -> list[Walk]:
        return [walk for walk in self.walks if not walk.only or country in walk.only]


@cache
def points() -> tuple[Point, ...]:
    return tuple(_point(path) for path in sorted(WALKS.glob("*.yaml")))


def _point(path: Path) -> Point:
    number, _, name = path.stem.partition("-")
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    walks = tuple(
        Walk(**{**walk, "way": tuple(walk["way"]), "only": tuple(walk.get("only", ()))})
        for walk in read.pop("walks", ())
    )
    return Point(
        int(number), name, read["title"], tuple(read["promise"]), walks, tuple(read.get("pages", ()))
    )


# --- walked -----------------------------------------------------------------------------


def walked(world: World, walk: Walk, language: str) -> Iterator[tuple[str, View]]:
    """What was tapped or typed, in words, and what then stood there; a broken promise raises."""
    at = walk.at(world)
    state = begin(world, language, walk.journey)
    assert state is not None
    view = look(world, state, at=at)
    yield "", view
    for each in walk.way:
        if isinstance(each, dict) and "here" in each:
            keep_promise(each, view)
            continue
        said, event = _event(world, view, each, language)
        taken: Step = step(world, state, event, at=at)
        assert taken.state is not None
        if each == "nobody" and _first(taken.view) == _first(view):
            raise BrokenPromise(f"{taken.view.node} begins with the number that was just tried")
        state, view = taken.state, taken.view
        yield said, view


def _event(world: World, view: View, tap: str | dict[str, Any], language: str) -> tuple[str, Event]:
    if isinstance(tap, dict):
        typed = tap["type"][language]
        return f"“{typed}”", Said(typed)
    if tap in MOVES:
        return f"[ {_words(world, f'word.{tap}', view.language)} ]", Move(tap)
    for offer in view.offers:
        if tap in (offer.key, bare(offer.text)):
            return f"[ {_words(world, offer.text, view.language)} ]", Answer(offer.key)
    raise BrokenPromise(f"{view.node} has no answer “{tap}”: {[bare(o.text) for o in view.offers]}")


def _first(view: View) -> str | None:
    phone = view.contacts[0].phone if view.contacts else None
    return phone and phone.number


def bare(text: str) -> str:
    """The name of a text in its journey, without whom it is for: `help.nobody/child` is `nobody`."""
    journey, _, name = text.partition("/")[0].partition(".")
    return name if journey.islower() else f"{journey}.{name}"


def _words(world: World, text: str, language: str) -> str:
    return without_breaks(world.release.text(text, language))


# --- promised ---------------------------------------------------------------------------


def keep_promise(promise: dict[str, Any], view: View) -> None:
    """Holds what is promised of a view: where it is, who leads, what is said and offered, and what is not."""
    shown = [s.text for s in (*view.shown, *((view.ask,) if view.ask is not None else ()))]
    said = {*shown, *map(bare, shown)}
    offered = {bare(o.text) for o in view.offers}
    wrong = [
        *([f"one is at {view.node}"] if view.node != promise["here"] else []),
        *(f"{id} is not said" for id in promise.get("says", ()) if id not in said),
        *(f"{id} is said" for id in promise.get("never_says", ()) if id in said),
        *(f"{id} is not offered" for id in promise.get("offers", ()) if id not in offered),
        *(f"{id} is offered" for id in promise.get("never_offers", ()) if id in offered),
        *_wrong_people(promise, view),
    ]
    if "begins" in promise and (not shown or promise["begins"] not in (shown[0], bare(shown[0]))):
        wrong.append(f"it begins with {shown[0] if shown else 'nothing'}")
    if "likely" in promise and (not view.likely or view.offers[0].key not in promise["likely"]):
        wrong.append(f"the likeliest is {view.offers[0].key}, not one of {promise['likely']}")
    if wrong:
        raise BrokenPromise(f"promised at {promise['here']}: {'; '.join(wrong)}")


def _wrong_people(promise: dict[str, Any], view: View) -> Iterator[str]:
    """`leads` and `second` name kinds of help, or `line`; `from_here: no` forbids those of the place."""
    for place, wanted in enumerate((promise.get("leads"), promise.get("second"))):
        if wanted is None:
            continue
        found = view.contacts[place] if len(view.contacts) > place else None
        if found is None or not is_line(found) or (wanted != "line" and wanted not in found.service.types):
            yield f"contact {place + 1} is {found and found.service.id}, not {wanted}"
    if promise.get("from_here", True) is False:
        yield from (
            f"{m.service.id} is of the place"
            for m in view.contacts
            if m.service.local or m.service.local_post
        )


# --- read -------------------------------------------------------------------------------


def head(point: Point, country: str, world: World, language: str) -> str:
    """What stands above a transcript, for whoever is to sign it."""
    release = world.release
    return "\n".join(
        [
            f"# {point.number}. {point.title}",
            f"# {release.name}, {language}. Draft: nobody has signed this.",
            "#",
            "# What is promised:",
            *(f"# - {line}" for line in point.promise),
            "#",
            "# Who walks it:",
            *(f"# {n}. {who}" for n, who in enumerate(walkers(point, country), 1)),
        ]
    )


def walkers(point: Point, country: str) -> list[str]:
    return [*(walk.who for walk in point.of(country)), *(page["who"] for page in point.pages)]


def transcript(world: World, point: Point, country: str, language: str) -> str:
    """All walks of a point. Each screen has a number; one that was read before is only named by it."""
    parts, seen = [head(point, country, world, language)], dict[str, int]()
    for number, walk in enumerate(point.of(country), 1):
        clock = walk.at(world).strftime("%H:%M on a %A")
        parts.append(f"{'=' * 20}\n{point.number}.{number}  {walk.who} At {clock}.")
        for said, view in walked(world, walk, language):
            parts.append((f"> {said}\n\n" if said else "") + _screen(terminal.view_text(world, view), seen))
    return "\n\n".join(parts)


def _screen(words: str, seen: dict[str, int]) -> str:
    if words in seen:
        return f"--- screen {seen[words]} again"
    seen[words] = len(seen) + 1
    return f"--- screen {seen[words]}\n{words}"
