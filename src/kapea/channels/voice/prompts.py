"""The files of prompts: a folder that lies here and, under the name `kapea`, among the sounds of the switch.

A file is named by what is said in it, so words that change have another one; its name tells nobody what was
said to whom. What a computer speaks lies apart, and is never played of a pack that is live.
"""

from __future__ import annotations

import threading
import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kapea.core.checker.needed_prompts import needed_prompts
from kapea.core.dialogue.world import World
from kapea.core.doors.voice import COMPUTER, Prompt, prompt_of

SOUNDS = "kapea"
"""The folder as the switch knows it."""
BY_COMPUTER = "computer"
SILENCE = "silence"
SILENT_SECONDS = 0.5
"""Before the first word: phones clip the start of a call."""
PHONE_RATE = 8000
"""Samples a second; a switch plays no other .wav."""


@dataclass(frozen=True, slots=True)
class PromptFile:
    """A prompt that can be played: its file as the switch names it. `computer`: no person speaks."""

    name: str
    computer: bool = False


class PromptFolder:
    """Which prompts are there, and in which languages a call can be held. Safe in any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._held: dict[str, tuple[str, ...]] = {}

    def file_of(self, prompt: Prompt, *, live: bool) -> PromptFile | None:
        """The file of one: a person's, where there is one; never a computer's in a pack that is `live`."""
        if self.path_of(prompt).is_file():
            return PromptFile(f"{SOUNDS}/{prompt.language}/{prompt.name}")
        if not live and self.path_of(prompt, computer=True).is_file():
            return PromptFile(f"{SOUNDS}/{prompt.language}/{BY_COMPUTER}/{prompt.name}", computer=True)
        return None

    def path_of(self, prompt: Prompt, *, computer: bool = False) -> Path:
        """Where the file of a prompt is, or would be."""
        inside = self.folder / prompt.language / (BY_COMPUTER if computer else "")
        return inside / f"{prompt.name}.wav"

    def missing(self, world: World) -> dict[str, tuple[Prompt, ...]]:
        """By language, what a pack says and cannot be played; also that a computer speaks, where one does."""
        needed = needed_prompts(world, world.release.languages)
        return {
            language: tuple(self._lacking(world, language, prompts)) for language, prompts in needed.items()
        }

    def _lacking(self, world: World, language: str, prompts: Iterable[Prompt]) -> Iterator[Prompt]:
        live, computer = world.release.live, False
        for prompt in prompts:
            found = self.file_of(prompt, live=live)
            computer = computer or (found is not None and found.computer)
            if found is None:
                yield prompt
        says_so = prompt_of(world.release, COMPUTER, language)
        if computer and says_so is not None and self.file_of(says_so, live=live) is None:
            yield says_so

    def languages(self, world: World) -> tuple[str, ...]:
        """The languages of a pack that lack no prompt: its default first, where it is one of them. Looked up
        once for each release: that takes seconds.
        """
        release = world.release
        with self._lock:
            if release.hash not in self._held:
                missing = self.missing(world)
                held = (code for code in release.languages if not missing[code])
                self._held[release.hash] = tuple(sorted(held, key=lambda c: c != release.default_language))
            return self._held[release.hash]

    def unplayable(self) -> list[Path]:
        """Files that a switch would answer as if the caller had hung up."""
        return [path for path in sorted(self.folder.glob("**/*.wav")) if not _is_playable(path)]


def _is_playable(path: Path) -> bool:
    try:
        with wave.open(str(path)) as sound:
            format = (sound.getframerate(), sound.getsampwidth(), sound.getnchannels())
            return format == (PHONE_RATE, 2, 1) and sound.getnframes() > 0
    except (wave.Error, EOFError, OSError):
        return False
