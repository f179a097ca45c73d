"""The recording sheet, and taking recordings in: each kind of bad file is refused with its reason."""

from __future__ import annotations

import csv
import io
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from tests.cli import running
from tests.core.checker.small_pack import files
from tests.core.checker.test_recordings import case
from tests.sound.made import silence, speech, write

from kapea.content.folder import build_folder, shipped
from kapea.core.checker import needed_recordings
from kapea.core.speech.speech_script import file_name

SAID = "gone: This page is closed.\n"
SAYS_SO = ("words.yaml", SAID, SAID)


run = partial(running.run, "recordings")


def put(folder: Path, *changes) -> Path:
    """The small pack as a folder."""
    for name, data in files(SAYS_SO, *changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "small"


@pytest.fixture
def pack(tmp_path) -> Path:
    return put(tmp_path / "packs")


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "sound").mkdir()
    return tmp_path / "sound"


def take_in(pack: Path, folder: Path, language: str = "en"):
    return run("import", str(pack), str(folder), "--language", language, "--voice", "woman, calm")


def sheet(pack: Path, language: str = "en") -> list[dict[str, str]]:
    told = run("sheet", str(pack), "--language", language)
    assert told.exit_code == 0, told.output
    return list(csv.DictReader(io.StringIO(told.output)))


def listed(pack: Path) -> dict[str, str]:
    return {row["file"].removesuffix(".wav"): row["why"] for row in sheet(pack)}


class TestSheet:
    def test_it_names_file_words_and_whom_they_are_for(self, pack):
        rows = {row["file"]: row for row in sheet(pack, "km")}
        row = rows["S01.child.first.wav"]
        assert row["spoken to"] == "child"
        assert row["say this"] == build_folder(pack).release.texts["km"]["S01.child.first"].replace("​", "")
        assert row["in English"] == "You did nothing wrong."
        assert float(row["about seconds"]) > 0
        assert next(r["urgency"] for r in rows.values()) == "red"

    def test_files_for_a_table_program_and_to_print(self, pack, tmp_path):
        for name, begins in (("a.csv", b"\xef\xbb\xbfnumber,"), ("a.html", b"<!doctype html>")):
            told = run("sheet", str(pack), "--language", "km", "-o", str(tmp_path / name))
            assert told.exit_code == 0, told.output
            assert (tmp_path / name).read_bytes().startswith(begins)
        page = (tmp_path / "a.html").read_text("utf-8")
        assert "help.machine.wav" in page
        assert "http" not in page
        assert "<script" not in page

    def test_another_kind_of_file_or_language_is_refused(self, pack, tmp_path):
        assert run("sheet", str(pack), "--language", "en", "-o", str(tmp_path / "a.doc")).exit_code == 2
        told = run("sheet", str(pack), "--language", "fr")
        assert told.exit_code == 2
        assert "km, en" in told.output

    def test_the_shipped_packs_have_sheets(self):
        assert len(sheet(shipped() / "kenya", "sw")) > 500

    def test_what_only_calls_say_comes_last(self):
        told = run("sheet", str(shipped() / "kenya"), "--language", "sw").output
        for file in ("word.digit-7.wav", "word.call-hello.wav", "help.leaving~call.wav"):
            assert told.index(file) > told.index("help.machine.wav")


class TestImport:
    def test_good_ones_are_kept_with_all_that_is_known_of_them(self, pack, folder):
        write(folder / "help.machine.wav", speech(2))
        write(folder / f"{file_name('help.red-belief/child')}.MP3".replace(".MP3", ".mp3"), speech(2, seed=2))
        write(folder / "S01.child.first.flac", speech(2, seed=3), channels=2)
        write(folder / "help.who.ogg", speech(1, seed=4))
        told = take_in(pack, folder)
        assert told.exit_code == 0, told.output
        assert "4 kept, 0 refused" in told.output
        media = build_folder(pack).release.media["en"]
        assert set(media) == {"help.machine", "help.red-belief/child", "S01.child.first", "help.who"}
        for id in media:
            for ending in ("opus", "mp3"):
                assert (pack / "media" / "en" / f"{file_name(id)}.{ending}").is_file()
        index = (pack / "media" / "en" / "index.yaml").read_text("utf-8")
        assert '"woman, calm"' in index
        assert "placeholder: false" in index

    def test_what_is_kept_is_listed_no_more_and_what_changed_is_again(self, pack, folder, tmp_path):
        before = listed(pack)
        assert before["help.machine"] == "not recorded yet"
        write(folder / "help.machine.wav", speech(2))
        take_in(pack, folder)
        assert set(before) - set(listed(pack)) == {"help.machine"}
        put(tmp_path / "packs", ("journeys/help.yaml", "I am a machine, not", "I am a program, not"))
        assert listed(pack)["help.machine"] == "the words changed"
        made = build_folder(pack)
        assert made.ok
        assert made.release.media == {}

    @pytest.mark.parametrize(
        ("name", "sound", "rate", "says", "mend"),
        [
            ("help.machine.wav", speech(2, peak=0.004), 48_000, "too quiet", "closer"),
            ("help.machine.wav", np.tanh(speech(2) * 20) * 0.95, 48_000, "too loud", "further"),
            ("help.machine.wav", np.clip(speech(2) * 6, -1, 1), 48_000, "overdriven", "level down"),
            ("help.machine.wav", silence(2), 48_000, "nothing is heard", "microphone"),
            ("help.machine.wav", np.concatenate([silence(2), speech(2)]), 48_000, "before the first", "cut"),
            ("help.machine.wav", np.concatenate([speech(2), silence(2)]), 48_000, "after the last", "cut"),
            ("help.machine.wav", speech(12), 48_000, "speaks for", "these words"),
            ("help.machine.wav", speech(2, rate=8_000), 8_000, "8,000 samples", "44,100"),
            ("help.mashine.wav", speech(2), 48_000, "no text of this pack", "help.machine"),
        ],
    )
    def test_a_bad_one_is_refused_with_reason_and_mend(self, pack, folder, name, sound, rate, says, mend):
        write(folder / name, sound, rate=rate)
        write(folder / "help.who.wav", speech(1, seed=9))
        told = take_in(pack, folder)
        assert told.exit_code == 1
        assert f"refused {name}" in told.output
        assert says in told.output
        assert mend in told.output
        assert "1 kept, 1 refused" in told.output
        assert set(build_folder(pack).release.media["en"]) == {"help.who"}

    @pytest.mark.parametrize(
        ("name", "data", "says"),
        [
            ("help.machine.wav", b"", "it is empty"),
            ("help.machine.wav", b"RIFF nothing of the kind", "does not open"),
            ("help.machine.aac", b"1234", "none of .wav, .flac, .mp3, .ogg"),
        ],
    )
    def test_what_is_no_sound_is_refused(self, pack, folder, name, data, says):
        (folder / name).write_bytes(data)
        told = take_in(pack, folder)
        assert told.exit_code == 1
        assert says in told.output
        assert not (pack / "media").exists()

    def test_six_channels_are_refused(self, pack, folder):
        write(folder / "help.machine.wav", speech(2), channels=3)
        assert "3 channels" in take_in(pack, folder).output

    def test_the_same_sound_twice_is_refused_also_days_later(self, pack, folder):
        write(folder / "help.machine.wav", speech(2))
        write(folder / "help.not-kept.flac", speech(2))
        told = take_in(pack, folder)
        assert "the same sound as help.machine" in told.output
        assert "1 kept, 1 refused" in told.output
        (folder / "help.machine.wav").unlink()
        assert "the same sound as help.machine" in take_in(pack, folder).output

    def test_two_files_for_one_text_are_one_too_many(self, pack, folder):
        write(folder / "help.machine.wav", speech(2))
        write(folder / "help.machine.flac", speech(2, seed=2))
        told = take_in(pack, folder)
        assert "same text as help.machine.flac" in told.output

    def test_a_better_take_replaces_the_old_one(self, pack, folder):
        write(folder / "help.machine.wav", speech(2))
        take_in(pack, folder)
        before = build_folder(pack).release.media["en"]["help.machine"]
        write(folder / "help.machine.wav", speech(2, seed=5))
        assert take_in(pack, folder).exit_code == 0
        assert build_folder(pack).release.media["en"]["help.machine"].opus != before.opus

    def test_the_sheet_and_notes_in_the_folder_are_passed_over(self, pack, folder):
        (folder / "sheet.csv").write_text("x")
        (folder / ".DS_Store").write_bytes(b"x")
        assert "0 kept, 0 refused" in take_in(pack, folder).output

    def test_a_voice_has_a_short_label(self, pack, folder):
        words = ("import", str(pack), str(folder), "--language", "en", "--voice")
        assert run(*words, " ").exit_code == 2
        assert run(*words, "x" * 41).exit_code == 2

    def test_without_the_packages_for_sound_it_says_how_to_get_them(self, pack, folder, monkeypatch):
        monkeypatch.setattr("kapea.cli.recordings.find_spec", lambda name: None)
        told = take_in(pack, folder)
        assert told.exit_code == 2
        assert "kapea[recordings]" in told.output


class TestPlaceholder:
    def test_a_computer_speaks_what_is_not_red_and_no_person_said_and_it_is_marked(self, pack, folder):
        write(folder / "help.machine.wav", speech(2))
        take_in(pack, folder)
        told = run("placeholder", str(pack), "--language", "en")
        assert told.exit_code == 0, told.output
        made = build_folder(pack)
        media = made.release.media["en"]
        assert len(media) > 20
        assert {id for id, each in media.items() if not each.placeholder} == {"help.machine"}
        assert not set(media) & set(needed_recordings.red(case()))
        assert {"help.red-belief/child", "help.now-lead"} & set(media) == set()
        assert listed(pack)["S01.child.title"] == "only a computer's voice"

    def test_not_without_words_that_say_so(self, pack):
        words = pack / "words.yaml"
        words.write_text(words.read_text("utf-8").replace("computer-voice:", "computer:"), "utf-8")
        assert run("placeholder", str(pack), "--language", "en").exit_code == 2
        assert not (pack / "media").exists()

    def test_never_in_the_packs_that_come_along(self):
        told = run("placeholder", "kenya", "--language", "sw")
        assert told.exit_code == 1
        assert "copy" in told.output

    @pytest.mark.parametrize("language", ["km", "fil"])
    def test_not_in_a_language_it_does_not_speak(self, pack, language):
        assert run("placeholder", str(pack), "--language", language).exit_code == 2


def test_no_pack_that_comes_along_has_a_computers_voice():
    found = [
        path
        for path in shipped().glob("*/media/*/index.yaml")
        if "placeholder: true" in path.read_text("utf-8")
    ]
    assert found == []
