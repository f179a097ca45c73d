"""`kapea directory`, as an operator types it."""

from __future__ import annotations

import json

import msgspec
import pytest
from click.testing import CliRunner
from tests.core.hsds.official_schemas import faults
from tests.directory.keepers import approved, entry, proposed, proves, served
from tests.directory.test_hsds_import import theirs

from kapea.cli import common
from kapea.cli.main import main
from kapea.content.queries import worlds
from kapea.core.pack.overlay_record import record_of_service
from kapea.directory import proving, publishing
from kapea.directory.models import DirectoryEdit
from kapea.directory.queries import release_served


@pytest.fixture
def kapea(keepers, noon, monkeypatch):
    """A command on the database of this test, on the small pack's day: exit and words."""
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setattr(common, "now", lambda: noon)
    monkeypatch.setattr(publishing, "prove_on", lambda today: proves)
    monkeypatch.setattr(proving, "prove_on", lambda today: proves)

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["directory", *words], catch_exceptions=False)
        worlds.clear()
        return done.exit_code, done.output

    return run


def test_what_was_approved_is_published(kapea, keepers, noon):
    approved(keepers[1], proposed(keepers[0], entry(), noon), noon)
    exit, said = kapea("publish", "small")
    assert exit == 0
    assert "1 entries" in said
    assert served("river") is not None
    assert kapea("publish", "small", "--quiet") == (0, "")


def test_what_was_stopped_is_said(kapea, keepers, noon):
    release = release_served("small")
    record = record_of_service(release.directory, release, "hospital")
    closed = msgspec.structs.replace(record, is_closed=True)
    approved(keepers[1], proposed(keepers[0], closed, noon), noon)
    exit, said = kapea("publish", "small")
    assert exit == 1
    assert "hospital would break something" in said


def test_what_is_due_is_listed(kapea):
    exit, said = kapea("due", "small")
    assert exit == 0
    assert "100  helpline" in said
    assert "numbers to dial" in said


def test_out_and_in_again(kapea, keepers, tmp_path):
    out, file = tmp_path / "out.json", tmp_path / "theirs.json"
    assert kapea("export", "small", "-o", str(out))[0] == 0
    assert [each for service in json.loads(out.read_bytes()) for each in faults("service", service)] == []
    assert len(json.loads(kapea("export", "small")[1])) == len(json.loads(out.read_bytes()))
    file.write_bytes(theirs())
    asked = ("--organisation", "River", "--source", "their own file", "--kind", "NGO")
    exit, said = kapea("import", "small", str(file), *asked)
    assert (exit, said) == (0, "1 services wait for somebody to approve them.\n")
    assert DirectoryEdit.objects.get().state == "proposed"
    exit, said = kapea("import", "small", str(file), *asked)
    assert exit == 1
    assert "waits already" in said
    file.write_bytes(b"[")
    assert kapea("import", "small", str(file), *asked)[0] == 2
    assert kapea("import", "small", str(file), "--organisation", "Nobody", "--source", "x")[0] == 2


def test_where_nothing_is_live_it_says_so(kapea):
    assert kapea("due", "atlantis")[0] == 2
    assert kapea("export", "atlantis")[0] == 2
    assert kapea("publish", "atlantis")[0] == 1
