"""What of a page can be heard: a button beside words that were recorded, and none beside any others; what a
phone's own voice says of words that are spoken otherwise than they are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kapea.content import media
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Recorded
from kapea.core.speech.speech_script import spoken_words
from kapea.web.base.middleware import MEDIA_URL


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording by the addresses of its two files, empty where there is none. `computer`: no person speaks.
    `spoken`: how the words are said, where that is not as they stand.
    """

    opus: str = ""
    mp3: str = ""
    computer: bool = False
    spoken: str = ""


WithSound = tuple[str, Sound | None]
"""Words of a page, and what is heard for them."""


def sound_of(world: World, view: View, text: str, language: str) -> Sound | None:
    """What is heard for a text of a view; None where nobody recorded it, or its files are not here, and it is
    said as it stands.

    A computer is never heard where it is red, whatever an index says.
    """
    found = world.release.recorded(text, language)
    if found is not None and found.placeholder and world.is_red(view):
        found = None
    return _sound(world, text, language, found)


def spoken_by_a_person(world: World, text: str, language: str) -> Sound | None:
    """What is heard for a text outside a conversation; None where no person recorded it, and it is said as it
    stands.
    """
    found = world.release.recorded(text, language)
    return _sound(world, text, language, None if found is not None and found.placeholder else found)


def with_sound(world: World, text: str, language: str) -> WithSound:
    """The words of a text outside a conversation, and what is heard for them."""
    return world.release.text(text, language), spoken_by_a_person(world, text, language)


def _sound(world: World, text: str, language: str, found: Recorded | None) -> Sound | None:
    spoken, recorded = _spoken(world, text, language), _recorded(found) if found is not None else None
    if recorded is None:
        return Sound(spoken=spoken) if spoken else None
    return replace(recorded, spoken=spoken)


def _recorded(found: Recorded) -> Sound | None:
    opus, mp3 = f"{found.opus}.opus", f"{found.mp3}.mp3"
    if media.media_file(opus) is None or media.media_file(mp3) is None:
        return None
    return Sound(MEDIA_URL + opus, MEDIA_URL + mp3, found.placeholder)


def _spoken(world: World, text: str, language: str) -> str:
    """The spoken form of a text, where it has one of its own."""
    texts = world.release.texts.get(language, {})
    return spoken_words(texts, text) if f"{text}~spoken" in texts else ""


def by_computer(sounds: Iterable[Sound | None]) -> bool:
    """Whether a computer speaks among some sounds: the page then says so."""
    return any(each is not None and each.computer for each in sounds)
