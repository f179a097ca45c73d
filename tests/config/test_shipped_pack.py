"""What came along stands in only once it is proved, and is proved once."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checker.small_pack import files

from kapea.content import folder, shipped_pack
from kapea.content.shipped_pack import last_good_day, proved_shipped_pack
from kapea.core import checker


@pytest.fixture
def packs(tmp_path, settings, monkeypatch):
    """A program that came with the small pack, and an empty home."""
    settings.HOME = tmp_path / "home"
    for name, data in files().items():
        path = tmp_path / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    monkeypatch.setattr(folder, "shipped", lambda: tmp_path / "packs")
    shipped_pack._proved.cache_clear()
    yield tmp_path / "packs"
    shipped_pack._proved.cache_clear()


@pytest.fixture
def checks(monkeypatch):
    """How often a pack was checked."""
    asked = []
    real = checker.check
    monkeypatch.setattr(checker, "check", lambda *given, **more: asked.append(1) or real(*given, **more))
    return asked


def change(packs, name, old, new):
    file = packs / "small" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_pack_that_passes_stands_in_and_is_not_walked_again_by_the_next_process(packs, checks):
    first = proved_shipped_pack("small")
    assert first is not None
    assert proved_shipped_pack("small") is first
    shipped_pack._proved.cache_clear()
    again = proved_shipped_pack("small")
    assert again is not None
    assert (again.hash, len(checks)) == (first.hash, 1)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [EMERGENCY, HELPLINE, HEALTH]"),
        ("journeys/help.yaml", "show: [machine, not-kept]", "show: [not-kept]"),
        ("contacts.yaml", "order:\n", "order: [\n"),
        ("pack.toml", 'leave_to = "https', 'begun = true\nleave_to = "https'),
    ],
    ids=["the police first", "who speaks is not said", "a file that does not read", "a pack only begun"],
)
def test_a_pack_that_does_not_pass_never_stands_in(packs, checks, name, old, new):
    change(packs, name, old, new)
    assert proved_shipped_pack("small") is None
    assert proved_shipped_pack("small") is None
    assert len(checks) <= 1


def test_what_was_proved_says_nothing_of_a_pack_that_was_changed_since(packs, checks):
    assert proved_shipped_pack("small") is not None
    shipped_pack._proved.cache_clear()
    change(packs, "journeys/help.yaml", "show: [machine, not-kept]", "show: [not-kept]")
    assert proved_shipped_pack("small") is None
    assert len(checks) == 2


def test_a_home_that_cannot_be_written_costs_time_and_nothing_else(packs, settings, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    settings.HOME = tmp_path / "file"
    assert proved_shipped_pack("small") is not None


def test_a_number_that_is_old_by_now_takes_nobody_away(packs):
    release = proved_shipped_pack("small")
    assert release is not None
    assert last_good_day(release, date(2026, 11, 24)) == date(2026, 11, 24)
    assert last_good_day(release, date(2030, 1, 1)) == date(2027, 5, 23)


def test_a_pack_that_did_not_come_along_is_none(packs):
    assert proved_shipped_pack("elsewhere") is None
