"""The pages that the proxy shows while nothing answers: who to call, in every country and language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.packs import AT, COUNTRIES, world
from tests.pages.conftest import DIALS

from kapea.web.public import away
from kapea.web.public.away import AwayPages, away_pages


@pytest.fixture(scope="module")
def worlds():
    return [world(country) for country in COUNTRIES]


@pytest.fixture
def four(settings):
    settings.KAPEA_PACKS = list(COUNTRIES)


@pytest.fixture
def pages(worlds, four):
    return away_pages(worlds, lambda: AT)


def test_every_page_names_somebody_to_call_but_the_one_after_leave(pages):
    assert {name for name, page in pages.items() if not DIALS.search(page)} == {"left"}


def test_there_is_one_for_each_language_of_each_country(pages):
    named = {"km-kh", "en-kh", "sw-ke", "en-ke", "ne-np", "en-np", "fil-ph", "en-ph"}
    assert pages.keys() == named | {"any", "left"}


def test_no_page_says_that_somebody_is_open_now(worlds, four, pages):
    """Nobody knows when it is read: a page made by day is, word for word, the one made by night."""
    by_day = away_pages(worlds, lambda: AT - timedelta(hours=10))
    assert by_day == pages


def test_they_are_written_when_another_release_is_live_or_a_day_begins_and_not_otherwise(
    worlds, four, tmp_path, monkeypatch
):
    times = [AT]
    written: list[str] = []
    monkeypatch.setattr(away, "write_whole", lambda path, data, mode: written.append(path.name))
    kept = AwayPages(tmp_path, lambda: times[-1])
    kept.follow(worlds[:1])
    assert sorted(written) == ["any.html", "en-kh.html", "km-kh.html", "left.html"]
    written.clear()
    kept.follow(worlds[:1])
    assert written == []
    kept.follow(worlds)
    assert "sw-ke.html" in written
    written.clear()
    times.append(AT + timedelta(days=1))
    kept.follow(worlds)
    assert "sw-ke.html" in written


def test_the_proxys_own_account_may_read_them(worlds, four, tmp_path):
    AwayPages(tmp_path / "away", lambda: datetime(2026, 11, 24, tzinfo=UTC)).follow(worlds)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "away").iterdir()}
    assert len(modes) == 10
    assert set(modes.values()) == {0o644}


def test_a_folder_that_takes_nothing_is_said_once_a_look_and_stops_nobody(worlds, four, tmp_path, caplog):
    (tmp_path / "away").write_text("a file where the folder should be")
    kept = AwayPages(tmp_path / "away", lambda: AT)
    kept.follow(worlds)
    kept.follow(worlds)
    assert [record.getMessage() for record in caplog.records] == [
        "web: the pages for the proxy are not on disk: FileExistsError"
    ] * 2
