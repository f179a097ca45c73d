"""A pack is read from its folder as it stands there: nothing besides, nothing missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.checker.small_pack import built, files

from kapea.content import folder


def put(home: Path, name: str, *texts: tuple[str, str]) -> Path:
    for path, text in texts:
        (home / name / path).parent.mkdir(parents=True, exist_ok=True)
        (home / name / path).write_text(text, "utf-8")
    return home / name


@pytest.fixture
def small(tmp_path) -> Path:
    for name, data in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "small"


def test_the_files_of_a_pack_are_those_of_its_folder(small):
    pack, read = folder.read_pack_files(small)
    assert pack == "small"
    assert read == files()


def test_what_is_no_part_of_a_pack_is_passed_over(small):
    before = folder.read_pack_files(small)
    put(small.parent, "small", ("notes.docx", "x"), ("media/en/a.mp3", "x"), (".git/HEAD", "x"))
    assert folder.read_pack_files(small) == before


def test_of_a_file_in_a_wrong_place_the_name_is_read_so_that_the_check_can_tell_it(small):
    put(small.parent, "small", ("situation/S03.yaml", "id: S03\n"), ("situations/S03.yml", "id: S03\n"))
    put(small.parent, "small", ("pictures/photo.png", "x" * 9))
    _, read = folder.read_pack_files(small)
    assert read["small/situations/S03.yml"] == read["small/pictures/photo.png"] == b""
    told = [(p.place.file, p.severity) for p in folder.build_folder(small).problems]
    assert told == [
        ("small/pictures/photo.png", "warning"),
        ("small/situation/S03.yaml", "error"),
        ("small/situations/S03.yml", "error"),
    ]


@pytest.mark.parametrize("extends", ["5", '"common"', "[5]", '["../other"]', '[""]', "{}"])
def test_what_a_pack_says_wrongly_of_what_it_stands_on_is_told_by_its_check(small, extends):
    toml = small / "pack.toml"
    toml.write_text(f"{toml.read_text('utf-8')}extends = {extends}\n", "utf-8")
    made = folder.build_folder(small)
    assert made.release is None
    assert {(p.place.file, bool(p.mend)) for p in made.problems} == {("small/pack.toml", True)}


def test_a_head_that_does_not_read_may_be_of_a_country_so_that_it_is_checked(tmp_path):
    land = put(tmp_path, "land", ("pack.toml", "country = [\n"))
    assert (folder.is_country(land), folder.is_begun(land)) == (True, False)


def test_the_packs_that_one_stands_on_are_read_with_it_and_itself_last(tmp_path):
    put(tmp_path, "common", ("pack.toml", 'id = "common"\n'), ("words.yaml", "a: A\n"))
    land = put(tmp_path, "land", ("pack.toml", 'extends = ["common"]\n'), ("words.yaml", "a: B\n"))
    _, read = folder.read_pack_files(land)
    assert list(read) == ["common/pack.toml", "common/words.yaml", "land/pack.toml", "land/words.yaml"]


def test_a_folder_without_pack_toml_is_named_with_what_it_lacks(tmp_path):
    with pytest.raises(folder.NoPack, match=r"is no pack: it has no pack\.toml"):
        folder.read_pack_files(tmp_path)


def test_a_pack_beneath_that_is_not_there_is_named_with_who_wants_it(tmp_path):
    land = put(tmp_path, "land", ("pack.toml", 'extends = ["common"]\n'))
    with pytest.raises(folder.NoPack, match="land extends “common”"):
        folder.read_pack_files(land)


@pytest.mark.parametrize("data", [b"extends = [", b"\xff\xfe", b""])
def test_a_pack_toml_that_does_not_read_is_left_to_the_check_to_name(small, data):
    (small / "pack.toml").write_bytes(data)
    made = folder.build_folder(small)
    assert made.release is None
    assert any("pack.toml" in str(problem) for problem in made.problems)


def test_a_pack_in_a_folder_is_the_pack_it_was_made_from(small):
    made, read = built().release, folder.build_folder(small).release
    assert made is not None
    assert read is not None
    assert read.texts["en"] == made.texts["en"]
    assert read.nodes == made.nodes
    assert read.directory.services == made.directory.services


def test_reading_a_pack_writes_nothing_into_it(small):
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    folder.build_folder(small)
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before


@pytest.mark.parametrize(
    ("toml", "country", "begun"),
    [
        ('country = "KH"\n', True, False),
        ('id = "common"\n', False, False),
        ('country = "TH"\nbegun = true\n', True, True),
        ('country = ""\n', False, False),
    ],
)
def test_who_is_served_stands_in_pack_toml(tmp_path, toml, country, begun):
    land = put(tmp_path, "land", ("pack.toml", toml))
    assert (folder.is_country(land), folder.is_begun(land)) == (country, begun)


def test_the_packs_that_came_along_are_all_read():
    for path in folder.shipped().glob("*/pack.toml"):
        pack, read = folder.read_pack_files(path.parent)
        assert f"{pack}/pack.toml" in read
