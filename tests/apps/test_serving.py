"""Only a release whose bytes are what was stored, and which this engine proved, is served; else another
stands in for it, of the same country.
"""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import msgspec
import pytest
from tests.apps.serving import AT, become_another_engine, damage, served
from tests.live import make_live
from tests.pages.conftest import Visitor, dials
from tests.small_releases import countries, small

from kapea.audit.models import Event
from kapea.content import actions, check_stored, last_good, queries, upgrade
from kapea.content.models import Live, Proof, StoredRelease
from kapea.content.queries import StoredReleases
from kapea.content.worlds import NothingLive
from kapea.core.pack.model import encode_release
from kapea.core.pack.problem import Place, Problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


class TestDamaged:
    def test_a_changed_number_is_never_served_and_the_last_good_one_is(self, publish):
        publish(small())
        damage(small())
        assert served() == small()

    def test_without_that_file_the_latest_other_release_that_passed_is(self, publish, home):
        publish(small(version="older"), AT - timedelta(days=2))
        publish(small(version="old"), AT - timedelta(days=1))
        publish(small())
        damage(small())
        (home / "last_good" / "small.release").unlink()
        assert served() == small(version="old")

    def test_else_the_pack_that_came_with_the_program_is(self, cambodia, at, home):
        live = make_live(cambodia.release)
        StoredRelease.objects.update(body=b"damaged")
        assert served("cambodia") == live

    def test_a_damaged_last_good_file_is_not_served_either(self, publish, home):
        publish(small(version="old"), AT - timedelta(days=1))
        publish(small())
        damage(small())
        file = home / "last_good" / "small.release"
        file.write_bytes(file.read_bytes().replace(b"\xa3100", b"\xa3666"))
        assert served() == small(version="old")

    @pytest.mark.parametrize("noise", [b"", b"\xc1", b"\x00" * 500, b"\x83\xa4hash\xa1x"])
    def test_whatever_that_file_holds_it_stops_nobody(self, publish, home, noise):
        publish(small())
        (home / "last_good" / "small.release").write_bytes(noise)
        assert last_good.last_good("small") is None
        assert served() == small()

    def test_where_nothing_can_stand_in_nothing_is_live(self, publish, home):
        publish(small())
        damage(small())
        (home / "last_good" / "small.release").unlink()
        with pytest.raises(NothingLive):
            served()

    def test_it_is_told_by_its_id(self, publish, caplog):
        publish(small())
        damage(small())
        served()
        assert f"release {small().short_hash} is not served: its bytes are not what was stored" in caplog.text

    def test_publishing_it_again_puts_the_right_bytes_back(self, publish):
        publish(small())
        damage(small())
        assert not publish(small()).moved
        assert bytes(StoredRelease.objects.get().body) == encode_release(small())
        assert StoredReleases().release(small().hash) == small()

    def test_a_country_with_a_damaged_release_keeps_its_own_pages_and_numbers(self, publish, settings):
        lands = countries(5)
        settings.KAPEA_PACKS = [each.id for each in lands]
        for each in lands:
            publish(each)
        damage(lands[2])
        page = Visitor().get("/en-np/")
        assert page.status_code == 200
        assert "tel:100" in dials(page)
        assert "666" not in page.content.decode()


class TestUpgrade:
    def recheck(self, *packs, each=map):
        return actions.recheck_after_upgrade(packs=packs or ("small",), by="tester", at=AT, each=each)

    def test_what_another_engine_proved_is_not_served(self, publish, another_engine):
        publish(small())
        another_engine()
        with pytest.raises(NothingLive):
            served()

    def test_what_passes_again_is_served(self, publish, another_engine):
        publish(small())
        another_engine()
        [outcome] = self.recheck()
        assert outcome == upgrade.Rechecked("small", small().hash, passed=True)
        assert served() == small()
        assert last_good.last_good("small") == small()

    def test_it_leaves_a_trail_and_its_report(self, publish, another_engine):
        publish(small())
        another_engine()
        self.recheck()
        event = Event.objects.order_by("-id").first()
        assert (event.action, event.subject, event.detail["result"]) == ("content.recheck", "small", "passed")
        assert Proof.objects.count() == 2
        assert Proof.objects.order_by("-id").first().report["states"] > 0

    def test_it_is_checked_once(self, publish, another_engine):
        publish(small())
        another_engine()
        asked = []

        def each(check, stored):
            asked.extend(stored)
            return map(check, stored)

        self.recheck(each=each)
        self.recheck(each=each)
        assert [stored.hash for stored in asked] == [small().hash]

    def test_what_fails_is_not_served_but_the_latest_that_passes(self, publish, another_engine, monkeypatch):
        publish(small(version="good"), AT - timedelta(days=9))
        publish(small(), AT - timedelta(days=8))
        another_engine()
        strict(monkeypatch, small().hash)
        [outcome] = self.recheck()
        assert (outcome.passed, outcome.instead) == (False, small(version="good").hash)
        assert "1 findings, first" in outcome.why
        assert served() == small(version="good")

    def test_why_it_fails_is_said_at_every_start_and_not_only_at_the_first(
        self, publish, another_engine, monkeypatch
    ):
        publish(small())
        another_engine()
        strict(monkeypatch, small().hash)
        first, again = self.recheck(), self.recheck()
        assert first == again
        assert "1 findings, first small/x.yaml:1: error K06: now this is wrong" in again[0].why

    def test_nothing_is_lost_and_the_engine_before_goes_on_as_it_was(self, publish, monkeypatch):
        publish(small(version="good"), AT - timedelta(days=9))
        publish(small())
        with monkeypatch.context() as patched:
            become_another_engine(patched)
            strict(patched, small().hash)
            self.recheck()
        assert Live.objects.get().release_id == small().hash
        assert StoredRelease.objects.count() == 2
        assert served() == small()

    def test_a_damaged_release_is_stood_in_for_by_its_good_copy_checked_again(self, publish, another_engine):
        publish(small())
        damage(small())
        another_engine()
        [outcome] = self.recheck()
        assert (outcome.passed, outcome.instead) == (False, small().hash)
        assert served() == small()

    def test_where_none_passes_the_pack_that_came_along_stands_in(
        self, cambodia, at, another_engine, monkeypatch
    ):
        edited = make_live(msgspec.structs.replace(cambodia.release, version="our own"))
        another_engine()
        monkeypatch.setattr(upgrade, "prove", lambda s: check_stored.Verdict(s.pack, s.hash, None, "no"))
        [outcome] = self.recheck("cambodia")
        assert (outcome.hash, outcome.passed, outcome.instead) == (edited.hash, False, "")
        assert served("cambodia").version == cambodia.release.version

    def test_a_format_of_a_later_version_is_said_and_stood_in_for(self, publish, another_engine):
        publish(small(version="good"), AT - timedelta(days=9))
        later = make_live(small(format=99))
        another_engine()
        [outcome] = self.recheck()
        assert "format 99, which this version does not read" in outcome.why
        assert (outcome.hash, outcome.instead) == (later.hash, small(version="good").hash)
        assert served() == small(version="good")

    @pytest.mark.parametrize("shipped", [True, False])
    def test_it_says_whether_what_fails_had_come_with_the_program(self, publish, another_engine, shipped):
        publish(small(), shipped=shipped)
        damage(small())
        another_engine()
        assert [each.publish_anew for each in self.recheck()] == [shipped]

    def test_a_release_that_conversations_may_be_on_is_checked_too(self, publish, another_engine):
        publish(small(), AT - timedelta(hours=2))
        publish(small(version="2"), AT - timedelta(hours=1))
        another_engine()
        self.recheck()
        assert queries.is_proved(small().hash)

    def test_one_that_went_long_ago_is_checked_when_it_is_rolled_back_to(self, publish, another_engine):
        publish(small(), AT - timedelta(days=9))
        publish(small(version="2"), AT - timedelta(days=8))
        another_engine()
        self.recheck()
        assert not queries.is_proved(small().hash)
        assert actions.roll_back(pack="small", by="tester", at=AT).moved
        assert served() == small()

    def test_one_that_fails_is_not_rolled_back_to(self, publish, another_engine, monkeypatch):
        publish(small(), AT - timedelta(days=9))
        publish(small(version="2"), AT - timedelta(days=8))
        another_engine()
        self.recheck()
        strict(monkeypatch, small().hash)
        with pytest.raises(actions.PublishRefused, match="may not be served: 1 findings"):
            actions.roll_back(pack="small", by="tester", at=AT)
        assert served().version == "2"


def strict(monkeypatch, hash):
    """An engine that finds something wrong with one release."""
    real = check_stored.check

    def check(built, **named):
        report = real(built, **named)
        wrong = Problem("K06", Place("small/x.yaml"), "now this is wrong")
        return dataclasses.replace(report, problems=(wrong,)) if built.release.hash == hash else report

    monkeypatch.setattr(check_stored, "check", check)
