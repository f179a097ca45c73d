"""What a caller hears and presses: prompts one after the other, a key at any time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from kapea.channels.voice.agi import AgiAnswer, AgiLine, CallEnded
from kapea.core.doors.voice import KEYS

WAIT_MS = 7_000
"""How long a caller may think after the last prompt."""
NO_WAIT_MS = 1
"""After the others: none, and 0 would mean the switch's own."""
LONGEST_PROMPT_SECONDS = 60.0
"""No prompt plays longer; a switch that answers later is not there any more."""
TWIN_SECONDS = 0.15
"""A key that comes twice within this was pressed once."""
UP = 6
"""CHANNEL STATUS of a call that goes on."""


class NothingPlays(Exception):
    """Not one of some prompts could be played: the caller hears nothing, though the call goes on."""


class Handset:
    """One call's prompts and keys. Everything raises CallEnded when the caller hangs up, and NotAsterisk."""

    def __init__(self, line: AgiLine, clock: Callable[[], float] = time.monotonic) -> None:
        self._line, self._clock = line, clock
        self._last = ("", float("-inf"))
        self.not_played = 0
        """Prompts that the switch could not play."""

    def ask(self, files: Sequence[str], *, wait_ms: int = WAIT_MS) -> str:
        """Plays files until a key is pressed; the key, or nothing where none came. Raises NothingPlays."""
        failed = 0
        for n, file in enumerate(files, 1):
            last = n == len(files)
            answer = self._playing(file, wait_ms if last else NO_WAIT_MS)
            if answer is None:
                failed += 1
                answer = self._waited(wait_ms) if last and failed < len(files) else None
            if answer is not None and (key := chr(answer.number) if answer.number > 0 else "") in set(KEYS):
                return key
        if failed == len(files):
            raise NothingPlays
        self._line.look_for_hangup()
        return ""

    def next_key(self, *, wait_ms: int = WAIT_MS) -> str:
        """One key more, nothing being said; nothing where none came."""
        while self._is_twin(answer := self._waited(wait_ms)):
            pass
        key = chr(answer.number) if answer.number > 0 else ""
        if not key:
            self._line.look_for_hangup()
        return key if key in set(KEYS) else ""

    def say(self, files: Sequence[str]) -> None:
        """Plays files to their end or to the next key, whichever it is."""
        self.ask(files, wait_ms=NO_WAIT_MS)

    def hand_over(self, **variables: str) -> None:
        """Tells the dialplan how to go on; it does so when the line is closed."""
        for name, value in variables.items():
            self._line.ask(f'SET VARIABLE {name} "{value}"')

    def hang_up(self) -> None:
        self._line.ask("HANGUP")

    def _playing(self, file: str, wait_ms: int) -> AgiAnswer | None:
        """The answer to a prompt; None where it could not be played."""
        while True:
            seconds = LONGEST_PROMPT_SECONDS + wait_ms / 1000
            answer = self._line.ask(f'GET OPTION {file} "{KEYS}" {wait_ms}', seconds)
            if answer.number < 0:
                self._goes_on()
                self.not_played += 1
                return None
            if not self._is_twin(answer):
                return answer

    def _waited(self, wait_ms: int) -> AgiAnswer:
        answer = self._line.ask(f"WAIT FOR DIGIT {wait_ms}", wait_ms / 1000 + LONGEST_PROMPT_SECONDS)
        if answer.number < 0:
            self._goes_on()
        return answer

    def _goes_on(self) -> None:
        """A failure and a hangup look alike: asks which it was."""
        if self._line.ask("CHANNEL STATUS").number != UP:
            raise CallEnded

    def _is_twin(self, answer: AgiAnswer) -> bool:
        if answer.number <= 0:
            return False
        key, before, at = chr(answer.number), self._last, self._clock()
        if key == before[0] and at - before[1] < TWIN_SECONDS:
            return True
        self._last = (key, at)
        return False
