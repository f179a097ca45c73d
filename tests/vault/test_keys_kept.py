"""Keys come back from a backup, a drill proves that they do, and shares stand on paper only."""

from __future__ import annotations

import re

import pytest
from tests.home import migrated
from tests.vault.people import LATER, ORGANISATION, new_staff
from tests.vault.typing_keys import at_terminal, typed

from kapea.audit.models import Event
from kapea.vault.deployment import mark_key_store
from kapea.vault.models import KeyStoreMark, OpenKey, RecordRetention, RecordWrap, RecoveryKey, StaffKey
from kapea.vault.quorum import draw_recovery_key, keep_recovery_key, replace_recovery_key
from kapea.vault.record_keys import new_record, open_record
from kapea.vault.staff_keys import unlock


@pytest.fixture
def shares(stores, at):
    return with_quorum(at)


def with_quorum(at) -> tuple[str, ...]:
    mark_key_store(by="ops", at=at)
    keep_recovery_key(new := draw_recovery_key(ORGANISATION, threshold=2, holders=3), at=at)
    return new.shares


class TestDrill:
    @pytest.fixture
    def backup(self, shares, tmp_path):
        file = tmp_path / "backup.sqlite3"
        assert typed("backup", str(file))[0] == 0
        return str(file)

    def test_shares_and_a_backup_that_work_are_written_down(self, shares, backup):
        code, said = typed("drill", backup, "--organisation", ORGANISATION, answers=shares[:2])
        assert (code, "1 wraps. The drill is written down" in said) == (0, True)
        assert RecoveryKey.objects.get().checked_at is not None

    def test_too_few_are_told_how_many_are_missing(self, shares, backup):
        code, said = typed("drill", backup, "--organisation", ORGANISATION, answers=(shares[0], shares[0]))
        assert (code, "given twice" in said) == (1, True)

    def test_an_organisation_without_a_key_is_told(self, backup):
        code, said = typed("drill", backup, "--organisation", "org-2")
        assert (code, "no recovery key" in said) == (2, True)

    def test_a_file_that_is_no_backup_is_told(self, shares, tmp_path):
        file = tmp_path / "no.sqlite3"
        file.write_bytes(b"")
        code, said = typed("drill", str(file), "--organisation", ORGANISATION, answers=shares[:2])
        assert (code, "no backup of a key store" in said) == (1, True)

    def test_a_backup_of_another_key_store_is_told(self, shares, backup):
        KeyStoreMark.objects.update(mark="another")
        code, said = typed("drill", backup, "--organisation", ORGANISATION, answers=shares[:2])
        assert (code, "of another key store" in said) == (1, True)

    def test_a_backup_from_before_the_key_is_told(self, backup, at):
        replace_recovery_key(
            new := draw_recovery_key(ORGANISATION, threshold=2, holders=2), None, by="ops", at=at
        )
        code, said = typed("drill", backup, "--organisation", ORGANISATION, answers=new.shares)
        assert (code, "older than this recovery key" in said) == (1, True)


class TestBackup:
    def test_one_that_was_written_is_in_the_trail_and_one_that_was_not_is_not(self, stores, at, tmp_path):
        with_quorum(at)
        file = str(tmp_path / "backup.sqlite3")
        assert [typed("backup", file)[0] for _ in range(2)] == [0, 2], "the file is there already"
        assert Event.objects.filter(action="keys.backup", subject="key-store").count() == 1

    def test_on_sqlite(self, stores, at, tmp_path):
        self.comes_back(at, str(tmp_path / "backup.sqlite3"))

    def test_on_postgresql(self, postgres_stores, at, tmp_path):
        self.comes_back(at, str(tmp_path / "backup.sqlite3"))

    def comes_back(self, at, file):
        with_quorum(at)
        ana = new_staff("ana", at)
        key = new_record("case-1", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        sealed = key.seal("words", b"told")
        unlock("key-ana", ana.passphrase, at=at)
        typed("backup", file)
        assert typed("restore", file)[0] == 1, "there is something in it"
        for model in (StaffKey, RecordWrap, RecordRetention, RecoveryKey, KeyStoreMark, OpenKey):
            model.objects.all().delete()
        code, said = typed("restore", file)
        assert (code, "that of this deployment" in said) == (0, True)
        named = {"record": "case-1", "purpose": "story", "reader": "member-ana"}
        opened = open_record(ana.private, **named, organisation=ORGANISATION, at=at)
        assert opened.open("words", sealed) == b"told"
        assert not OpenKey.objects.exists()
        new_record("case-2", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)


def test_each_share_is_shown_once_to_whoever_sits_there_and_stands_in_no_file(tmp_path):
    home = migrated(tmp_path / "home")
    code, shown = at_terminal(
        home, "keys", "init", "--organisation", "org-1", "--threshold", "2", "--holders", "3"
    )
    assert code == 0, shown
    pages = [page.partition("\r\n\r\n")[0] for page in shown.split("\033[2J\033[3J\033[H")]
    numbered = [re.findall(r"\b\d\d? ([a-z]{4,8})\b", page) for page in pages]
    shares = [" ".join(words) for words in numbered if len(words) == 33]
    assert len(set(shares)) == len(shares) == 3
    written = b"".join(path.read_bytes() for path in home.folder.rglob("*") if path.is_file())
    assert not any(share.encode() in written for share in shares)
    assert all(len(re.findall(re.escape(words[8:20]), shown)) <= 1 for words in shares)
