"""What a command writes is what it says it wrote, the same each time, and read back whole."""

from __future__ import annotations

import json
from functools import partial

import pytest
from click.testing import CliRunner
from tests.cli import running
from tests.cli.disk import standing
from tests.core.platform_notice.test_notice import GOOD

from kapea.cli.main import main
from kapea.content.folder import build_folder
from kapea.core.pack.model import decode_release

run = partial(running.run, code=0)
pytestmark = pytest.mark.usefixtures("work")


def test_a_built_file_is_named_on_the_screen_and_by_the_hash_of_what_it_says(pack, work):
    told = run("build", pack, "--to", "out")
    (file,) = (work / "out").iterdir()
    release = decode_release(file.read_bytes())
    assert file.name == f"small-{release.short_hash}.kapea"
    assert f"{file.stat().st_size:,} bytes" in told.output


def test_a_built_file_is_the_pack_of_the_folder_and_the_folder_stays_as_it_was(pack, work):
    before = standing(pack)
    run("build", pack, "--to", "out")
    (file,) = (work / "out").iterdir()
    assert decode_release(file.read_bytes()) == build_folder(pack).release
    assert standing(pack) == before


def test_other_words_are_another_file_and_the_earlier_one_stays(pack, work):
    run("build", pack, "--to", "out")
    earlier = standing(work)
    words = pack / "words.yaml"
    words.write_text(
        words.read_text("utf-8").replace("This page is closed.", "This page has ended."), "utf-8"
    )
    run("build", pack, "--to", "out")
    later = standing(work)
    assert len(later) == 2
    assert all(later[path] == data for path, data in earlier.items())


def test_a_notice_printed_as_json_is_a_notice_again_and_reads_the_same():
    first = run("notice", "--format", "json", stdin=json.dumps(GOOD)).output
    assert run("notice", "--format", "json", stdin=first).output == first
    assert run("notice", stdin=first).output == run("notice", stdin=json.dumps(GOOD)).output


def test_a_notice_is_printed_and_kept_nowhere(work):
    run("notice", stdin=json.dumps(GOOD))
    assert standing(work) == {}


def test_everything_wrong_with_a_notice_is_said_at_once_and_none_of_it_is_printed():
    wrong = {**GOOD, "rule": "", "links": ["example.org"], "secret": "x"}
    told = run("notice", stdin=json.dumps(wrong), code=1)
    assert told.stdout == ""
    assert [line.split("”")[0] for line in told.stderr.splitlines()] == [
        "notice: “secret",
        "notice: “rule",
        "notice: “links",
    ]


def test_a_notice_has_its_headings_in_the_language_that_was_asked_for():
    english, khmer = (
        run("notice", "--language", lang, stdin=json.dumps(GOOD)).output for lang in ("en", "km")
    )
    assert english != khmer
    assert all(account in khmer for account in GOOD["accounts"])
    assert "\u200b" not in khmer


@pytest.mark.parametrize("command", ["talk", "find", "check"])
def test_looking_at_a_pack_leaves_it_as_it_was(pack, command, tmp_path, monkeypatch):
    monkeypatch.setenv("KAPEA_HOME", str(tmp_path / "home"))
    before = standing(pack.parent)
    words = {"find": ("find", pack), "check": ("check", pack, "--on", "2026-11-24")}
    CliRunner().invoke(main, [*map(str, words.get(command, ("talk", pack)))], input="1\nstop\n")
    assert standing(pack.parent) == before
