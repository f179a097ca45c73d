"""kapea workshops, as somebody types it: papers of a plan, a country in one file, lessons for an LMS."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.core.checker.small_workshop import with_plan
from tests.print.reading import bare, opened, text_of

DAY = ("--on", "2026-11-24")


@pytest.fixture
def small(tmp_path) -> Path:
    """The small pack with one plan, a class lesson, on disk."""
    for name, data in with_plan().items():
        path = tmp_path / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "packs" / "small"


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_the_papers_of_a_plan_come_as_files_under_the_names_they_are_printed_by(small, work):
    told = run("workshops", "papers", small, "evening", "--language", "en", "--to", "out", *DAY, code=0)
    assert sorted(path.name for path in (work / "out").iterdir()) == ["evening-pictures.pdf", "evening.pdf"]
    assert "out/evening.pdf (" in told.output
    assert bare("Answer me now.") in text_of((work / "out" / "evening.pdf").read_bytes())
    assert len(opened((work / "out" / "evening-pictures.pdf").read_bytes()).pages) == 1


def test_a_country_in_one_language_comes_as_one_file_and_leaves_nothing_else_behind(small, work, monkeypatch):
    monkeypatch.setenv("KAPEA_HOME", str(work / "home"))
    monkeypatch.delenv("KAPEA_SECRET", raising=False)
    told = run("workshops", "zip", small, "--language", "en", *DAY, code=0)
    assert told.output.startswith("small-en.zip (")
    assert [path.name for path in work.iterdir()] == ["small-en.zip"], "no home and no secret was made"
    data = (work / "small-en.zip").read_bytes()
    assert names(data)[0] == "index.html"
    assert {"manifest.json", "help.html", "kapea.css", "plans/evening.html", "papers/evening.pdf"} <= {
        *names(data)
    }
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert json.loads(archive.read("manifest.json"))["pack"] == "small"
    run("workshops", "zip", small, "--language", "en", "-o", "again.zip", *DAY, code=0)
    assert (work / "again.zip").read_bytes() == data


def test_every_class_lesson_comes_as_a_package_for_an_lms(small, work):
    run("workshops", "scorm", small, "--language", "en", *DAY, code=0)
    [package] = (work / "dist").iterdir()
    assert package.name == "evening-en.zip"
    assert names(package.read_bytes())[0] == "imsmanifest.xml"
    run("workshops", "scorm", small, "evening", "--language", "en", "--to", "one", *DAY, code=0)
    assert (work / "one" / "evening-en.zip").read_bytes() == package.read_bytes()


@pytest.mark.parametrize("command", ["papers", "zip", "scorm"])
def test_what_is_past_its_day_is_left_out_and_named(small, work, command):
    plan = ("evening",) if command == "papers" else ()
    told = run("workshops", command, small, *plan, "--language", "en", "--on", "2040-01-01", code=1)
    assert "expired on" in told.output
    written = {path.name for path in work.rglob("*") if path.is_file()}
    assert written == ({"evening-pictures.pdf"} if command == "papers" else set()), "pictures say no word"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("papers", "kenya", "workshop-none"), "There is no workshop “workshop-none”: workshop-"),
        (("scorm", "kenya", "workshop-none"), "There is no workshop “workshop-none”: workshop-"),
        (
            ("scorm", "kenya", "workshop-faith-leaders"),
            "workshop-faith-leaders is no class lesson: workshop-class",
        ),
        (("zip", "kenya", "--language", "km"), "kenya does not speak km: sw, en."),
        (("zip", "nowhere"), "nowhere is no pack"),
    ],
)
def test_what_cannot_be_made_says_why_and_writes_nothing(words, says, work):
    told = run("workshops", *words, code=2)
    assert says in told.output
    assert list(work.iterdir()) == []


def test_a_pack_without_workshops_says_where_to_write_one(pack, work):
    told = run("workshops", "zip", pack, "--language", "en", code=2)
    assert "small has no workshops. Write one in small/workshops/." in told.output
