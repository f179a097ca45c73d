"""An installation made by an earlier version is upgraded with conversations open and releases live, and
nothing is lost. homes/ holds such installations as they were left, and what their visitors had last seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

HOMES = Path(__file__).with_name("homes")
BAR = "help"
"""It stands no more where it would lead away from the people for a danger."""
MADE_BY = sorted(path.stem for path in HOMES.glob("*.json"))


@pytest.fixture(scope="module", params=MADE_BY)
def then(request):
    """What was so before the upgrade."""
    path = HOMES / f"{request.param}.json"
    return json.loads(path.read_text(encoding="utf-8")) | {"path": path}


@pytest.fixture(scope="module")
def now(then, tmp_path_factory):
    """What is so after it."""
    home = tmp_path_factory.mktemp("home")
    with tarfile.open(then["path"].with_suffix(".tar.xz")) as kept:
        kept.extractall(home, filter="data")
    script = Path(__file__).with_name("upgraded_home.py")
    command = [sys.executable, str(script), str(home), str(then["path"])]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_there_is_a_home_to_upgrade():
    assert "3bb887a" in MADE_BY


def test_every_live_release_passes_its_check_again(then, now):
    assert {each["pack"]: each["why"] for each in now["rechecked"]} == dict.fromkeys(then["live"], "")
    assert {each["pack"]: each["hash"][:12] for each in now["rechecked"]} == then["live"]


def test_nothing_that_was_stored_is_lost(then, now):
    assert now["stored"] == {
        "releases": sorted(then["releases"]),
        "live": then["live"],
        "published": len(then["releases"]),
        "conversations": len(then["conversations"]),
        "counted": then["counted"],
    }


def test_every_country_answers_with_its_numbers(then, now):
    assert len(now["first"]) == len(then["live"])
    assert all(now["first"].values())


def test_every_visitor_stands_where_they_stood_also_on_a_release_that_is_live_no_more(then, now):
    for before, after in zip(then["conversations"], now["walks"], strict=True):
        assert after["status"] == 200
        assert [b for b in after["buttons"] if b != BAR] == sorted(set(before["buttons"]) - {BAR})
        assert after["dials"] == before["dials"]


def test_every_conversation_goes_on_with_the_next_answer(then, now):
    for before, after in zip(then["conversations"], now["walks"], strict=True):
        place, _, answers = before["address"].rpartition("/")
        assert after["then"] == 200
        assert after["went_to"] == f"{place}/{int(answers) + 1}"
        assert after["then_dials"]


def test_the_last_good_releases_are_on_disk_from_now_on(then, now):
    assert now["last_good"] == sorted(f"{pack}.release" for pack in then["live"])
