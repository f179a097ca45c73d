"""What a call says, as files of the switch: in its order, and telling who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from kapea.channels.voice.handset import Handset, NothingPlays
from kapea.channels.voice.prompts import SILENCE, SOUNDS, PromptFile, PromptFolder
from kapea.core.doors.voice import COMPUTER, Prompt, prompt_of
from kapea.core.pack.model import Release


class Speaker:
    """One call's voice: half a second of silence before the first word, and, where a computer speaks, that it
    does, once for each language. What has no file is left out.
    """

    def __init__(self, handset: Handset, prompts: PromptFolder) -> None:
        self.handset, self.prompts = handset, prompts
        self._began, self._announced = False, set[str]()

    def ask(self, release: Release, prompts: Sequence[Prompt]) -> str:
        """The key that is pressed; nothing where none is. Raises CallEnded, NotAsterisk and NothingPlays."""
        return self.handset.ask(self._files(release, prompts))

    def say(self, release: Release, *prompts: Prompt) -> None:
        """Says it and waits for nothing. Raises CallEnded and NotAsterisk."""
        with suppress(NothingPlays):
            self.handset.say(self._files(release, prompts))

    def _files(self, release: Release, prompts: Sequence[Prompt]) -> list[str]:
        names = [name for prompt in prompts for name in self._named(release, prompt)]
        if names and not self._began:
            self._began = True
            names.insert(0, f"{SOUNDS}/{SILENCE}")
        return names

    def _named(self, release: Release, prompt: Prompt) -> Iterator[str]:
        file = self._file(release, prompt)
        if file is None:
            return
        if file.computer and prompt.language not in self._announced:
            self._announced.add(prompt.language)
            says_so = prompt_of(release, COMPUTER, prompt.language)
            first = self._file(release, says_so) if says_so is not None else None
            yield from (first.name,) if first is not None else ()
        yield file.name

    def _file(self, release: Release, prompt: Prompt) -> PromptFile | None:
        return self.prompts.file_of(prompt, live=release.live)
