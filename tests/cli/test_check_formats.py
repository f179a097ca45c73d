"""`kapea check` for programs, and of a pack that says it is live."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import run


@pytest.fixture
def broken(pack, monkeypatch) -> Path:
    """The small pack with two faults, checked from the folder above."""
    (pack / "situations" / "S09.yml").write_text("id: S09\n", "utf-8")
    file = pack / "situations" / "S02.yaml"
    file.write_text(file.read_text("utf-8") + "pciture: x\n", "utf-8")
    monkeypatch.chdir(pack.parent.parent)
    return Path("packs", "small")


def test_json_names_each_finding_in_the_file_as_it_is_opened_from_here(broken):
    told = run("check", "--format", "json", broken, code=1)
    found = json.loads(told.stdout)
    assert [(each["code"], each["file"]) for each in found] == [
        ("P01", "packs/small/situations/S09.yml"),
        ("P04", "packs/small/situations/S02.yaml"),
    ]
    lines = (broken / "situations" / "S02.yaml").read_text("utf-8").splitlines()
    assert "pciture" in lines[found[1]["line"] - 1]
    assert all(
        Path(each["file"]).is_file() and each["mend"] and each["severity"] == "error" for each in found
    )


def test_sarif_names_the_same(broken):
    told = run("check", "--format", "sarif", broken, code=1)
    [ran] = json.loads(told.stdout)["runs"]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in ran["results"]]
    assert uris == ["packs/small/situations/S09.yml", "packs/small/situations/S02.yaml"]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_nothing_else_is_written_among_it_also_for_several_packs(pack, form):
    (pack.parent / "LICENSE").write_text("free", "utf-8")
    told = run("check", "--format", form, "--no-warnings", pack, pack.parent / "LICENSE")
    assert "passed over" in told.stderr
    said = json.loads(told.stdout)
    assert (said if form == "json" else said["runs"][0]["results"]) != []
    assert told.exit_code == 1


def test_a_way_there_is_a_list_of_its_answers(pack):
    file = pack / "journeys" / "help.yaml"
    file.write_text(file.read_text("utf-8").replace("show: [machine, not-kept]", "show: [machine]"), "utf-8")
    [found] = [e for e in json.loads(run("check", "--format", "json", pack).stdout) if e["code"] == "K07"]
    assert found["path"][0].startswith("begin at help.first")
    assert len(found["path"]) > 1


def test_a_pack_that_says_it_is_live_is_asked_what_a_live_service_needs(pack):
    head = pack / "pack.toml"
    head.write_text(f"{head.read_text('utf-8')}live = true\n", "utf-8")
    told = run("check", "--no-warnings", pack, code=1)
    for word in ("LIVE-CONTACT", "LIVE-REVIEW", "LIVE-AUDIO", "no named person has dialled it"):
        assert word in told.output
