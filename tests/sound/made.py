"""Sounds made for tests: noise in the rhythm of speech, written as any kind of file."""

from __future__ import annotations

from pathlib import Path

import av
import msgspec
import numpy as np

from kapea.core.pack.model import Recorded
from kapea.core.pack.stored import with_hash
from kapea.sound import encode

CODECS = {".wav": "pcm_s16le", ".flac": "flac", ".mp3": "libmp3lame", ".ogg": "libopus"}
RATE = 48_000


def speech(seconds: float, *, seed: int = 1, peak: float = 0.4, rate: int = RATE, ends: float = 0.3):
    """One channel of something with the rhythm of speech, with a little silence at both ends."""
    chance = np.random.default_rng(seed)
    time = np.arange(int(seconds * rate)) / rate
    body = chance.normal(0, 1, time.size) * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * time + seed))
    body = np.convolve(body, np.ones(24) / 24, "same")
    body = body / np.abs(body).max() * peak
    quiet = np.zeros(int(ends * rate))
    return np.concatenate([quiet, body, quiet]).astype(np.float32)


def silence(seconds: float, rate: int = RATE):
    return np.zeros(int(seconds * rate), np.float32)


def write(path: Path, samples, *, rate: int = RATE, channels: int = 1, **tags: str) -> Path:
    """A sound file of the kind its name says; each channel says the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    layout = {1: "mono", 2: "stereo", 3: "2.1"}[channels]
    with av.open(str(path), "w") as container:
        container.metadata.update(tags)
        stream = container.add_stream(CODECS[path.suffix], rate=rate, layout=layout)
        numbers = (np.clip(samples, -1, 1) * 32767).astype("<i2")
        packed = np.repeat(numbers, channels).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate
        size = stream.codec_context.frame_size or 1024
        form = stream.codec_context.format.name
        shaped = av.AudioResampler(format=form, layout=layout, rate=rate, frame_size=size)
        for part in [*shaped.resample(frame), *shaped.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return path


def heard(release, home: Path, **texts: dict[str, bool]):
    """A release in which texts can be heard, and their files under `home`: language to text to whether a
    computer speaks.
    """
    sound = encode.encode_sound(speech(2), -20.0)
    opus, mp3 = encode.name_of(sound.opus), encode.name_of(sound.mp3)
    (home / "media").mkdir(parents=True, exist_ok=True)
    (home / "media" / f"{opus}.opus").write_bytes(sound.opus)
    (home / "media" / f"{mp3}.mp3").write_bytes(sound.mp3)
    media = {
        language: {id: Recorded(opus, mp3, sound.seconds, computer) for id, computer in each.items()}
        for language, each in texts.items()
    }
    return with_hash(msgspec.structs.replace(release, media=media))
