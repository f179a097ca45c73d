"""What `kapea backup` keeps of staff: second steps come back with their people; sessions do not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.db import transaction
from tests import postgres
from tests.migrated import migrate
from tests.staff.cast import PASSPHRASE, SECRET, Person, browser, make_cast_with_cases, signed_in
from tests.staff.entering import SECOND, code, gives_passphrase, is_in
from tests.staff.soft_authenticator import SoftAuthenticator
from tests.vault.conftest import connected, migrated_files, stores

from kapea.cli.backup import LEFT_OUT, OF_LIBRARIES, _models, read_backup, write_backup
from kapea.config import databases
from kapea.people.models import Organisation, StaffSession, User
from kapea.studies.models import Study, StudyCodebook, StudyScopeAnswer, StudySeat, StudySessionEntry
from kapea.web.staff.gate import FACTORS

__all__ = ["migrated_files", "stores"]

ADD = "/staff/second-factor/passkeys/add"
UNUSED = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "sessions.Session",
}
"""Tables of libraries with nothing in them that anybody needs elsewhere."""


@contextmanager
def new_database(kind: str, folder: Path) -> Iterator[None]:
    """For as long as it is entered, `default` is a new database of that kind with nothing in it."""
    address = postgres.shared().database(f"backup_{folder.name}"[:40]) if kind == "postgres" else ""
    with connected({"default": databases.from_url(address, folder)}):
        migrate("default")
        yield


class Backup:
    """Somebody of every second step, as a file that was written where they work."""

    def __init__(self, file: Path, moment) -> None:
        with transaction.atomic():
            self.person: Person = make_cast_with_cases(moment).pupil
        self.person.user.set_password(PASSPHRASE)
        self.person.user.save()
        self.key = SoftAuthenticator()
        assert self.key.registers(signed_in(self.person, moment), ADD).status_code == 302
        self.paper = RecoveryCodes.activate(self.person.user).generate_codes()
        self.rows = list(Authenticator.objects.order_by("id").values())
        add_to_a_study()
        self.counts = rows_by_model()
        self.file = file
        write_backup(file, "default")


def add_to_a_study() -> None:
    """Rows that point at rows that point at others, also one to one: whatever order they are copied in."""
    seat = StudySeat.objects.get(session__study=Study.objects.order_by("id").first())
    StudyScopeAnswer.objects.create(seat=seat, answer="a1", document={})
    StudySessionEntry.objects.create(
        session=seat.session, entry="e1", content={}, came_at=seat.session.study.started_at
    )
    StudyCodebook.objects.create(study=seat.session.study, document={})


def rows_by_model() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in _models("default")}


@pytest.fixture(params=[("sqlite", "postgres"), ("postgres", "sqlite")], ids="-to-".join)
def restored(request, stores, tmp_path, moment) -> Iterator[Backup]:
    """Written in a database of one kind, restored into one of the other; the key store stays."""
    source, target = request.param
    with new_database(source, tmp_path):
        backup = Backup(tmp_path / "kept", moment)
    (tmp_path / "elsewhere").mkdir()
    with new_database(target, tmp_path / "elsewhere"):
        read_backup(backup.file, "default")
        yield backup


def test_each_second_step_lets_in_where_it_was_restored(restored):
    assert list(Authenticator.objects.order_by("id").values()) == restored.rows
    for given in (code(), restored.paper[3]):
        client = browser()
        assert gives_passphrase(client, restored.person).headers["Location"] == SECOND
        assert not is_in(client)
        client.post(SECOND, {"code": given})
        assert is_in(client)
    by_passkey = browser()
    gives_passphrase(by_passkey, restored.person)
    assert restored.key.signs(by_passkey, SECOND).status_code == 302
    assert is_in(by_passkey)


def test_every_row_comes_back_whatever_it_points_at(restored):
    assert {
        label: count for label, count in restored.counts.items() if label.startswith("studies.") and count
    }
    assert rows_by_model() == restored.counts


def test_a_passphrase_alone_sets_up_no_other_second_step(restored):
    client = browser()
    gives_passphrase(client, restored.person)
    for address in ("/staff/second-factor/codes/add", ADD, "/staff/office/"):
        assert client.get(address).headers["Location"] == "/staff/sign-in"


def test_numbers_go_on_after_those_that_came_back(restored, moment):
    """PostgreSQL keeps them apart from the rows: the next second step must not want a number that is had."""
    most = max(row["id"] for row in restored.rows)
    client = signed_in(restored.person, moment)
    assert SoftAuthenticator().registers(client, ADD).status_code == 302
    assert Authenticator.objects.filter(user=restored.person.user, id__gt=most).count() == 1
    assert Authenticator.objects.filter(user=restored.person.user, type__in=FACTORS).count() == 3


def test_nobody_is_signed_in_by_a_backup(restored):
    assert not StaffSession.objects.exists()


def test_what_a_backup_holds_of_staff_is_hashed_or_sealed(stores, tmp_path, moment):
    written = Backup(tmp_path / "kept", moment)
    held = written.file.read_bytes()
    assert written.person.user.username.encode() in held
    for secret in (PASSPHRASE, SECRET, *written.paper):
        assert secret.encode() not in held


def test_a_file_that_lacks_second_steps_is_refused_whole(stores, tmp_path, moment, capsys):
    """As one of an earlier build does: people without their second step would be worse than nobody."""
    file = Backup(tmp_path / "kept", moment).file
    with closing(sqlite3.connect(file)) as database:
        database.execute("DROP TABLE mfa_authenticator")
    (tmp_path / "elsewhere").mkdir()
    with new_database("sqlite", tmp_path / "elsewhere"):
        with pytest.raises(SystemExit) as ended:
            read_backup(file, "default")
        assert (ended.value.code, User.objects.count(), Organisation.objects.count()) == (1, 0, 0)
    assert "it has no mfa_authenticator" in capsys.readouterr().err


def test_of_every_table_it_is_said_whether_it_is_kept():
    """A library that comes to hold something of ours must not be forgotten."""
    labels = {model._meta.label for model in apps.get_models()}
    kept = {model._meta.label for store in ("default", "keys") for model in _models(store)}
    assert kept | LEFT_OUT | UNUSED == labels
    assert kept >= OF_LIBRARIES
    assert not kept & (LEFT_OUT | UNUSED)
