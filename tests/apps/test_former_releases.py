"""Conversations that began with a release that is live no more, in a worker that has not read it yet."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.apps.conversations import Visitor
from tests.live import make_live
from tests.small_releases import small as small_release

from kapea.content.models import Proof
from kapea.content.queries import StoredReleases


@pytest.fixture
def left_open(small, at):
    """A conversation on a release that is live no more; the worker was restarted since."""
    visitor = Visitor(small, at).begin()
    make_live(small_release(version="next"), at)
    return visitor


@pytest.fixture
def read_at(monkeypatch):
    """How many transactions were open inside the test's own whenever a release was read."""
    depths, real = list[int](), StoredReleases.release

    def release(self, hash):
        depths.append(len(connection.savepoint_ids))
        return real(self, hash)

    monkeypatch.setattr(StoredReleases, "release", release)
    return depths


def test_the_release_is_read_before_anything_is_locked_and_once(left_open, read_at):
    left_open.answer("S01")
    assert (left_open.node, left_open.depth) == ("help.words", 2)
    left_open.answer("1")
    assert read_at == [0]


def test_it_is_finished_on_the_release_it_began_with(left_open, small):
    left_open.answer("S01")
    assert left_open.turn.world.release == small.release


def test_where_that_release_may_not_be_served_any_more_it_has_ended(left_open, small):
    Proof.objects.filter(release_id=small.release.hash).delete()
    assert left_open.send(None) is None
    assert left_open.begin().depth == 1
    assert left_open.turn.world.release == small.release
