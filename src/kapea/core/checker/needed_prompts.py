"""Every prompt that a call in a language may play: a language that lacks one is not offered to callers."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.look import CODE, NOTES
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.directory.reasons import CODES
from kapea.core.doors.voice import KEYS, Prompt, prompt_of
from kapea.core.present.contact import VERBS

SAID = ("call-hello", "call-go-on", "call-keys", "call-connect", "call-bye", "cannot-go-on", "more", "demo")
"""Small words of a call itself."""
FOR_A_PAGE = ("note-heard", "note-nothing", "note-media", "note-timeout")
"""Notes of what a call has not: typed words, pictures, a page that cleared itself."""


def needed_prompts(world: World, languages: tuple[str, ...]) -> dict[str, tuple[Prompt, ...]]:
    """By language, each prompt once. Seconds of work: everything a person can reach is walked."""
    texts = tuple(dict.fromkeys(_texts(world, explore(world))))
    return {language: _prompts(world, texts, language) for language in languages}


def _prompts(world: World, texts: tuple[str, ...], language: str) -> tuple[Prompt, ...]:
    found = (prompt_of(world.release, text, language) for text in texts)
    return tuple({(p.language, p.words): p for p in found if p is not None}.values())


def _texts(world: World, graph: Graph) -> Iterator[str]:
    """The most urgent first: what every call says, then whom to call, then the screens in their order."""
    yield from composed_texts(world)
    for _, view in graph.screens():
        yield from _of_screen(view)


def composed_texts(world: World) -> Iterator[str]:
    """What is said besides the screens, and what numbers and contacts are composed of."""
    yield from (f"word.{name}" for name in SAID)
    yield from (f"word.digit-{key}" for key in KEYS if key.isdecimal())
    yield from (f"word.language-{code}" for code in world.release.languages)
    yield from (f"word.{verb}" for verb in VERBS.values())
    yield from (f"word.reason-{code}" for code in CODES)
    yield from (note for note in NOTES.values() if note.removeprefix("word.") not in FOR_A_PAGE)
    for service in world.directory.services.values():
        yield from (text for text in (service.name, service.address) if text)
    yield CODE


def _of_screen(view: View) -> Iterator[str]:
    yield from (shown.text for shown in view.shown)
    if view.ask is not None:
        yield view.ask.text
    yield from (offer.text for offer in view.offers)
