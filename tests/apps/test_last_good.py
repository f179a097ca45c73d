"""The last good release of a country is kept as a file, and what proved it is known."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from tests.apps.serving import AT, served
from tests.pages.conftest import Visitor, dials
from tests.small_releases import countries, small

from kapea.content import actions, engine, last_good, queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


class TestLastGoodFile:
    def test_it_is_for_its_owner_only(self, publish, home):
        publish(small())
        file = home / "last_good" / "small.release"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert os.listdir(file.parent) == ["small.release"]

    def test_it_follows_a_roll_back(self, publish, django_capture_on_commit_callbacks):
        publish(small())
        publish(small(version="2"))
        with django_capture_on_commit_callbacks(execute=True):
            actions.roll_back(pack="small", by="tester", at=AT)
        assert last_good.last_good("small") == small()

    def test_a_refused_publishing_leaves_it(self, publish):
        publish(small())
        with pytest.raises(actions.PublishRefused):
            publish(small(journeys={}))
        assert last_good.last_good("small") == small()

    def test_a_full_disk_stops_no_publishing(self, publish, monkeypatch, caplog):
        def full(*args):
            raise OSError(28, "no space left on device")

        monkeypatch.setattr(last_good, "write_whole", full)
        assert publish(small()).moved
        assert "not on disk" in caplog.text

    def test_with_the_database_away_from_the_start_its_pages_are_served(self, publish):
        publish(small())

        def away(*args):
            raise DatabaseError

        with connection.execute_wrapper(away):
            assert served() == small()


class TestFiveCountries:
    def test_publishing_and_rolling_back_keeps_every_page_of_every_country(self, publish, settings):
        lands = countries(5)
        settings.KAPEA_PACKS = [each.id for each in lands]
        for each in lands:
            publish(each)
        addresses = [f"/{language}-{each.country.lower()}/" for each in lands for language in each.languages]
        visitor = Visitor()

        def every_page_stands():
            queries.worlds._looked.clear()
            assert dials(visitor.get("/"))
            assert {a: visitor.get(a).status_code for a in addresses} == dict.fromkeys(addresses, 200)

        every_page_stands()
        for at, each in enumerate(lands):
            publish(small(each.id, f"new {at}", country=each.country))
            every_page_stands()
        actions.roll_back(pack=lands[0].id, by="tester", at=AT)
        every_page_stands()


class TestEngineFingerprint:
    def test_it_changes_with_what_decides_and_with_nothing_else(self, tmp_path, monkeypatch):
        for name in ("dialogue/turn.py", "checker/wording.py", "paper/piece.py"):
            (tmp_path / name).parent.mkdir()
            (tmp_path / name).write_text("x = 1\n")
        (tmp_path / "__init__.py").touch()
        monkeypatch.setattr(engine.core, "__file__", str(tmp_path / "__init__.py"))
        fingerprint = engine.engine_fingerprint.__wrapped__
        before = fingerprint()
        (tmp_path / "paper/piece.py").write_text("x = 2\n")
        assert fingerprint() == before
        for name in ("dialogue/turn.py", "checker/wording.py"):
            (tmp_path / name).write_text("x = 2\n")
            assert fingerprint() != before
            before = fingerprint()

    def test_every_room_it_reads_is_there(self):
        root = Path(engine.core.__file__).parent
        assert all((root / room).is_dir() for room in engine.DECIDING)
