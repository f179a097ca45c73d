"""A telephone, a switch, and the voice door with every prompt there: what is heard is told in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from tests.channels.voice.fake_switch import FakeSwitch, environment
from tests.live import live_world
from tests.packs import built

from kapea.channels.voice.agi import AgiLine, CallEnded
from kapea.channels.voice.call import VoiceCall, VoiceDoor
from kapea.channels.voice.caller import caller_of
from kapea.channels.voice.handset import Handset
from kapea.channels.voice.prompts import SOUNDS, PromptFile, PromptFolder
from kapea.core.dialogue.world import World
from kapea.core.doors.voice import Prompt


class EveryPrompt(PromptFolder):
    """A folder in which nothing is missing, in some languages; what is asked of it is known by its words."""

    def __init__(self, *languages: str, computer: bool = False) -> None:
        super().__init__(Path("/nowhere"))
        self._spoken, self._computer = languages, computer
        self.known = {f"{SOUNDS}/silence": Prompt("silence", "", "(half a second of silence)")}

    def file_of(self, prompt: Prompt, *, live: bool) -> PromptFile | None:
        name = f"{SOUNDS}/{prompt.language}/{prompt.name}"
        self.known[name] = prompt
        return PromptFile(name, self._computer)

    def languages(self, world: World) -> tuple[str, ...]:
        return self._spoken


class Telephone:
    """Somebody who calls: what they hear, in words, and what they press."""

    def __init__(self, at: datetime) -> None:
        self.at, self.door = at, VoiceDoor("kenya", EveryPrompt("en", "sw"))
        self.switch: FakeSwitch | None = None
        self.now: Callable[[], datetime] = lambda: self.at
        self._seconds = count()

    def calls(self, *keys: str, lacks: frozenset[str] = frozenset(), **told: str) -> list[str]:
        """Calls and presses keys; what was said, by round, as one line each."""
        with FakeSwitch(keys, environment(**told), lacks, self._key_of) as self.switch:
            line = AgiLine(self.switch.ours)
            try:
                caller = caller_of(line.environment())
                VoiceCall(self.door, Handset(line, self._clock), caller, now=self.now).run()
            except CallEnded:
                pass
        return self.heard

    def _clock(self) -> float:
        """A second between any two keys: nobody presses as fast as a test."""
        return float(next(self._seconds))

    def _key_of(self, wanted: str, heard: list[str]) -> str | None:
        """The key that was said before an answer, named by its words or by the last part of its text's id."""
        said = [self.door.prompts.known[name] for name in heard]
        for key, answer in pairwise(said):
            if key.text.startswith("word.digit-") and wanted in (answer.words, answer.text.split(".")[-1]):
                return key.text[-1]
            if key.text.startswith("word.digit-") and answer.text.startswith(f"{wanted}."):
                return key.text[-1]
        return None

    @property
    def heard(self) -> list[str]:
        assert self.switch is not None
        known = self.door.prompts.known
        return [" | ".join(known[name].words for name in each) for each in self.switch.rounds if each]

    def transcript(self) -> str:
        """What a caller hears and presses, to be read by a person."""
        assert self.switch is not None
        known, out = self.door.prompts.known, []
        for n, said in enumerate(self.switch.rounds):
            out += (f"  {known[name].words}" for name in said)
            if n < len(self.switch.pressed):
                out.append(f"> {self.switch.pressed[n] or '(nothing)'}")
        return "\n".join([*out, f"({self.switch.ended})", ""])

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def telephone(db, at, settings) -> Telephone:
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = ["kenya"]
    live_world(built("kenya").release)
    yield Telephone(at)
    worlds.clear()
