"""What of a page can be heard: a button beside words that were recorded, and none beside any others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kapea.content import media
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Heard
from kapea.web.base.middleware import MEDIA_URL


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording by the addresses of its two files. `computer`: no person speaks."""

    opus: str
    mp3: str
    computer: bool


def sound_of(world: World, view: View, text: str, language: str) -> Sound | None:
    """What is heard for a text of a view; None where nobody recorded it, or its files are not here.

    A computer is never heard where it is red, whatever an index says.
    """
    found = world.release.heard(text, language)
    if found is None or (found.placeholder and world.is_red(view)):
        return None
    return _sound(found)


def spoken_by_a_person(world: World, text: str, language: str) -> Sound | None:
    """What is heard for a text outside a conversation; None where no person recorded it."""
    found = world.release.heard(text, language)
    return None if found is None or found.placeholder else _sound(found)


def _sound(found: Heard) -> Sound | None:
    opus, mp3 = f"{found.opus}.opus", f"{found.mp3}.mp3"
    if media.media_file(opus) is None or media.media_file(mp3) is None:
        return None
    return Sound(MEDIA_URL + opus, MEDIA_URL + mp3, found.placeholder)


def by_computer(sounds: Iterable[Sound | None]) -> bool:
    """Whether a computer speaks among some sounds: the page then says so."""
    return any(each is not None and each.computer for each in sounds)
