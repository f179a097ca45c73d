"""The switch's end of a call, as the recorded sessions show it: plays what it is told, presses what a script
says, and keeps what was heard.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tests.channels.voice.recorded import SHAPES

OPTION = re.compile(r'GET OPTION (\S+) "([^"]*)" (\d+)')
VARIABLE = re.compile(r'SET VARIABLE (\w+) "([^"]*)"')
NUMBER = "+99900000001"
SILENCE, HANGS_UP, HANGS_UP_WAITING = "", "hangs up", "hangs up while it waits"
ALONE, MORE = ("", *"0123456789*#", HANGS_UP, HANGS_UP_WAITING), "4"
"""What is pressed as it stands; and what is pressed where a wanted answer is not among those heard."""


def environment(**changed: str) -> dict[str, str]:
    """What Asterisk says of a call first, as it was recorded, with some of it changed."""
    lines = (SHAPES / "environment-raw.txt").read_text().splitlines()
    parts = (line.removeprefix("agi_").partition(":") for line in lines if line)
    return {name: value.strip() for name, _, value in parts} | changed


@dataclass
class FakeSwitch:
    """`keys`: what is pressed where the call waits, in order; `2@1` presses 2 during the second prompt, and
    what is no key is looked for by `resolve` among the files that were heard. When nothing is left, the
    caller hangs up. `lacks`: files that are not there.
    """

    keys: Iterable[str]
    told: dict[str, str] = field(default_factory=environment)
    lacks: frozenset[str] = frozenset()
    resolve: Callable[[str, list[str]], str | None] = lambda wanted, heard: None
    rounds: list[list[str]] = field(default_factory=lambda: [[]])
    pressed: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    ended: str = ""

    def __post_init__(self) -> None:
        self.ours, self._theirs = socket.socketpair()
        self._script: Iterator[str] = iter(self.keys)
        self._next = next(self._script, HANGS_UP)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> FakeSwitch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ours.close()
        self._thread.join(60)
        assert not self._thread.is_alive()
        self._theirs.close()

    def _serve(self) -> None:
        self._theirs.sendall("".join(f"agi_{k}: {v}\n" for k, v in self.told.items()).encode() + b"\n")
        with self._theirs.makefile("rb") as lines:
            try:
                for line in lines:
                    self.commands.append(command := line.decode().rstrip("\n"))
                    self._theirs.sendall("".join(f"{each}\n" for each in self._answers(command)).encode())
            except OSError:
                pass
        self.ended = self.ended or "closed"

    def _answers(self, command: str) -> list[str]:
        if self.ended == HANGS_UP:
            return ["511 Command Not Permitted on a dead channel or intercept routine"]
        if (asked := OPTION.fullmatch(command)) is not None:
            return self._played(*asked.groups())
        if (put := VARIABLE.fullmatch(command)) is not None:
            self.variables[put[1]] = put[2]
            return ["200 result=1"]
        if command == "CHANNEL STATUS":
            return ["200 result=6"]
        if command.startswith("WAIT FOR DIGIT "):
            return self._waits("".join(ALONE[:13]))
        if command == "HANGUP":
            self.ended = "hung up on"
            return ["200 result=1", "HANGUP"]
        return ["510 Invalid or unknown command"]

    def _played(self, file: str, offered: str, wait_ms: str) -> list[str]:
        if file in self.lacks:
            return ["200 result=-1 endpos=0"]
        self.rounds[-1].append(file)
        key, _, during = self._next.partition("@")
        if during and len(self.rounds[-1]) > int(during):
            return self._presses(key, offered)
        if self._next == HANGS_UP and int(wait_ms) > 1:
            self.ended = HANGS_UP
            return ["200 result=-1 endpos=12160", "HANGUP"]
        return self._waits(offered) if int(wait_ms) > 1 else ["200 result=0 endpos=24000"]

    def _waits(self, offered: str) -> list[str]:
        if self._next == HANGS_UP_WAITING:
            self.ended = HANGS_UP
            return ["200 result=0 endpos=24000", "HANGUP"]
        if self._next in ALONE or "@" in self._next:
            return self._presses(self._next.partition("@")[0], offered)
        key = self.resolve(self._next, self.rounds[-1])
        return self._presses(key or MORE, offered, stays=key is None)

    def _presses(self, key: str, offered: str, *, stays: bool = False) -> list[str]:
        self._next = self._next if stays else next(self._script, HANGS_UP)
        self.pressed.append(key)
        self.rounds.append([])
        code = ord(key) if key and key in offered else 0
        return [f"200 result={code} endpos=24000"]
