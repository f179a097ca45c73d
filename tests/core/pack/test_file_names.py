"""A file that nobody reads is named, with the place where it would be read."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import files

from kapea.core.pack.build import build
from kapea.core.pack.parse.file_names import is_read
from kapea.core.pack.problem import Problem

UNREAD = {
    "situations/S09.yml": "name it situations/S09.yaml, or take it out",
    "situations/S09.YAML": "name it situations/S09.yaml, or take it out",
    "situation/S09.yaml": "perhaps `situations/`",
    "situations/more/S09.yaml": "situations",
    "S09.yaml": "known: areas.yaml",
    "contact.yaml": "perhaps `contacts.yaml`",
    "words.yml": "name it words.yaml",
    "tiles.toml": "name it tiles.yaml",
    "pictures/person.SVG": "a drawing is one .svg in pictures/",
    "pictures/more/person.svg": "a drawing is one .svg in pictures/",
    "locale/km.po": "locale/<language>/<name>.po",
    "media/km/list.yaml": "media/<language>/index.yaml",
}
FOR_OTHERS = (
    *("README.md", "LICENSE", "pictures/LICENCE.md", "locale/km/S01.pot", "locale/km/S01.mo", ".gitignore"),
    *(
        "media/km/abc.opus",
        "media/km/abc.mp3",
        "situations/.S01.yaml.swp",
        "scripts/make.py",
        ".github/x.yml",
    ),
)


def told(*names: str) -> list[Problem]:
    extra = {f"small/{name}": b"a: b\n" for name in names}
    problems = build(files() | extra, "small").problems
    return [p for p in problems if p.place.file in extra]


@pytest.mark.parametrize(("name", "mend"), UNREAD.items())
def test_a_file_in_a_wrong_place_is_an_error_that_says_the_right_one(name: str, mend: str):
    problem = told(name)[0]
    assert (problem.code, problem.severity, problem.place.file) == ("P01", "error", f"small/{name}")
    assert mend in problem.mend
    assert not is_read(name)


@pytest.mark.parametrize("name", FOR_OTHERS)
def test_what_stands_beside_a_pack_for_others_is_no_mistake(name: str):
    assert told(name) == []


@pytest.mark.parametrize("name", ["pictures/person.png", "services/numbers.txt", "law/LAW-1.pdf"])
def test_what_lies_in_a_folder_of_ours_and_is_not_read_is_a_warning(name: str):
    assert [(p.code, p.severity) for p in told(name)] == [("P01", "warning")]


def test_words_of_a_language_that_the_pack_does_not_have_are_a_warning():
    extra = {"small/locale/kh/all.po": b"", "small/locale/km/more.po": b""}
    problems = [p for p in build(files() | extra, "small").problems if p.place.file in extra]
    assert [(p.place.file, p.severity) for p in problems] == [("small/locale/kh/all.po", "warning")]
    assert "“kh” is no language of this pack" in problems[0].says
    assert "km, en" in problems[0].mend


def test_every_file_of_the_small_pack_is_read():
    assert all(is_read(name.removeprefix("small/")) for name in files())
