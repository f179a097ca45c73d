"""The release that stands in when the database has none: the very one that passed, or none at all."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import released

from kapea.content import engine, last_good
from kapea.core.pack.model import Release, encode_release


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    return tmp_path / "home"


@pytest.fixture(scope="module")
def release() -> Release:
    return released()


def keep(release: Release, pack: str = "small") -> None:
    last_good.keep_last_good(pack, release.hash, encode_release(release))


def file_of(home, pack: str = "small"):
    return home / "last_good" / f"{pack}.release"


def test_what_passed_is_read_back_whole(home, release):
    keep(release)
    assert last_good.last_good("small") == release


def test_a_home_without_any_has_none(home):
    assert last_good.last_good("small") is None
    assert last_good.read_last_good("small") is None


def test_what_passed_with_another_engine_is_kept_and_not_served(home, release, monkeypatch):
    keep(release)
    monkeypatch.setattr(last_good, "engine_fingerprint", lambda: "0" * 64)
    assert last_good.last_good("small") is None
    kept = last_good.read_last_good("small")
    assert kept is not None
    assert kept.hash == release.hash


@pytest.mark.parametrize("damage", [b"", b"\x00", b"not a release", b"\x93\xc0\xc0\xc0"])
def test_a_damaged_file_is_as_none_and_never_an_error(home, release, damage):
    keep(release)
    file_of(home).write_bytes(damage)
    assert last_good.last_good("small") is None


def test_a_file_that_lost_its_end_is_not_served(home, release):
    keep(release)
    whole = file_of(home).read_bytes()
    file_of(home).write_bytes(whole[: len(whole) // 2])
    assert last_good.last_good("small") is None


def test_words_that_were_changed_in_the_file_are_not_served(home, release, caplog):
    texts = {**release.texts, "en": {**release.texts["en"], "help.machine": "Send us a picture."}}
    body = encode_release(msgspec.structs.replace(release, texts=texts))
    last_good.keep_last_good("small", release.hash, body)
    assert last_good.last_good("small") is None
    assert release.hash[:12] in caplog.text


def test_the_release_of_one_country_is_never_served_as_that_of_another(home, release):
    keep(release)
    file_of(home).rename(file_of(home, "kenya"))
    assert last_good.last_good("kenya") is None


def test_the_newer_takes_the_place_of_the_older(home, release):
    other = released(("words.yaml", "This page is closed.", "This page has ended."))
    keep(release)
    keep(other)
    assert last_good.last_good("small") == other
    assert [path.name for path in (home / "last_good").iterdir()] == ["small.release"]


def test_a_disk_that_takes_no_more_stops_no_publishing_and_leaves_the_old_one(
    home, release, monkeypatch, caplog
):
    keep(release)

    def full(path, data):
        raise OSError("No space left on device")

    monkeypatch.setattr(last_good, "write_whole", full)
    last_good.keep_last_good("small", "f" * 64, b"newer")
    assert last_good.last_good("small") == release
    assert "small" in caplog.text


class TestEngine:
    def test_the_same_code_has_the_same_fingerprint_each_time(self):
        first = engine.engine_fingerprint()
        engine.engine_fingerprint.cache_clear()
        assert engine.engine_fingerprint() == first
        assert len(first) == 64

    @pytest.mark.parametrize("room", engine.DECIDING)
    def test_every_room_that_decides_is_looked_at(self, room, tmp_path, monkeypatch):
        """A copy of the rooms, one line changed in one of them."""
        for each in engine.DECIDING:
            (tmp_path / each).mkdir()
            (tmp_path / each / "decides.py").write_text("WHO = 1\n", "utf-8")
        monkeypatch.setattr(engine.core, "__file__", str(tmp_path / "__init__.py"))
        before = engine.engine_fingerprint.__wrapped__()
        (tmp_path / room / "decides.py").write_text("WHO = 2\n", "utf-8")
        assert engine.engine_fingerprint.__wrapped__() != before

    def test_what_only_lays_out_paper_changes_nobodys_way(self, tmp_path, monkeypatch):
        (tmp_path / "paper").mkdir()
        monkeypatch.setattr(engine.core, "__file__", str(tmp_path / "__init__.py"))
        before = engine.engine_fingerprint.__wrapped__()
        (tmp_path / "paper" / "piece.py").write_text("WIDE = 2\n", "utf-8")
        assert engine.engine_fingerprint.__wrapped__() == before
