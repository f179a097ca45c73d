"""`kapea new-country`: begun in a minute, checked at once, never help before there is somebody to call."""

from __future__ import annotations

import re
import shutil

import pytest
from tests.cli.running import run
from tests.conftest import AT

from kapea.content.folder import build_folder, shipped
from kapea.core.checker.check import check

THAILAND = ("thailand", "--country", "TH", "--name", "Thailand", "--language", "th")


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A pack just begun, the words of the command, and its check."""
    home = tmp_path_factory.mktemp("packs")
    shutil.copytree(shipped() / "common", home / "common")
    told = run("new-country", *THAILAND, "--packs", home)
    assert told.exit_code == 0, told.output
    made = build_folder(home / "thailand")
    return home / "thailand", told.output, check(made, on=AT.date()), made


@pytest.fixture
def home(tmp_path):
    """Just enough of a common pack for what is refused before anything is written."""
    (tmp_path / "common" / "lint").mkdir(parents=True)
    (tmp_path / "common" / "pack.toml").write_text('id = "common"\n', "utf-8")
    return tmp_path


def test_it_passes_its_check_at_once(begun):
    _, _, report, made = begun
    assert report.ok, "\n".join(map(str, report.errors))
    assert made.languages == ("th", "en")


def test_what_waits_for_numbers_is_never_called_proved(begun):
    report = begun[2]
    assert set(report.waiting) == {"K02", "K04", "K05", "K06", "K16", "K23", "K32"}
    proved = next(line for line in report.summary().splitlines() if line.startswith("proved: "))
    assert not set(report.waiting) & set(re.findall(r"K\d\d", proved))
    assert "only begun" in report.summary()


def test_every_kind_of_service_without_anybody_is_named(begun):
    named = {p.says.split()[0] for p in begun[2].of("K16") if p.severity == "warning"}
    assert {"HELPLINE", "EMERGENCY", "HEALTH", "SOCIAL"} <= named


def test_the_gaps_stand_on_the_screen_and_in_the_readme(begun):
    folder, screen, _, _ = begun
    readme = (folder / "README.md").read_text("utf-8")
    for gap in (
        "Nobody to call",
        "police",
        "No areas",
        "No holidays",
        "No law",
        "Thai",
        "word list",
        "reviewer",
    ):
        assert gap in screen
        assert gap in readme


def test_no_number_is_invented(begun):
    folder, _, _, made = begun
    assert all(not s.phones for s in made.release.directory.services.values())
    assert not any("number:" in p.read_text("utf-8") for p in folder.rglob("*.yaml"))
    assert "short_codes: []" in (folder / "contacts.yaml").read_text("utf-8")


def test_its_catalogues_are_there_and_empty(begun):
    folder = begun[0]
    told = run("translate", "status", folder)
    assert told.exit_code == 1
    assert "thailand th: 0 of" in told.output
    assert (folder.parent / "common" / "locale" / "th" / "S02.po").is_file()


def test_the_check_on_the_command_line_says_so_too(begun):
    told = run("check", begun[0])
    assert told.exit_code == 0
    assert "only begun" in told.output


def test_live_is_refused(begun):
    report = check(begun[3], on=AT.date(), live=True)
    assert {"K05", "K06", "K16"} <= set(report.failed())


@pytest.mark.django_db
def test_it_is_never_published_even_with_a_clean_report(begun):
    from kapea.content import actions
    from kapea.content.models import StoredRelease

    _, _, report, made = begun
    with pytest.raises(actions.PublishRefused, match="only begun"):
        actions.publish(built=made, report=report, by="test", at=AT)
    assert not StoredRelease.objects.exists()


def test_when_nothing_waits_any_more_the_check_says_what_to_do(cambodia):
    from dataclasses import replace

    report = check(replace(cambodia, begun=True), on=AT.date())
    assert any("nothing waits" in p.says and "begun = true" in p.mend for p in report.warnings)
    assert report.waiting == ()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"thailand": "Thai Land"}, "no id"),
        ({"thailand": "common"}, "there already"),
        ({"TH": "XX"}, "no country"),
        ({"Thailand": '"'}, "no name"),
        ({"th": "thai-land"}, "no language code"),
        ({"th": "xx"}, "--language-name"),
        ({"TH": "ID"}, "Asia/Jakarta"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(home, changed, says):
    told = run("new-country", *(changed.get(word, word) for word in THAILAND), "--packs", home)
    assert told.exit_code == 2
    assert says in told.output
    assert [p.name for p in home.iterdir()] == ["common"]


def test_a_time_zone_nobody_has_is_refused(home):
    told = run("new-country", *THAILAND, "--time-zone", "Asia/Nowhere", "--packs", home)
    assert told.exit_code == 2
    assert "Asia/Bangkok" in told.output
