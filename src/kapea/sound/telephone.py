"""Prompts as a telephone switch plays them: .wav of 8,000 samples a second, and .sln16 for those with better
lines.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from kapea.core.speech.recording_quality import gain
from kapea.sound.measure import RATE, Samples, loudness, peak, resampled, whole

PHONE_RATE, WIDE_RATE = 8_000, 16_000
"""Samples a second."""


def write_prompt(mono: Samples, path: Path, *, wide: bool = False) -> None:
    """Speech at 48 kHz as a .wav, whole or not at all, at the loudness that all recordings have; `wide`: also
    the .sln16 beside it, which a switch prefers where the line carries it.
    """
    level = (mono * 10 ** (gain(loudness(mono) or 0.0, peak(mono)) / 20)).astype(np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    if wide:
        _put(path.with_suffix(".sln16"), whole(resampled(level, RATE, WIDE_RATE)).tobytes())
    part = path.with_name(path.name + ".part")
    with wave.open(str(part), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(PHONE_RATE)
        out.writeframes(whole(resampled(level, RATE, PHONE_RATE)).tobytes())
    part.replace(path)


def write_silence(path: Path, seconds: float) -> None:
    """So many seconds in which nothing is heard."""
    write_prompt(np.zeros(int(RATE * seconds), np.float32), path)


def _put(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
