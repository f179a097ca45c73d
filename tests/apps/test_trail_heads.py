"""Heads of the trail: signed, written once a day, and what `kapea audit` says with them and without."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.apps.chains import write
from tests.databases import without_triggers
from tests.packs import AT

from kapea.audit import queries
from kapea.audit.append_only import is_guarded, unguard
from kapea.audit.chain import head_bytes
from kapea.audit.models import ChainHead, Event
from kapea.cli import common
from kapea.cli.main import main
from kapea.guide import upkeep
from kapea.vault import audit_heads
from kapea.vault.signing import UnusableSigningKey, is_signed_by, signer_at

DAY = date(2026, 11, 29)
SIGNATURE = (
    "ba5998a0eeb16690d858a2d2b2329106f63e7f5ce691cd5793df94154b0de470"
    "86bd47ef2c22e121d7c837ea4ff05f85c5739366c88a67125ef5c32484407709"
)
SEED = "00" * 31 + "01"


@pytest.fixture
def files(tmp_path, settings):
    """Where this test's key and heads are."""
    settings.KAPEA_AUDIT_KEY_FILE = str(tmp_path / "audit.key")
    settings.KAPEA_AUDIT_HEADS = str(tmp_path / "heads.txt")
    return tmp_path


@pytest.fixture
def kapea(db, files, monkeypatch):
    """A command of `kapea audit`, on the database of this test."""
    monkeypatch.setattr(common, "database", lambda **_: None)

    def run(*words: object, code: int = 0, stdin: str = "") -> Result:
        done = CliRunner().invoke(main, ["audit", *map(str, words)], input=stdin, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done

    return run


# --- signing ----------------------------------------------------------------------------------


def test_a_key_is_made_once_for_its_owner_only_and_found_again(tmp_path):
    path = tmp_path / "audit.key"
    made = signer_at(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert signer_at(path).public == made.public
    assert os.listdir(tmp_path) == ["audit.key"]
    assert path.read_text().strip() not in repr(made)


def test_a_signature_is_what_it_was(tmp_path):
    """Heads of today must be proved for ever: Ed25519 gives one signature for one key and one text."""
    (tmp_path / "key").write_text(f"{SEED}\n")
    signer = signer_at(tmp_path / "key")
    assert signer.public == "4cb5abf6ad79fbf5abbccafcc269d85cd2651ed4b885b5869f241aedf0a5ba29"
    assert signer.sign(head_bytes(DAY, "a", 7, "ab" * 32)) == SIGNATURE


@settings(max_examples=settings().max_examples // 5)
@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(0, 511))
def test_a_signature_holds_for_its_bytes_and_its_key_only(tmp_path_factory, data, other, bit):
    folder = tmp_path_factory.getbasetemp()
    signer, another = signer_at(folder / "one.key"), signer_at(folder / "another.key")
    signature = signer.sign(data)
    flipped = bytearray.fromhex(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert is_signed_by(signer.public, data, signature)
    assert not is_signed_by(another.public, data, signature)
    assert not is_signed_by(signer.public, data, flipped.hex())
    assert is_signed_by(signer.public, other, signature) == (other == data)


@pytest.mark.parametrize("wrong", ["", "no hex", "ab", "é"])
def test_what_is_no_signature_or_no_key_is_refused_without_a_fuss(tmp_path, wrong):
    signer = signer_at(tmp_path / "audit.key")
    assert not is_signed_by(signer.public, b"", wrong)
    assert not is_signed_by(wrong, b"", signer.sign(b""))
    (tmp_path / "other.key").write_text(wrong)
    with pytest.raises(UnusableSigningKey, match="Put the file back"):
        signer_at(tmp_path / "other.key")


# --- the file of heads ----------------------------------------------------------------------------


def test_each_chain_has_a_line_of_the_day(db, files):
    write(3), write(1, "")
    lines = audit_heads.write_heads(day=DAY)
    assert [line.split(" ")[:3] for line in lines] == [["2026-11-29", "-", "1"], ["2026-11-29", "a", "3"]]
    file = files / "heads.txt"
    assert file.read_text().splitlines()[1:] == lines
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read = audit_heads.read_heads(file, audit_heads.signature_check(audit_heads.known_keys()))
    assert {name: [p.number for p in points] for name, points in read.points.items()} == {"": [1], "a": [3]}
    assert read.bad_lines == []


def test_asked_again_the_same_line_is_not_put_twice_and_a_new_one_is(db, files):
    write(1)
    one = audit_heads.write_heads(day=DAY)
    assert audit_heads.write_heads(day=DAY) == one
    write(1)
    two = audit_heads.write_heads(day=DAY)
    assert (files / "heads.txt").read_text().splitlines()[1:] == one + two


def test_without_a_row_there_is_no_head_and_no_key_is_made(db, files):
    assert audit_heads.write_heads(day=DAY) == []
    assert list(files.iterdir()) == []


def test_a_server_writes_them_once_a_day_however_many_workers_ask(db, files):
    write(1)
    at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    workers = [audit_heads.DailyHeads(), audit_heads.DailyHeads()]
    for hours in (0, 1, 2):
        for worker in workers:
            worker.write(at=at + timedelta(hours=hours))
        write(1)
    workers[0].write(at=at + timedelta(days=1))
    lines = (files / "heads.txt").read_text().splitlines()[1:]
    assert [line.split(" ")[0::2][:2] for line in lines] == [["2026-11-29", "1"], ["2026-11-30", "4"]]


def test_the_day_is_the_local_one(db, files, monkeypatch):
    write(1)
    monkeypatch.setenv("TZ", "Asia/Phnom_Penh")
    time.tzset()
    try:
        audit_heads.DailyHeads().write(at=datetime(2026, 11, 29, 18, tzinfo=UTC))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert "\n2026-11-30 a 1 " in next(files.glob("*.txt")).read_text()


def test_the_upkeep_of_a_worker_writes_them(db, files):
    write(1)
    upkeep.UpkeepThread(now=lambda: AT).round()
    assert f"{AT.astimezone():%Y-%m-%d} a 1 " in (files / "heads.txt").read_text()


@pytest.mark.parametrize("trouble", ["no folder", "no key"])
def test_where_they_cannot_be_written_the_log_says_so_and_upkeep_goes_on(
    db, files, settings, caplog, trouble
):
    write(1)
    if trouble == "no folder":
        settings.KAPEA_AUDIT_HEADS = str(files / "gone" / "heads.txt")
    else:
        (files / "audit.key").write_text("no key")
    worker = upkeep.UpkeepThread(now=lambda: AT)
    worker.round(), worker.round()
    assert len([r for r in caplog.records if "heads of the trail are not written" in r.getMessage()]) == 2


# --- kapea audit ------------------------------------------------------------------------------------


def test_a_whole_trail_is_said_to_be_whole(kapea):
    assert "no rows yet" in kapea("verify").output
    write(6), write(2, "")
    said = kapea("verify").output
    assert "a: 6 rows, up to number 6, as they were written." in said
    assert "the deployment: 2 rows, up to number 2, as they were written." in said
    assert kapea("verify", "--organisation", "a").output.count("\n") == 1


def test_what_is_wrong_is_named_by_organisation_and_number(kapea):
    write(6), write(2, "b")
    with without_triggers():
        Event.objects.filter(organisation="a", number=4).update(by="another")
        Event.objects.filter(organisation="b", number=1).delete()
    assert kapea("verify", code=1).output.splitlines() == [
        "a: row 4 was changed: its hash is not what its fields give.",
        "b: row 1 was taken out: nothing has that number.",
    ]
    assert kapea("verify", "--organisation", "c").output.startswith("c: 0 rows")


def written_anew(rows: int) -> None:
    """All a thief with the account and the program can do."""
    with without_triggers():
        Event.objects.all().delete()
        ChainHead.objects.all().delete()
    for _ in range(rows):
        write(1)


def test_a_history_written_anew_is_found_with_a_copy_of_the_heads(kapea, files):
    write(6)
    copy = files / "copy.txt"
    copy.write_text(kapea("heads").output)
    written_anew(8)
    (files / "heads.txt").unlink()
    kapea("heads"), kapea("verify")
    said = kapea("verify", "--heads", copy, code=1).output
    assert "a: row 6 was written anew, perhaps with others before it: the head of" in said


def test_a_tail_that_was_cut_off_is_found_with_the_heads_here(kapea):
    write(6), kapea("heads")
    written_anew(0)
    assert "a: rows 1 to 6 were taken away from the end: the head of" in kapea("verify", code=1).output


def test_a_head_that_is_not_ours_or_was_changed_is_named_by_its_line(kapea, files):
    write(6)
    [line] = kapea("heads").output.splitlines()
    day, name, number, hash, signature = line.split(" ")
    forged = signer_at(files / "forged.key").sign(b"whatever")
    copy = files / "copy.txt"
    lines = (
        "# a comment",
        f"2026-01-01 {name} {number} {hash} {signature}",
        f"{day} - {number} {hash} {signature}",
        f"{day} {name} 5 {hash} {signature}",
        f"{day} {name} {number} {'0' * 64} {signature}",
        f"{day} {name} {number} {hash} {forged}",
        "what is this",
        f"{day} {name} six {hash} {signature}",
    )
    copy.write_text("\n".join(lines))
    said = kapea("verify", "--heads", copy, code=1).output
    assert [f"line {n}:" in said for n in range(1, 9)] == [False] + [True] * 7
    assert "a: 6 rows, up to number 6, as they were written." in said


def test_a_key_made_anew_by_a_thief_does_not_hold_against_the_one_on_paper(kapea, files):
    write(6)
    paper, copy = kapea("key").output.strip(), files / "copy.txt"
    copy.write_text(kapea("heads").output)
    (files / "audit.key").unlink()
    assert "no key that is known here signed it" in kapea("verify", "--heads", copy, code=1).output
    kapea("verify", "--heads", copy, "--key", paper)


def test_a_missing_guard_is_a_finding_and_can_be_mended(kapea):
    from django.db import connection

    write(1), unguard(connection)
    assert "kapea audit guard" in kapea("verify", code=1).output
    kapea("guard"), kapea("verify")
    assert is_guarded(connection)


def test_an_old_part_is_cut_away_signed_and_goes_no_further(kapea, files):
    write(6)
    kapea("heads")
    moment = (AT + timedelta(days=1)).strftime("%Y-%m-%d")
    assert kapea("cut", "--before", "2020-01-01", "--organisation", "a", "--yes", code=1).output.startswith(
        "No row"
    )
    assert kapea("cut", "--before", moment, "--organisation", "a", stdin="n\n", code=1)
    assert len(queries.events("a")) == 6
    assert "up to 6" in kapea("cut", "--before", moment, "--organisation", "a", "--yes").output
    write(1)
    assert [each.number for each in queries.events("a")] == [8, 7]
    assert "a: 2 rows, up to number 8, as they were written." in kapea("verify").output
    paper = kapea("key").output.strip()
    (files / "audit.key").unlink(), (files / "heads.txt").unlink()
    assert "a: rows 1 to 6 were cut away on" in kapea("verify", code=1).output
    kapea("verify", "--key", paper)


def test_nothing_is_cut_that_is_not_whole_nor_what_is_not_over(kapea):
    write(6)
    with without_triggers():
        Event.objects.filter(number=2).update(by="another")
    said = kapea("cut", "--before", "2026-11-28", "--organisation", "a", "--yes", code=1).output
    assert "row 2 was changed" in said
    assert "Nothing was cut" in said
    kapea("cut", "--before", "2999-01-01", "--organisation", "a", "--yes", code=2)
    assert len(queries.events("a")) == 6


@pytest.mark.parametrize("words", [("key",), ("heads",), ("verify",)], ids=lambda words: words[0])
def test_a_file_that_holds_no_key_is_said_with_what_to_do(kapea, files, words):
    write(1)
    (files / "audit.key").write_text("no key")
    assert "Put the file back" in kapea(*words, code=3).output


def test_a_copy_that_is_not_there_is_said(kapea):
    assert "gone.txt is not there" in kapea("verify", "--heads", "gone.txt", code=2).output


def test_a_folder_that_is_not_there_is_said_with_what_to_do(kapea, files, settings):
    write(1)
    settings.KAPEA_AUDIT_HEADS = str(files / "gone" / "heads.txt")
    assert "Nothing can be kept at" in kapea("heads", code=3).output


def test_who_runs_a_command_has_a_name_that_may_stand_in_the_trail(monkeypatch):
    from kapea.config.env import Unset

    monkeypatch.setenv("KAPEA_BY", "Sok Dara")
    with pytest.raises(Unset, match="KAPEA_BY"):
        common.operator()
    monkeypatch.setenv("KAPEA_BY", "dara@OFFICE")
    assert common.operator() == "dara@OFFICE"
