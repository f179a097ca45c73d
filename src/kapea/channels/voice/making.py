"""Making the files of prompts: from recordings, and, for a trial, by a computer's voice.

Imported only where the packages for sound are there.
"""

from __future__ import annotations

from collections.abc import Iterable

from kapea.channels.voice.prompts import SILENCE, SILENT_SECONDS, PromptFolder
from kapea.content.media import media_file
from kapea.core.doors.voice import COMPUTER, Prompt, prompt_of
from kapea.core.pack.model import Release
from kapea.sound.measure import open_file
from kapea.sound.synthetic_voice import VOICES, speak
from kapea.sound.telephone import write_prompt, write_silence


class PromptMaker:
    """Writes prompts of one release into a folder; what is there stays. `wide`: beside each a better one."""

    def __init__(self, folder: PromptFolder, release: Release, *, wide: bool = False) -> None:
        self._folder, self._release, self._wide = folder, release, wide

    def silence(self) -> None:
        """What is played before the first word."""
        write_silence(self._folder.folder / f"{SILENCE}.wav", SILENT_SECONDS)

    def from_recordings(self, prompts: Iterable[Prompt]) -> int:
        """Those that a person has recorded; how many were made."""
        return sum(self._recorded(prompt) for prompt in prompts)

    def by_computer(self, prompts: Iterable[Prompt], language: str) -> int:
        """Those that nobody has recorded, and that a computer speaks; how many were made. Raises Mute."""
        says_so = prompt_of(self._release, COMPUTER, language)
        wanted = [*prompts, *([says_so] if says_so is not None else [])]
        return sum(self._spoken(prompt) for prompt in wanted if prompt.language in VOICES)

    def _recorded(self, prompt: Prompt) -> bool:
        path, found = self._folder.path_of(prompt), self._release.recorded(prompt.text, prompt.language)
        if path.is_file() or found is None or found.placeholder:
            return False
        file = media_file(f"{found.mp3}.mp3")
        if file is None:
            return False
        write_prompt(open_file(file).mono, path, wide=self._wide)
        return True

    def _spoken(self, prompt: Prompt) -> bool:
        path = self._folder.path_of(prompt, computer=True)
        if path.is_file() or self._folder.file_of(prompt, live=True) is not None:
            return False
        write_prompt(speak(prompt.words, prompt.language).mono, path, wide=self._wide)
        return True
