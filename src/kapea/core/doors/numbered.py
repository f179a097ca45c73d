"""A view where nothing can be tapped: numbered lines on pages, each page one message.

A page holds whole lines only, and ends with the keys that always work. The first names somebody to call
wherever a view does; on the way to what somebody needs, more of them come after the question. It stands with
its answers wherever one page has room for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapea.core.dialogue.numbered_input import (
    BACK_KEY,
    BEGIN_KEY,
    HELP_KEY,
    MORE_KEY,
    languages_besides,
)
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.doors.limits import Door, fits
from kapea.core.doors.render import answer_said, lines_of, text_said
from kapea.core.pack.model import Release
from kapea.core.present.blocks import before_contacts


def numbered_page(world: World, view: View, door: Door, page: int = 0) -> str:
    """One page of a view, with its keys; after the last comes the first again. The last says the word that
    ends it all, where it has room.
    """
    made = numbered_pages(world, view, door)
    at = page % len(made)
    is_last = at == len(made) - 1
    keys = keys_said(world.release, view.language, door, is_last, view.depth > 0)
    leave = f"{keys}  {text_said(world.release, 'word.leave', view.language, door)}"
    has_room = is_last and _has_room(made[at], leave, door, view.language)
    return "\n".join((*made[at], leave if has_room else keys))


def numbered_pages(world: World, view: View, door: Door) -> tuple[tuple[str, ...], ...]:
    """The lines of a view, page by page, each as full as can be; none is cut or dropped."""
    keys = longest_keys(world.release, view.language, door)
    out: list[tuple[str, ...]] = []
    for unit in _units(world, view, door, keys):
        joined = (*out[-1], *unit) if out else ()
        if joined and _has_room(joined, keys, door, view.language):
            out[-1] = joined
        else:
            out.append(unit)
    return tuple(out) or ((),)


def _units(world: World, view: View, door: Door, keys: str) -> Iterator[tuple[str, ...]]:
    lines = list(lines_of(world, view, door))
    asked = [lines.pop()] if view.ask is not None else []
    answers = [
        answer_said(world.release, n, offer, view.language, door) for n, offer in enumerate(view.offers, 1)
    ]
    first = lines[: len(before_contacts(view)) + 1] if view.contacts else []
    if first and not _has_room(first, keys, door, view.language):
        first = [first[-1], *first[:-1]]  # kind words can wait for the next page; the number cannot
        yield from ((line,) for line in first)
    elif first:
        yield tuple(first)
    others = len(view.contacts) - 1 if first and _asks_first(view) else 0
    rest = lines[len(first) :]
    yield from ((line,) for line in rest[others:])
    together = (*asked, *answers)
    if together and _has_room(together, keys, door, view.language):
        yield together
    else:
        yield from ((line,) for line in together)
    yield from ((line,) for line in rest[:others])


def _asks_first(view: View) -> bool:
    """Whether more people to call come after the question, since each page is paid for. Not where somebody is
    in danger, and not where anybody begins.
    """
    return view.ask is not None and view.depth > 0 and view.level != "red"


def _has_room(lines: Sequence[str], keys: str, door: Door, language: str) -> bool:
    return fits("\n".join((*lines, keys)), door, language)


def keys_said(release: Release, language: str, door: Door, is_last: bool, has_back: bool) -> str:
    """The line of keys under a page: help always; more, or back where there is somewhere to go back to."""
    words = {MORE_KEY: "more", HELP_KEY: "help", BACK_KEY: "back"}
    keys = (HELP_KEY, *((BACK_KEY,) if has_back else ())) if is_last else (MORE_KEY, HELP_KEY)
    return "  ".join(f"{key} {text_said(release, f'word.{words[key]}', language, door)}" for key in keys)


def longest_keys(release: Release, language: str, door: Door) -> str:
    """The longer of the two lines of keys, for which every page has room."""
    return max((keys_said(release, language, door, last, has_back=True) for last in (False, True)), key=len)


def numbered_greeting(world: World, language: str, door: Door) -> str:
    """What anybody may see: a greeting, how to begin, and a number for each other language."""
    release = world.release
    others: Sequence[str] = languages_besides(world, language)
    names = [
        f"{n} {release.text(f'word.language-{code}', code)}"
        for n, code in enumerate(others, int(BEGIN_KEY) + 1)
    ]
    return "\n".join((text_said(release, "word.chat-hello", language, door), *names))
