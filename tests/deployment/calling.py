"""Telephones on loopback: a switch that stands in for Asterisk, and those who call it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import wave
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tests.run import ROOT
from tests.server import free_port, until

SECONDS = 300
"""After this something hangs; a busy machine never needs as long."""
PHONE_RATE = 8000
PIECE_SECONDS, SLACK_SECONDS, QUIET = 0.4, 0.3, 200
"""A prompt is held against what was heard piece by piece, where it should be or a little off; no pauses."""


class Spoken:
    """A program that says what happens, one JSON object in a line; ended when its input is closed."""

    def __init__(self, *words: str, env: dict[str, str]) -> None:
        self.told: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=env,
            cwd=ROOT,
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):  # PJSIP says a line of its own before it can be told not to
                self.told.append(json.loads(line))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ends()

    def says(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def waits_for(self, *, after: int = 0, **what: object) -> int:
        """Waits until it is told, not counting what was told before; its place."""
        found: list[int] = []

        def there() -> bool:
            assert self._process.poll() is None or self._thread.is_alive(), self.error()
            found[:] = [n for n, each in enumerate(self.told[after:], after) if what.items() <= each.items()]
            return bool(found)

        until(there, within=SECONDS, what=lambda: f"{what} was not told, but {self.told[after:]}")
        return found[0]

    def error(self) -> str:
        assert self._process.stderr is not None
        return self._process.stderr.read()

    def ends(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            ended = self._process.wait(SECONDS)
            assert ended == 0, f"ended with {ended}: {self.error()}"
        finally:
            self._process.kill()
            self._thread.join(SECONDS)
            for pipe in (self._process.stdout, self._process.stderr):
                assert pipe is not None
                pipe.close()


class TestSwitch(Spoken):
    """A switch that brings every call to a FastAGI server."""

    __test__ = False

    def __init__(self, agi_port: int, sounds: Path, env: dict[str, str]) -> None:
        self.port = free_port()
        module = "tests.channels.voice.sip.switch"
        super().__init__("-m", module, str(self.port), str(agi_port), str(sounds), env=env)

    def played(self, after: int = 0) -> list[str]:
        """The files that were played, by the last part of their names."""
        return [each["plays"].rpartition("/")[2] for each in self.told[after:] if "plays" in each]


class TestCaller(Spoken):
    """Somebody who calls the switch, and whose ear is kept."""

    __test__ = False

    def __init__(self, switch: TestSwitch, number: str, heard: Path, env: dict[str, str]) -> None:
        self._file = heard
        module = "tests.channels.voice.sip.caller"
        super().__init__("-m", module, str(switch.port), number, str(heard), env=env)

    def hangs_up(self) -> NDArray[np.float64]:
        """Ends the call; all that was heard in it."""
        self.says("hang up")
        self.waits_for(up=False)
        self._process.wait(SECONDS)
        return samples(self._file)


def samples(path: Path) -> NDArray[np.float64]:
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (PHONE_RATE, 1)
        return np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype(np.float64)


def likeness(heard: NDArray[np.float64], prompt: NDArray[np.float64]) -> tuple[float, float]:
    """How much of what was heard is a prompt, 0 to 1, and from which second on. By its syllables: a telephone
    line that runs late leaves a few milliseconds out, or says them twice.
    """
    _, at = correlation(heard, prompt)
    size, slack, found = int(PIECE_SECONDS * PHONE_RATE), int(SLACK_SECONDS * PHONE_RATE), []
    for start in range(0, prompt.size - size, size):
        piece, near = prompt[start : start + size], max(0, at + start - slack)
        if np.sqrt((piece**2).mean()) > QUIET:
            found.append(correlation(heard[near : at + start + size + slack], piece)[0])
    return float(np.median(found)), at / PHONE_RATE


def correlation(heard: NDArray[np.float64], sought: NDArray[np.float64]) -> tuple[float, int]:
    """The best normalised cross-correlation of a stretch with a sound, and the sample where that begins."""
    size = 1 << (heard.size + sought.size).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(sought, size))
    dots = np.fft.irfft(spectrum, size)[: max(1, heard.size - sought.size)]
    energy = np.concatenate(([0.0], np.cumsum(heard**2), np.full(sought.size, (heard**2).sum())))
    stretch = energy[sought.size : sought.size + dots.size] - energy[: dots.size]
    norms = np.sqrt(np.maximum(stretch, 1.0)) * np.linalg.norm(sought)
    best = int(np.argmax(dots / norms))
    return float(dots[best] / norms[best]), best
