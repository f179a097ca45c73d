"""A recording that is good at its limits is never refused, and none is kept that is longer than its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kapea.core.speech.recording_quality import (
    LEAST_RATE,
    LONGEST,
    LOUDEST,
    MOST_CLIPPED,
    MOST_SILENCE,
    QUIETEST,
    Recording,
    faults,
)

GOOD = Recording(channels=1, rate=44_100, seconds=5.0, before=0.5, after=0.5, loudness=-20.0, clipped=0)
EXPECTED = 4.0


def test_a_recording_at_all_its_limits_is_good():
    for edge in (
        replace(GOOD, loudness=QUIETEST),
        replace(GOOD, loudness=LOUDEST),
        replace(GOOD, clipped=MOST_CLIPPED, rate=LEAST_RATE, channels=2),
        replace(GOOD, before=MOST_SILENCE, after=MOST_SILENCE, seconds=4.0 + 2 * MOST_SILENCE),
    ):
        assert faults(edge, EXPECTED) == []


@given(st.floats(0.4, 30.0))
def test_words_said_in_the_time_they_take_are_never_too_short_or_too_long(expected):
    said = replace(GOOD, seconds=expected + 1.0)
    assert faults(said, expected) == []


@given(st.floats(0.0, 100.0))
def test_nothing_longer_than_a_minute_is_kept_whatever_its_words(expected):
    assert faults(replace(GOOD, seconds=LONGEST + 2.0), expected)


@given(st.floats(0.0, 20.0), st.floats(0.0, 20.0), st.floats(0.0, 20.0))
def test_time_that_is_spoken_is_never_less_than_none(seconds, before, after):
    assert replace(GOOD, seconds=seconds, before=before, after=after).spoken >= 0
