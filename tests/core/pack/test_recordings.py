"""Which recordings are of the words as they are now; what a recording must be like; names of files."""

from __future__ import annotations

import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import files

from kapea.core.languages.speech import speech_seconds
from kapea.core.pack.build import build
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.recording_index import IndexedRecording, index_path, indexes, write_index
from kapea.core.pack.problem import Findings
from kapea.core.speech.recording_quality import (
    HIGHEST_PEAK,
    LOUDEST,
    QUIETEST,
    TARGET,
    Recording,
    faults,
    gain,
)
from kapea.core.speech.speech_script import (
    by_file_name,
    file_name,
    is_sayable,
    spoken_words,
    words_digest,
)

GOOD = Recording(channels=1, rate=48_000, seconds=4.0, before=0.3, after=0.3, loudness=-20.0, clipped=0)
OPUS, MP3 = "0" * 32, "f" * 32


def kept(words: str, **changed) -> IndexedRecording:
    fields = {"voice": "calm", "on": "2026-11-24", "words": words_digest(words), "sound": "5" * 32}
    numbers = {"opus": OPUS, "mp3": MP3, "loudness": -19.2, "seconds": 2.0}
    return IndexedRecording(**{**fields, **numbers, **changed})


def with_index(language: str, index: dict[str, IndexedRecording], *changes, pack: str = "small"):
    return build(files(*changes) | {f"{pack}/{index_path(language)}": write_index(index)}, "small")


class TestSpoken:
    def test_the_spoken_form_is_said_and_break_marks_are_not(self):
        texts = {"a": "Call 1280.", "a~spoken": "Call one two eight zero.", "b": "ការ​ជួយ  ឥឡូវ"}
        assert spoken_words(texts, "a") == "Call one two eight zero."
        assert spoken_words(texts, "b") == "ការជួយ ឥឡូវ"

    def test_what_is_filled_in_cannot_be_recorded(self):
        assert is_sayable("Call now.")
        assert not is_sayable("Send it to {number}")
        assert not is_sayable("")

    def test_longer_words_take_longer(self):
        assert speech_seconds("Call now.", "en") < speech_seconds(
            "Call now. They are kind, and they answer.", "en"
        )
        assert speech_seconds("No", "en") > 0

    @pytest.mark.parametrize("pack", ["cambodia", "kenya", "nepal", "philippines"])
    def test_every_text_has_a_file_name_of_its_own_that_any_system_takes(self, pack):
        from tests.conftest import built

        ids = [id for id in built(pack).release.texts["en"] if "~" not in id]
        allowed = set(string.ascii_letters + string.digits + ".-_=@+")
        assert {c for id in ids for c in file_name(id)} <= allowed
        assert sorted(by_file_name(ids).values()) == sorted(ids)


class TestIndex:
    def test_a_recording_of_the_words_is_heard(self):
        made = with_index("en", {"help.machine": kept("I am a machine, not a person.")})
        assert made.ok
        assert made.release.recorded("help.machine", "en").opus == OPUS
        assert made.release.recorded("help.machine", "km") is None
        assert not [p for p in made.problems if p.code == "K15"]

    def test_one_of_other_words_is_not_and_is_named(self):
        index = {"help.machine": kept("I am a machine, not a person.")}
        made = with_index("en", index, ("journeys/help.yaml", "I am a machine, not", "I am a program, not"))
        assert made.release.media == {}
        [said] = [p for p in made.problems if p.code == "K15"]
        assert said.severity == "warning"
        assert "help.machine" in said.mend

    def test_a_changed_spoken_form_makes_it_stale_too(self):
        change = ("journeys/help.yaml", "ok: They answered", "ok: {say: They answered, spoken: They spoke}")
        index = {"help.ok": kept("They answered")}
        assert with_index("en", index).release.media
        assert not with_index("en", index, change).release.media
        assert with_index("en", {"help.ok": kept("They spoke")}, change).release.media

    def test_recordings_change_the_name_of_a_release(self):
        plain = build(files(), "small").release
        made = with_index("en", {"help.machine": kept("I am a machine, not a person.")}).release
        assert plain.hash != made.hash

    def test_a_release_without_any_is_as_before(self):
        assert build(files(), "small").release.media == {}

    def test_of_two_packs_the_nearer_counts_unless_only_the_other_fits(self):
        upper, lower = kept("Call now.", opus="1" * 32), kept("Call now.", opus="2" * 32)
        for near, wanted in ((upper, "1" * 32), (kept("Go away.", opus="3" * 32), "2" * 32)):
            layers = Layers(
                {
                    "a/media/en/index.yaml": write_index({"t": lower}),
                    "b/media/en/index.yaml": write_index({"t": near}),
                },
                ["a", "b"],
            )
            from kapea.core.pack.parse.recording_index import recordings_by_language

            assert (
                recordings_by_language(layers, {"en": {"t": "Call now."}}, Findings())["en"]["t"].opus
                == wanted
            )

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (f'"{OPUS}"', '"../../secret"'),
            ("seconds: 2.0", "seconds: long"),
            ('voice: "calm", ', ""),
            ("placeholder: false", "placeholder: maybe"),
            ("recordings:", "recording:"),
            ("2026-11-24", "yesterday"),
        ],
    )
    def test_an_index_that_does_not_read_is_refused(self, old, new):
        data = write_index({"help.machine": kept("I am a machine, not a person.")}).decode()
        assert old in data
        made = build(files() | {"small/media/en/index.yaml": data.replace(old, new).encode()}, "small")
        assert not made.ok
        assert made.problems[0].place.file == "small/media/en/index.yaml"

    @given(
        st.dictionaries(
            st.text(string.ascii_letters + "./ =-", min_size=1, max_size=20),
            st.builds(
                IndexedRecording,
                voice=st.text(min_size=1, max_size=20).filter(lambda v: v.isprintable() and v == v.strip()),
                on=st.dates().map(str),
                words=st.text("0123456789abcdef", min_size=16, max_size=16),
                sound=st.text("0123456789abcdef", min_size=32, max_size=32),
                opus=st.text("0123456789abcdef", min_size=32, max_size=32),
                mp3=st.text("0123456789abcdef", min_size=32, max_size=32),
                loudness=st.floats(-30, -12).map(lambda n: round(n, 1)),
                seconds=st.floats(0, 60).map(lambda n: round(n, 1)),
                placeholder=st.booleans(),
            ),
            max_size=4,
        )
    )
    def test_what_is_written_reads_back(self, index):
        found = Findings()
        layers = Layers({"p/media/en/index.yaml": write_index(index)}, ["p"])
        [back] = indexes(layers, "en", found)
        assert found.problems == []
        assert {id: normal(each) for id, each in back.items()} == {
            id: normal(each) for id, each in index.items()
        }


def normal(each: IndexedRecording) -> dict:
    import unicodedata

    return {**msgspec.structs.asdict(each), "voice": unicodedata.normalize("NFC", each.voice)}


class TestTakes:
    def test_a_good_one_has_no_fault(self):
        assert faults(GOOD, expected=3.0) == []

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"seconds": 0.0}, "empty"),
            ({"loudness": None}, "nothing is heard"),
            ({"before": 2.0, "after": 1.95}, "nothing is heard"),
            ({"channels": 6}, "6 channels"),
            ({"rate": 8_000}, "8,000 samples"),
            ({"loudness": -41.0}, "too quiet"),
            ({"loudness": -5.0}, "too loud"),
            ({"clipped": 30}, "overdriven"),
            ({"seconds": 6.0, "before": 2.5}, "before the first word"),
            ({"seconds": 6.0, "after": 2.5}, "after the last word"),
            ({"seconds": 20.0}, "speaks for 19.4 seconds"),
        ],
    )
    def test_each_fault_is_said_with_how_to_mend_it(self, changed, says):
        found = faults(msgspec.structs.replace(GOOD, **changed), expected=3.0)
        assert len(found) == 1
        assert says in found[0].says
        assert found[0].mend

    def test_one_that_says_less_than_its_words_is_too_short(self):
        [found] = faults(msgspec.structs.replace(GOOD, seconds=1.6), expected=9.0)
        assert "its words take about 9.0" in found.says

    def test_several_faults_are_all_said(self):
        assert len(faults(msgspec.structs.replace(GOOD, rate=8_000, loudness=-50.0, before=2.0), 3.0)) == 3

    @given(st.floats(QUIETEST, LOUDEST), st.floats(-40, 0))
    def test_what_is_added_never_makes_it_too_loud_or_too_high(self, loudness, peak):
        added = gain(loudness, peak)
        assert loudness + added <= TARGET + 1e-9
        assert peak + added <= HIGHEST_PEAK + 1e-9
