"""A proof is told again only where nothing that it rests on has changed; its folder may go at any time."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.core.checker.small_pack import ON

from kapea.cli import common, proving
from kapea.core.checker.report import Report


@pytest.fixture(autouse=True)
def proofs(tmp_path, monkeypatch):
    """A folder of proofs of this test's own, and a list of the checks that were made."""
    monkeypatch.setenv("KAPEA_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "proofs"


@pytest.fixture
def made(monkeypatch) -> list[date]:
    checks: list[date] = []
    real = common.checked

    def counted(built, on, live=False, memory=None):
        checks.append(on)
        return real(built, on, live, memory)

    monkeypatch.setattr(common, "checked", counted)
    return checks


def test_an_unchanged_pack_is_told_again_and_not_walked(pack, made):
    first, was_made = proving.proved(pack, ON)
    again, is_known = proving.proved(pack, ON)
    assert (was_made, is_known, len(made)) == (False, True, 1)
    assert again == first, "findings, ways and figures, to the last"


CHANGES = {
    "a sentence": ("situations/S01.yaml", b"You did nothing wrong.", b"You are not stupid."),
    "a drawing": ("pictures/person.svg", b"0 0 24 24", b"0 0 25 25"),
    "a translation": ("locale/km/all.po", b"msgid", b"#, fuzzy\nmsgid"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_file_changes_it_is_proved_anew(pack, made, change):
    proving.proved(pack, ON)
    path, old, new = CHANGES[change]
    file = pack / path
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    assert proving.proved(pack, ON)[1] is False
    assert len(made) == 2


def test_a_new_file_and_another_day_and_the_release_gate_are_proved_anew(pack, made):
    proving.proved(pack, ON)
    assert proving.proved(pack, ON.replace(day=25))[1] is False
    assert proving.proved(pack, ON, live=True)[1] is False
    (pack / "pictures" / "house.svg").write_bytes((pack / "pictures" / "person.svg").read_bytes())
    assert proving.proved(pack, ON)[1] is False
    assert len(made) == 4


def test_another_program_proves_anew(pack, made, monkeypatch):
    proving.proved(pack, ON)
    monkeypatch.setattr(proving, "program_fingerprint", lambda: "another")
    assert proving.proved(pack, ON)[1] is False


def test_it_is_proved_anew_when_asked(pack, made):
    proving.proved(pack, ON)
    assert proving.proved(pack, ON, fresh=True)[1] is False
    assert len(made) == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b'{"pack": "small"'])
def test_a_damaged_proof_is_made_anew(pack, made, proofs, damage):
    proving.proved(pack, ON)
    [kept] = proofs.glob("*.json")
    kept.write_bytes(damage)
    assert proving.proved(pack, ON)[1] is False
    assert proving.proved(pack, ON)[1] is True


def test_without_a_folder_to_keep_them_in_every_check_is_made(pack, made, proofs):
    proofs.parent.mkdir(parents=True)
    proofs.write_text("a file stands where the folder would be")
    assert [proving.proved(pack, ON)[1] for _ in range(2)] == [False, False]


def test_the_oldest_proofs_make_room(pack, proofs, monkeypatch):
    monkeypatch.setattr(proving, "MOST_KEPT", 2)
    for day in (21, 22, 23, 24):
        proving.proved(pack, ON.replace(day=day))
    assert len(list(proofs.glob("*.json"))) == 2


def test_a_report_is_read_back_whole(pack):
    report, _ = proving.proved(pack, ON, live=True)
    assert report.problems
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report


def test_where_no_home_is_set_proofs_are_with_what_programs_keep_for_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv("KAPEA_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert proving._folder() == tmp_path / "kapea" / "proofs"


def test_publishing_never_asks_for_a_kept_proof():
    from kapea.cli import publish, serve

    assert "proving" not in vars(publish)
    assert "proving" not in vars(serve)
