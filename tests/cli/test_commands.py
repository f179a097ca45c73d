"""The commands as people use them: what they print, how they exit, what they say of bad input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.running import run

from kapea.cli import vectors
from kapea.cli.main import main
from kapea.content.folder import shipped

ANSWERS = Path(__file__).parents[1] / "golden" / "answers"
WHEN = ["--at", "2026-11-24T22:40+0700"]


@pytest.fixture
def copy(tmp_path):
    """A copy of the packs that a test may break."""
    shutil.copytree(shipped(), tmp_path / "packs")
    return tmp_path / "packs"


def _break(packs: Path, situation: str) -> None:
    file = packs / "common" / "situations" / f"{situation}.yaml"
    file.write_text(file.read_text("utf-8").replace("level: orange", "level: purple"), "utf-8")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_teaches(command):
    told = run(command, "--help")
    assert told.exit_code == 0
    assert len(told.output.split()) > 25


READ_FOR_A_CHECK = """
import sys
from kapea.cli.main import main
main(["check", "--help"], standalone_mode=False)
print(*(name for name in sys.modules if name.startswith("kapea.cli.")))
"""


def test_a_check_waits_for_nothing_that_only_another_command_needs():
    told = subprocess.run(
        [sys.executable, "-c", READ_FOR_A_CHECK], capture_output=True, text=True, check=True
    )
    read = {name.removeprefix("kapea.cli.") for name in told.stdout.splitlines()[-1].split()}
    assert read == {"main", "common", "check", "proving", "part_memory"}


def test_the_folder_of_a_pack_that_came_along_is_served_as_its_name(monkeypatch):
    def prepared() -> None:
        raise SystemExit(0)

    monkeypatch.setenv("KAPEA_PACKS", "")
    monkeypatch.setattr("kapea.cli.serve._prepared", prepared)
    monkeypatch.chdir(shipped().parent)
    run("serve", "--pack", "packs/cambodia", "--pack", str(shipped() / "nepal"), "--pack", "kenya", code=0)
    assert os.environ["KAPEA_PACKS"] == "cambodia,nepal,kenya"


class TestCheck:
    def test_the_cambodia_pack_is_proved_and_says_how_far(self):
        told = run("check", "--no-warnings", str(shipped() / "cambodia"))
        assert told.exit_code == 0, told.output
        assert "states" in told.output

    def test_live_is_refused_and_the_list_names_what_is_missing(self):
        told = run("check", "--live", "--no-warnings", "--all", str(shipped() / "cambodia"))
        assert told.exit_code == 1
        for word in ("1280", "117", "dialled", "review", "record"):
            assert word in told.output

    def test_a_broken_pack_is_named_with_file_line_and_mend(self, copy):
        file = copy / "common" / "situations" / "S02.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("level: orange", "level: purple"), encoding="utf-8"
        )
        told = run("check", str(copy / "cambodia"))
        assert told.exit_code == 1
        assert "common/situations/S02.yaml:" in told.output
        assert "green, yellow, orange, red" in told.output

    def test_one_run_reports_all(self, copy):
        for name in ("S02", "S03"):
            file = copy / "common" / "situations" / f"{name}.yaml"
            file.write_text(
                file.read_text(encoding="utf-8").replace("level: orange", "level: purple"), "utf-8"
            )
        told = run("check", str(copy / "cambodia"))
        assert "S02.yaml" in told.output
        assert "S03.yaml" in told.output

    def test_what_is_no_pack_is_unusable_input(self, tmp_path):
        told = run("check", str(tmp_path))
        assert told.exit_code == 2
        assert "no pack.toml" in told.output

    def test_bytes_that_are_no_text_are_a_finding(self, copy):
        (copy / "common" / "situations" / "S02.yaml").write_bytes(b"\xff\xfe\x00")
        told = run("check", str(copy / "cambodia"))
        assert told.exit_code == 1
        assert "UTF-8" in told.output


class TestBuild:
    def test_the_same_words_give_the_same_file(self, tmp_path):
        first = run("build", "cambodia", "--to", str(tmp_path / "a"))
        second = run("build", "cambodia", "--to", str(tmp_path / "b"))
        assert first.exit_code == second.exit_code == 0
        a, b = next((tmp_path / "a").iterdir()), next((tmp_path / "b").iterdir())
        assert a.name == b.name
        assert a.read_bytes() == b.read_bytes()


class TestTalk:
    def test_answers_from_a_file_give_a_transcript(self):
        told = run(
            "talk", "cambodia", "--language", "en", "--say", str(ANSWERS / "S02-child-calm.txt"), *WHEN
        )
        assert told.exit_code == 0
        assert "☎ 1280" in told.output
        assert "> S02" in told.output

    def test_json_is_one_object_a_line(self):
        told = run("talk", "cambodia", "--say", str(ANSWERS / "S02-child-red.txt"), "--format", "json", *WHEN)
        steps = [json.loads(line) for line in told.output.splitlines()]
        assert [s["turn"] for s in steps] == list(range(len(steps)))
        red = next(s for s in steps if s["view"]["node"] == "help.red")
        assert red["view"]["level"] == "red"
        assert red["view"]["contacts"][0]["number"] == "1280"
        assert any(e["kind"] == "count" for s in steps for e in s["effects"])

    def test_a_person_types_and_leaves(self):
        told = run("talk", "cambodia", "--language", "en", *WHEN, stdin="1\nback\nhelp\n!picture\nstop\n")
        assert told.exit_code == 0
        assert "This page is closed." in told.output

    def test_a_pack_nobody_has_is_named_with_those_there_are(self):
        told = run("talk", "atlantis")
        assert told.exit_code == 2
        assert "cambodia" in told.output

    def test_a_journey_nobody_has(self):
        assert run("talk", "cambodia", "--journey", "moon").exit_code == 2

    def test_answers_that_are_no_text(self, tmp_path):
        file = tmp_path / "answers.txt"
        file.write_bytes(b"\xff\xfe\x00")
        assert run("talk", "cambodia", "--say", str(file)).exit_code == 2


class TestFind:
    def test_types_are_listed(self):
        assert "HEALTH" in run("find", "cambodia", "--language", "en").output

    def test_services_come_with_their_reasons(self):
        told = run("find", "cambodia", "HEALTH", "--area", "17", "--language", "en", *WHEN)
        assert "063 963 409" in told.output
        assert "near you" in told.output

    @pytest.mark.parametrize("words", [("MOON",), ("HEALTH", "--area", "99")])
    def test_what_does_not_exist_is_said(self, words):
        assert run("find", "cambodia", *words).exit_code == 2


class TestTranslate:
    def test_status_counts(self):
        assert " of " in run("translate", "status", "cambodia").output

    def test_update_keeps_what_was_translated_and_marks_what_changed(self, copy):
        file = copy / "common" / "situations" / "S02.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("Stop answering them.", "Stop writing back."), encoding="utf-8")
        assert run("translate", "update", str(copy / "cambodia")).exit_code == 0
        po = (copy / "common" / "locale" / "km" / "S02.po").read_text(encoding="utf-8")
        assert "Stop writing back." in po
        assert "#, fuzzy" in po
        assert run("translate", "status", str(copy / "cambodia")).exit_code == 1

    def test_updating_twice_changes_nothing(self, copy):
        run("translate", "update", str(copy / "cambodia"))
        before = {p: p.read_bytes() for p in copy.rglob("*.po")}
        run("translate", "update", str(copy / "cambodia"))
        assert {p: p.read_bytes() for p in copy.rglob("*.po")} == before


class TestVectors:
    def test_without_the_library_it_says_what_to_install(self):
        assert "kapea[meaning]" in run("vectors", "/nowhere/socket", code=2).output

    def test_it_becomes_the_process_with_none_of_our_settings(self, monkeypatch, tmp_path):
        become = []
        monkeypatch.setattr(vectors, "find_spec", lambda name: name)
        monkeypatch.setattr(vectors.os, "execve", lambda *given: become.append(given))
        monkeypatch.setenv("KAPEA_SECRET", "planted")
        monkeypatch.chdir(tmp_path)
        run("vectors", "socket", code=0)
        [(program, words, environment)] = become
        assert words == [program, "-m", "kapea.hearing.vectors.process", str(tmp_path / "socket")]
        assert not [name for name in environment if name.startswith("KAPEA_")]
