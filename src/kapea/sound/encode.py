"""From samples to the two files that browsers are given: small, of one loudness, saying nothing about where
they come from.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import av
import numpy as np
from av.audio.stream import AudioStream

from kapea.core.speech.recording_quality import gain
from kapea.sound.measure import RATE, Samples, peak, resampled, whole

OPUS_BITS, MP3_BITS = 15_000, 16_000
"""Bits a second; with its container, the Opus is a little under 17,000 for short sentences."""
MP3_RATE = 16_000
"""Samples a second of the MP3: at 16 kbit/s it has no room for more."""
BARE = {"fflags": "+bitexact"}
"""No name of a program, no date, no chance: the same samples give the same bytes."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The two files of a recording, how loud (LUFS) and how long (seconds) they are."""

    opus: bytes
    mp3: bytes
    loudness: float
    seconds: float


def encode_sound(mono: Samples, loud: float) -> Encoded:
    """Speech at 48 kHz of a loudness (LUFS) as Opus and as MP3: one channel, about 16 kbit/s, and brought to
    the loudness that all have.
    """
    added = gain(loud, peak(mono))
    level = (mono * 10 ** (added / 20)).astype(np.float32)
    return Encoded(
        opus=_file(level, "ogg", "libopus", RATE, OPUS_BITS, {"application": "voip"}),
        mp3=_file(resampled(level, RATE, MP3_RATE), "mp3", "libmp3lame", MP3_RATE, MP3_BITS, {}),
        loudness=round(loud + added, 1),
        seconds=round(mono.size / RATE, 1),
    )


def name_of(data: bytes) -> str:
    """The name of a file's bytes."""
    return hashlib.sha256(data).hexdigest()[:32]


def _file(mono: Samples, kind: str, codec: str, rate: int, bits: int, options: dict[str, str]) -> bytes:
    out = io.BytesIO()
    extra = {"id3v2_version": "0"} if kind == "mp3" else {}
    with av.open(out, "w", format=kind, options={**BARE, **extra}) as container:
        stream = container.add_stream(
            codec, rate=rate, layout="mono", options={**options, "flags": "+bitexact"}
        )
        assert isinstance(stream, AudioStream)
        stream.bit_rate = bits
        frame = av.AudioFrame.from_ndarray(whole(mono).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        for part in _fitting(frame, stream, rate):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return out.getvalue()


def _fitting(frame: av.AudioFrame, stream: AudioStream, rate: int) -> list[av.AudioFrame]:
    """The frame in the format of the encoder, and cut to the pieces that it takes."""
    size = stream.codec_context.frame_size or rate // 50
    resampler = av.AudioResampler(
        format=stream.codec_context.format.name, layout="mono", rate=rate, frame_size=size
    )
    return [*resampler.resample(frame), *resampler.resample(None)]
