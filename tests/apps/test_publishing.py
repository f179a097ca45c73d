"""Nothing unchecked goes live; what is live goes on whatever happens; rolling back is moving a pointer."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import msgspec
import pytest
from tests.packs import proved

from kapea.audit.models import Event
from kapea.content import actions
from kapea.content.models import Live, StoredRelease
from kapea.core.pack.build import Built
from kapea.core.pack.model import encode_release
from kapea.core.pack.problem import Place, Problem
from kapea.core.pack.stored import with_hash

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report():
    return proved("cambodia")


def _variant(built: Built, version: str) -> Built:
    """Another release of the same pack, as an author's next edit makes one."""
    release = with_hash(msgspec.structs.replace(built.release, version=version))
    return Built(release, [], built.places, built.languages)


def _report_for(report, built):
    return dataclasses.replace(report, release=built.release.hash)


def _publish(built, report, at):
    return actions.publish(built=built, report=_report_for(report, built), by="tester", at=at)


class TestPublish:
    def test_it_stores_moves_the_pointer_and_leaves_a_trail(self, cambodia, report, at):
        done = actions.publish(built=cambodia, report=report, by="tester", at=at)
        assert done == actions.Published(cambodia.release.hash, moved=True)
        assert Live.objects.get(pack="cambodia").release_id == cambodia.release.hash
        event = Event.objects.get()
        assert (event.action, event.by, event.subject) == ("content.publish", "tester", "cambodia")

    def test_publishing_the_live_one_again_changes_nothing(self, cambodia, report, at):
        actions.publish(built=cambodia, report=report, by="tester", at=at)
        assert not actions.publish(built=cambodia, report=report, by="tester", at=at).moved
        assert Event.objects.count() == 1

    def test_a_pack_that_says_it_is_live_is_refused_on_a_check_that_did_not_ask_for_that(
        self, cambodia, report, at
    ):
        live = with_hash(msgspec.structs.replace(cambodia.release, live=True))
        built = Built(live, [], cambodia.places, cambodia.languages)
        with pytest.raises(actions.PublishRefused, match="live = true"):
            _publish(built, report, at)
        assert not StoredRelease.objects.exists()
        asked = dataclasses.replace(report, live=True)
        assert actions.publish(built=built, report=_report_for(asked, built), by="tester", at=at).moved

    def test_a_pack_with_findings_is_refused(self, cambodia, report, at):
        broken = dataclasses.replace(report, problems=(Problem("K06", Place("x"), "wrong"),))
        with pytest.raises(actions.PublishRefused, match="kapea check"):
            actions.publish(built=cambodia, report=broken, by="tester", at=at)
        assert not StoredRelease.objects.exists()

    def test_a_report_of_another_release_is_refused(self, cambodia, report, at):
        other = dataclasses.replace(report, release="0" * 64)
        with pytest.raises(actions.PublishRefused):
            actions.publish(built=cambodia, report=other, by="tester", at=at)
        assert not Live.objects.exists()

    def test_what_does_not_build_is_refused(self, report, at):
        with pytest.raises(actions.PublishRefused, match="does not build"):
            actions.publish(built=Built(None, []), report=report, by="tester", at=at)

    def test_a_refusal_leaves_what_is_live(self, cambodia, report, at):
        actions.publish(built=cambodia, report=report, by="tester", at=at)
        with pytest.raises(actions.PublishRefused):
            actions.publish(built=Built(None, []), report=report, by="tester", at=at)
        assert Live.objects.get().release_id == cambodia.release.hash


class TestRollBack:
    def test_it_goes_to_the_one_before_and_forward_again(self, cambodia, report, at):
        second = _variant(cambodia, "second")
        _publish(cambodia, report, at)
        _publish(second, report, at + timedelta(minutes=1))
        back = actions.roll_back(pack="cambodia", by="tester", at=at + timedelta(minutes=2))
        assert back.hash == cambodia.release.hash
        assert actions.roll_back(pack="cambodia", by="tester", at=at).hash == second.release.hash

    def test_it_goes_to_a_named_one(self, cambodia, report, at):
        for version in ("1", "2", "3"):
            _publish(_variant(cambodia, version), report, at)
        first = _variant(cambodia, "1").release.hash
        assert actions.roll_back(pack="cambodia", to=first[:10], by="tester", at=at).hash == first

    def test_nothing_before_is_said(self, cambodia, report, at):
        _publish(cambodia, report, at)
        with pytest.raises(actions.PublishRefused, match="no earlier"):
            actions.roll_back(pack="cambodia", by="tester", at=at)

    def test_never_published_is_said(self, at):
        with pytest.raises(actions.PublishRefused, match="ever published"):
            actions.roll_back(pack="cambodia", by="tester", at=at)

    def test_an_unclear_name_is_refused(self, cambodia, report, at):
        _publish(cambodia, report, at)
        with pytest.raises(actions.PublishRefused, match="exactly one"):
            actions.roll_back(pack="cambodia", to="zz", by="tester", at=at)


def test_a_stored_release_reads_back_as_it_was(cambodia, report, at):
    _publish(cambodia, report, at)
    assert bytes(StoredRelease.objects.get().body) == encode_release(cambodia.release)
