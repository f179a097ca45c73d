"""What a sound file is found to be, and what is kept of it."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from tests.sound.made import RATE, silence, speech, write

from kapea.core.speech.recording_quality import TARGET
from kapea.sound import encode, measure, synthetic_voice
from kapea.sound.measure import NoSound, measure_sound, open_file


@pytest.mark.parametrize("kind", [".wav", ".flac", ".mp3", ".ogg"])
@pytest.mark.parametrize(("channels", "rate"), [(1, 44_100), (2, 48_000)])
def test_every_kind_of_file_opens(tmp_path, kind, channels, rate):
    rate = 48_000 if kind == ".ogg" else rate  # Opus, in there, knows no other
    path = write(tmp_path / f"a{kind}", speech(2, rate=rate), rate=rate, channels=channels)
    take = measure_sound(open_file(path))
    assert (take.channels, take.rate) == (channels, rate)
    assert take.seconds == pytest.approx(2.6, abs=0.15)
    assert take.clipped == 0


def test_loudness_is_that_of_the_standard(tmp_path):
    """EBU R 128: a sine of 997 Hz at full scale in one channel has -3 LUFS."""
    time = np.arange(RATE * 3) / RATE
    tone = (10 ** (-18 / 20) * np.sin(2 * np.pi * 997 * time)).astype(np.float32)
    for each in (tone, tone[: RATE // 5]):
        assert measure.loudness(each) == pytest.approx(-21, abs=0.3)
    path = write(tmp_path / "both.wav", tone, channels=2)
    assert measure_sound(open_file(path)).loudness == pytest.approx(-21, abs=0.3)


def test_silence_at_the_ends_is_measured(tmp_path):
    sound = np.concatenate([silence(2), speech(1, ends=0), silence(3)])
    take = measure_sound(open_file(write(tmp_path / "a.wav", sound)))
    assert (take.before, take.after) == pytest.approx((2, 3), abs=0.1)
    assert take.spoken == pytest.approx(1, abs=0.2)


def test_what_runs_against_its_ceiling_is_counted(tmp_path):
    loud = np.clip(speech(2) * 8, -1, 1)
    assert measure_sound(open_file(write(tmp_path / "a.wav", loud))).clipped > 100


def test_nothing_heard_has_no_loudness(tmp_path):
    take = measure_sound(open_file(write(tmp_path / "a.wav", silence(2))))
    assert take.loudness is None
    assert take.spoken == 0


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.wav", b"", "empty"),
        ("a.wav", b"RIFF....not a sound at all", "does not open"),
        ("a.mp3", b"just words", "does not open"),
        ("a.m4a", b"anything", "none of"),
    ],
)
def test_what_is_no_sound_is_told_so(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(NoSound, match=says):
        open_file(tmp_path / name)


def test_a_file_that_is_cut_off_is_not_taken_for_whole(tmp_path):
    whole = write(tmp_path / "a.flac", speech(3)).read_bytes()
    (tmp_path / "b.flac").write_bytes(whole[:200])
    with pytest.raises(NoSound):
        open_file(tmp_path / "b.flac")


def test_one_sound_is_the_same_in_two_kinds_of_file(tmp_path):
    sound = speech(1)
    wav, flac = (open_file(write(tmp_path / name, sound)) for name in ("a.wav", "a.flac"))
    assert wav.digest == flac.digest
    assert wav.digest != open_file(write(tmp_path / "b.wav", speech(1, seed=2))).digest


class TestKeeping:
    def test_the_files_are_small_and_open(self, tmp_path):
        made = encode.encode_sound(speech(6), -20.0)
        for data, rate in ((made.opus, 48_000), (made.mp3, 16_000)):
            with av.open(io.BytesIO(data)) as container:
                stream = container.streams.audio[0]
                assert (stream.channels, stream.rate) == (1, rate)
                assert sum(f.samples for f in container.decode(stream)) / rate == pytest.approx(6.6, abs=0.2)
            assert 8 * len(data) / 6.6 < 17_500

    def test_they_are_of_one_loudness_and_never_too_high(self):
        for high in (0.05, 0.2, 0.9):
            sound = speech(3, peak=high)
            made = encode.encode_sound(sound, measure.loudness(sound))
            assert made.loudness <= TARGET + 0.1
            with av.open(io.BytesIO(made.opus)) as container:
                back = np.concatenate([f.to_ndarray()[0] for f in container.decode(audio=0)])
            assert measure.loudness(back.astype(np.float32)) == pytest.approx(made.loudness, abs=1)

    def test_nothing_is_left_of_where_it_came_from(self, tmp_path):
        path = write(tmp_path / "a.mp3", speech(2), title="Sok Dara at home", artist="Sok Dara")
        with av.open(str(path)) as container:
            assert container.metadata["artist"] == "Sok Dara"
        made = encode.encode_sound(open_file(path).mono, -20.0)
        for data in (made.opus, made.mp3):
            assert b"Sok" not in data
            with av.open(io.BytesIO(data)) as container:
                assert not container.metadata
                assert not container.streams.audio[0].metadata

    def test_the_same_samples_give_the_same_bytes(self):
        assert encode.encode_sound(speech(1), -20.0) == encode.encode_sound(speech(1), -20.0)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "You did nothing wrong."), ("sw", "Hukufanya kosa lolote."), ("ne", "तिम्रो गल्ती होइन।")],
)
def test_a_computer_speaks(language, words):
    take = measure_sound(synthetic_voice.speak(words, language))
    assert take.loudness is not None
    assert 0.8 < take.spoken < 5


def test_there_is_no_computer_voice_for_khmer():
    with pytest.raises(synthetic_voice.Mute, match="does not speak"):
        synthetic_voice.speak("សួស្តី", "km")
