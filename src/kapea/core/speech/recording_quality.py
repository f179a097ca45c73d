"""What a recording must be like to be kept, said so that whoever recorded it can mend it.

The limits are ours: wide enough for a quiet room and a telephone, narrow enough that nobody is startled or
has to guess.
"""

from __future__ import annotations

import msgspec

LEAST_RATE = 16_000
"""Samples a second: below it, s and f sound alike."""
QUIETEST, LOUDEST = -30.0, -12.0
"""Loudness in LUFS (EBU R 128). What is kept is brought to `TARGET`."""
TARGET = -19.0
HIGHEST_PEAK = -1.0
"""Decibels below full scale that a kept recording stays."""
MOST_CLIPPED = 3
"""Times that the sound may run against its ceiling."""
MOST_SILENCE = 1.5
"""Seconds before the first word, or after the last."""
LEAST_SOUND = 0.2
"""Seconds of sound below which nothing was said."""
LONGEST = 60.0
MOST_CHANNELS = 2
SHORTER, LONGER = 0.4, 2.5
"""A recording may take so much of the time its words are expected to take, and `SLACK` seconds besides."""
SLACK = 1.5


class Recording(msgspec.Struct, frozen=True):
    """A recording as measured. Seconds; `loudness` in LUFS, None where nothing is heard; `clipped` counts the
    times it ran against its ceiling; `before` and `after` are silences at its ends.
    """

    channels: int
    rate: int
    seconds: float
    before: float
    after: float
    loudness: float | None
    clipped: int

    @property
    def spoken(self) -> float:
        return max(0.0, self.seconds - self.before - self.after)


class Fault(msgspec.Struct, frozen=True):
    """Why a recording is refused, and what to do."""

    says: str
    mend: str


def faults(take: Recording, expected: float) -> list[Fault]:
    """Everything wrong with a recording of words that take about `expected` seconds; empty: it is good."""
    if take.seconds <= 0:
        return [Fault("it is empty", "record it again, and listen to it once")]
    if take.loudness is None or take.spoken < LEAST_SOUND:
        return [Fault("nothing is heard in it", "see that the microphone is on, and record it again")]
    return [*_made(take), *_heard(take), *_long(take, expected)]


def _made(take: Recording) -> list[Fault]:
    out = []
    if take.channels > MOST_CHANNELS:
        says = f"it has {take.channels} channels"
        out.append(Fault(says, "save it as mono or stereo"))
    if take.rate < LEAST_RATE:
        says = f"it has {take.rate:,} samples a second; at least {LEAST_RATE:,} are needed"
        out.append(Fault(says, "set the recorder to 44,100 or 48,000 (Hz) and record it again"))
    return out


def _heard(take: Recording) -> list[Fault]:
    out, loudness = [], take.loudness or 0.0
    window = f"{QUIETEST:.0f} to {LOUDEST:.0f} LUFS"
    if loudness < QUIETEST:
        mend = "come closer to the microphone, a hand's width, and record it again"
        out.append(Fault(f"it is too quiet: {loudness:.1f} LUFS; good is {window}", mend))
    if loudness > LOUDEST:
        mend = "go further from the microphone, or turn its level down, and record it again"
        out.append(Fault(f"it is too loud: {loudness:.1f} LUFS; good is {window}", mend))
    if take.clipped > MOST_CLIPPED:
        says = f"it is overdriven: it runs against the ceiling {take.clipped} times"
        out.append(Fault(says, "turn the level down and record it again; making it quieter does not mend it"))
    return out


def _long(take: Recording, expected: float) -> list[Fault]:
    out = []
    ends = (("before the first word", take.before), ("after the last word", take.after))
    for where, silence in ends:
        if silence > MOST_SILENCE:
            says = f"{silence:.1f} seconds of silence {where}; at most {MOST_SILENCE} are good"
            out.append(Fault(says, "cut the silence off, and leave half a second"))
    least, most = expected * SHORTER - SLACK, expected * LONGER + SLACK
    if not least <= take.spoken <= min(most, LONGEST):
        says = f"it speaks for {take.spoken:.1f} seconds; its words take about {expected:.1f}"
        out.append(Fault(says, "see that it says these words, whole and nothing else, in a calm pace"))
    return out


def gain(loudness: float, peak: float) -> float:
    """Decibels to add so that a recording is as loud as all others, and no peak goes too high."""
    return min(TARGET - loudness, HIGHEST_PEAK - peak)
