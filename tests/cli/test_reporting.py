"""`kapea report`: a page, and limits that end with exit 1."""

from __future__ import annotations

from functools import partial

from tests.cli import running

LONG = "Stop answering them now and do not answer any other message."


run = partial(running.run, "report")


def too_long(pack) -> None:
    path = pack / "situations" / "S01.yaml"
    path.write_text(path.read_text("utf-8").replace("Stop answering them.", LONG), "utf-8")


def test_it_writes_the_page(pack, tmp_path):
    told = run(pack, "--output", tmp_path / "page.md")
    assert told.exit_code == 0
    page = (tmp_path / "page.md").read_text("utf-8")
    assert "## small: km" in page
    assert "## small: en" in page


def test_a_pack_within_the_limits_is_exit_0_and_writes_nothing(pack, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run("--check", pack)
    assert told.exit_code == 0
    assert "every limit is kept" in told.output
    assert not (tmp_path / "docs").exists()


def test_what_is_over_is_named_and_is_exit_1(pack):
    too_long(pack)
    told = run("--check", pack)
    assert told.exit_code == 1
    assert "small: S01 en: a sentence has 11 words" in told.output


def test_a_pack_that_does_not_build_says_why(pack):
    path = pack / "situations" / "S01.yaml"
    path.write_text(path.read_text("utf-8").replace("level: orange", "level: purple"), "utf-8")
    told = run(pack)
    assert told.exit_code == 1
    assert "S01.yaml:" in told.output
