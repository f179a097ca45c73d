"""`kapea backup` and `kapea restore`: what is the operator's own goes on elsewhere; a conversation never."""

from __future__ import annotations

import sqlite3

import pytest
from django.apps import apps
from tests import postgres
from tests.home import Home, migrated, prepared

from kapea.cli.backup import LEFT_OUT


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A home with a conversation in it, by the web and by a chat, and its backup."""
    folder = tmp_path_factory.mktemp("from")
    home = prepared(folder / "home", packs=("cambodia",))
    with sqlite3.connect(home.file) as database:
        database.execute(
            "INSERT INTO guide_conversation (id, sealed, turn, expires_at) VALUES (?, ?, 1, ?)",
            ("XyzzyPlanted", b"XyzzyPlanted", "2027-01-01"),
        )
        database.execute(
            "INSERT INTO outbox_queuedreply (id, conversation, number, door, sealed, status, due_at, "
            "expires_at, tries, reason) VALUES (?, ?, 1, 'sms', ?, 'waiting', ?, ?, 0, '')",
            ("XyzzyPlanted", "XyzzyPlanted", b"XyzzyPlanted", "2027-01-01", "2027-01-02"),
        )
        database.execute(
            "INSERT INTO outbox_standingmessage (id, conversation, door, sealed, expires_at) "
            "VALUES (?, ?, 'telegram', ?, ?)",
            ("XyzzyPlanted", "XyzzyPlanted", b"XyzzyPlanted", "2027-01-02"),
        )
        database.execute(
            "INSERT INTO outbox_claimedmessage (id, day) VALUES (?, ?)", ("XyzzyPlanted", "2027-01-01")
        )
        database.execute("INSERT INTO outbox_writingpace (id, full_at) VALUES (?, ?)", ("XyzzyPlanted", 1))
    database.close()
    told = home.kapea("backup", str(folder / "kept"))
    assert told.returncode == 0, told.stderr
    return home, folder / "kept"


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(request, tmp_path) -> Home:
    address = postgres.shared().database(f"new_{tmp_path.name}"[:40]) if request.param == "postgres" else ""
    return migrated(tmp_path / "home", address)


def test_what_was_live_is_live_where_it_is_restored(written, elsewhere):
    home, kept = written
    told = elsewhere.kapea("restore", str(kept))
    assert told.returncode == 0, told.stderr
    assert "as they were written" in elsewhere.kapea("audit", "verify").stdout
    assert elsewhere.kapea("releases").stdout == home.kapea("releases").stdout
    assert "was live already" in elsewhere.kapea("rollback", "cambodia", "--to", live(home)).stdout


def live(home: Home) -> str:
    line = next(each for each in home.kapea("releases").stdout.splitlines() if each.startswith("→"))
    return line.split()[2]


def test_no_conversation_is_in_it_and_nothing_that_waits_to_be_sent(written):
    assert b"XyzzyPlanted" not in written[1].read_bytes()


def test_it_is_not_put_upon_something(written):
    home, kept = written
    told = home.kapea("restore", str(kept))
    assert told.returncode == 1
    assert "something in this database already" in told.stderr


def test_it_is_not_written_over_another(written):
    home, kept = written
    assert home.kapea("backup", str(kept)).returncode == 2


def test_only_its_account_can_read_it(written):
    assert written[1].stat().st_mode & 0o077 == 0


def test_what_is_left_out_is_there():
    """A name that no model has would leave nothing out."""
    assert {model._meta.label for model in apps.get_models()} >= LEFT_OUT
