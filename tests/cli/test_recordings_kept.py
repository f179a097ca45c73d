"""A voice that somebody gave is never lost by what comes after it, and their own files are never touched."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.cli import running
from tests.cli.disk import standing
from tests.sound.made import silence, speech, write

run = partial(running.run, "recordings")


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "sound").mkdir()
    return tmp_path / "sound"


def take_in(pack: Path, folder: Path, code: int = 0, voice: str = "woman, calm"):
    return run("import", pack, folder, "--language", "en", "--voice", voice, code=code)


@pytest.fixture
def given(pack, folder) -> Path:
    """The small pack with one good recording."""
    write(folder / "help.machine.wav", speech(2))
    take_in(pack, folder)
    return pack


def test_a_worse_take_is_refused_and_the_good_one_stays(given, folder):
    before = standing(given)
    write(folder / "help.machine.wav", silence(2))
    take_in(given, folder, code=1)
    assert standing(given) == before


def test_another_text_recorded_later_takes_nothing_away(given, folder):
    before = standing(given / "media")
    (folder / "help.machine.wav").unlink()
    write(folder / "help.who.wav", speech(1, seed=4))
    take_in(given, folder)
    after = standing(given / "media")
    index = given / "media" / "en" / "index.yaml"
    assert all(after[path] == data for path, data in before.items() if path != index)
    assert "help.machine" in index.read_text("utf-8")


def test_an_index_that_does_not_read_stops_everything_and_stays(given, folder):
    index = given / "media" / "en" / "index.yaml"
    index.write_text("help.machine: 7\n", "utf-8")
    before = standing(given)
    told = take_in(given, folder, code=1)
    assert "index.yaml" in told.output
    assert "mend:" in told.output
    assert standing(given) == before


def test_a_pack_that_does_not_build_takes_nothing_in_and_says_why(given, folder):
    file = given / "situations" / "S01.yaml"
    file.write_text(file.read_text("utf-8").replace("level: orange", "level: purple"), "utf-8")
    before = standing(given)
    assert "S01.yaml" in take_in(given, folder, code=1).output
    assert standing(given) == before


def test_the_files_that_were_brought_stay_as_they_were(given, folder):
    write(folder / "no.such.text.wav", speech(1, seed=7))
    before = standing(folder)
    take_in(given, folder, code=1)
    assert standing(folder) == before


def test_taking_the_same_folder_twice_changes_no_byte_of_sound(given, folder):
    sound = {path: data for path, data in standing(given / "media").items() if path.suffix != ".yaml"}
    take_in(given, folder)
    after = standing(given / "media")
    assert all(after[path] == data for path, data in sound.items())


def test_nothing_half_written_is_left_beside_them(given):
    names = {path.name for path in (given / "media" / "en").iterdir()}
    assert names == {"help.machine.opus", "help.machine.mp3", "index.yaml"}


def test_an_empty_folder_makes_nothing_and_is_no_mistake(pack, tmp_path):
    (tmp_path / "empty").mkdir()
    before = standing(pack)
    assert "0 kept, 0 refused." in take_in(pack, tmp_path / "empty").output
    assert standing(pack) == before


def test_the_label_of_a_voice_is_on_one_line(pack, folder):
    write(folder / "help.machine.wav", speech(2))
    take_in(pack, folder, voice="  woman,\n calm ")
    assert '"woman, calm"' in (pack / "media" / "en" / "index.yaml").read_text("utf-8")
