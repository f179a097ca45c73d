"""Opening a sound file and measuring it. What comes in is only ever turned into samples; no tag is read."""

from __future__ import annotations

import hashlib
import json
import math
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.filter import loudnorm
from numpy.typing import NDArray

from kapea.core.speech.recording_quality import LONGEST, Recording

Samples = NDArray[np.float32]
"""-1 to 1; by channel, then by time, or of one channel."""
ENDINGS = (".wav", ".flac", ".mp3", ".ogg")
MOST_BYTES = 40_000_000
TOO_LONG = LONGEST * 3
"""Seconds after which a file is read no further: it is no recording of a sentence."""
RATE = 48_000
CEILING = 0.985
RUN = 3
"""So many samples in a row at the ceiling are one time that the sound ran against it."""
WINDOW_SECONDS = 0.02
BELOW_LOUDEST, FLOOR = 32.0, -60.0
"""A window is silent so many decibels below the loudest one, or below this."""
SMALLEST = 1e-9


class NoSound(ValueError):
    """A file that cannot be opened as sound; the message says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Samples by channel at the rate they came with, and mixed to one channel at 48 kHz."""

    channels: Samples
    rate: int
    mono: Samples

    @property
    def digest(self) -> str:
        """What tells this sound from others, whatever file it comes in."""
        return hashlib.sha256(whole(self.mono).tobytes()).hexdigest()[:32]


def open_file(path: Path) -> Opened:
    """Raises NoSound."""
    if path.suffix.casefold() not in ENDINGS:
        raise NoSound(f"it is none of {', '.join(ENDINGS)}")
    size = path.stat().st_size
    if not size:
        raise NoSound("it is empty")
    if size > MOST_BYTES:
        raise NoSound(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        channels, rate = _decoded(path)
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise NoSound("it does not open as sound; it may be cut off, or of another kind") from error
    return Opened(channels, rate, resampled(channels.mean(axis=0), rate, RATE))


def _decoded(path: Path) -> tuple[Samples, int]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        rate, parts, seconds = stream.rate, [np.zeros((stream.channels, 0), np.float32)], 0.0
        resampler = AudioResampler(format="fltp", layout=stream.layout, rate=rate)
        for frame in container.decode(stream):
            parts += [part.to_ndarray().astype(np.float32) for part in resampler.resample(frame)]
            seconds += frame.samples / rate
            if seconds > TOO_LONG:
                break
        parts += [part.to_ndarray().astype(np.float32) for part in resampler.resample(None)]
    return np.concatenate(parts, axis=1), rate


def resampled(mono: Samples, old: int, new: int) -> Samples:
    """One channel at another rate."""
    if old == new or not mono.size:
        return mono.astype(np.float32)
    frame = av.AudioFrame.from_ndarray(mono.reshape(1, -1).astype(np.float32), format="fltp", layout="mono")
    frame.sample_rate = old
    resampler = AudioResampler(format="fltp", layout="mono", rate=new)
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray()[0] for part in parts]).astype(np.float32)


def whole(mono: Samples) -> NDArray[np.int16]:
    """Samples as whole numbers of 16 bits."""
    numbers: NDArray[np.int16] = (np.clip(mono, -1, 1) * 32767).astype("<i2")
    return numbers


# --- measures -----------------------------------------------------------------------------


def measure_sound(opened: Opened) -> Recording:
    """A recording in the numbers that decide whether it is kept."""
    before, after = _silences(opened.mono)
    return Recording(
        channels=opened.channels.shape[0],
        rate=opened.rate,
        seconds=round(opened.mono.size / RATE, 2),
        before=before,
        after=after,
        loudness=loudness(opened.mono),
        clipped=_clipped(opened.channels),
    )


def loudness(mono: Samples) -> float | None:
    """Integrated loudness in LUFS, by the program's own EBU R 128 meter; None where nothing is heard.

    What is shorter than the meter's block of 0.4 s is measured as if it were said again and again.
    """
    if not mono.size:
        return None
    heard = np.tile(mono, math.ceil(RATE / mono.size)) if mono.size < RATE else mono
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        _write_wav(Path(file.name), heard)
        container = av.open(file.name)
        told = loudnorm.stats("i=-23.0:lra=7.0:tp=-2.0", container.streams.audio[0])
    value = float(json.loads(told)["input_i"])
    return round(value, 1) if math.isfinite(value) and value > -70 else None


def peak(mono: Samples) -> float:
    """Decibels of the highest sample below full scale."""
    highest = float(np.abs(mono).max()) if mono.size else 0.0
    return 20 * math.log10(max(highest, SMALLEST))


def _write_wav(path: Path, mono: Samples) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(whole(mono).tobytes())


def _clipped(channels: Samples) -> int:
    return sum(_runs(channel) for channel in channels)


def _runs(channel: Samples) -> int:
    """How often a channel stays at its ceiling, upper or lower."""
    times = 0
    for high in (channel >= CEILING, channel <= -CEILING):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], high.astype(np.int8), [0]))))
        times += int(np.count_nonzero(edges[1::2] - edges[::2] >= RUN))
    return times


def _silences(mono: Samples) -> tuple[float, float]:
    """Seconds of silence before and after what is heard."""
    size = int(RATE * WINDOW_SECONDS)
    count = mono.size // size
    if not count:
        return 0.0, 0.0
    windows = mono[: count * size].reshape(count, size).astype(np.float64)
    level = 10 * np.log10(np.maximum((windows**2).mean(axis=1), SMALLEST))
    heard = np.flatnonzero((level > level.max() - BELOW_LOUDEST) & (level > FLOOR))
    if not heard.size:
        return round(mono.size / RATE, 2), 0.0
    first, last = int(heard[0]), int(heard[-1])
    return round(first * WINDOW_SECONDS, 2), round((count - 1 - last) * WINDOW_SECONDS, 2)
