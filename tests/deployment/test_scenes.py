"""The site under load while things happen to it, on SQLite and on PostgreSQL. In every scene, visitors walk
whole ways through HTTPS; each page they meet names somebody to call, each answer counts once.
"""

from __future__ import annotations

from functools import partial

import pytest
from tests.deployment.outside import NEW, OLD, Deployment, publish_new_number
from tests.deployment.visitors import Load
from tests.server import until

pytestmark = pytest.mark.each_database
SCENE_SECONDS = 600
"""After this something that should come about does not; a busy machine never needs as long."""
READS = 0.2
"""Seconds for which a visitor reads a page while a pack is proved and published, which takes many of them."""

WHO_IS_CALLED = {"/en-kh/": "1280", "/sw-ke/h/3": "116", "/": "1280", "/no/where": "1280"}
"""Addresses, and a number that must stand there whatever happens."""


@pytest.fixture(autouse=True)
def _all_is_well_after(deployment: Deployment):
    yield
    assert deployment.names(OLD)
    assert len(deployment.server.worker_processes()) == 2


def nobody_was_let_down(load: Load) -> None:
    assert not load.seen.faults, "\n".join(load.seen.faults[:5])
    assert load.seen.walked >= 8, "the load was none"


def test_every_visitor_comes_to_the_end_of_their_way_and_each_is_one_conversation(deployment):
    before = deployment.conversations()
    with deployment.load() as load:
        pass
    nobody_was_let_down(load)
    assert not load.seen.troubles, "on a quiet day nobody asks twice"
    assert deployment.conversations() - before == load.seen.walked


def test_publishing_and_rolling_back_let_nobody_down_and_pages_name_the_number_that_is_live(deployment):
    with deployment.load(reads=READS) as load:
        publish_new_number(deployment.home)
        deployment.soon_names(NEW)
        until(lambda: deployment.shows_when_away(NEW), within=SCENE_SECONDS, what="the proxy's page is old")
        deployment.kapea("rollback", "cambodia")
        deployment.soon_names(OLD)
        until(lambda: deployment.shows_when_away(OLD), within=SCENE_SECONDS, what="the proxy's page is old")
    nobody_was_let_down(load)


def test_a_killed_worker_is_replaced_and_no_answer_is_lost_or_doubled(deployment):
    before = deployment.conversations()
    with deployment.load() as load:
        for _ in range(3):
            killed = deployment.server.kill_worker()
            until(partial(_two_without, deployment, killed), within=SCENE_SECONDS, what="no worker came")
    nobody_was_let_down(load)
    assert deployment.conversations() - before == load.seen.walked


def _two_without(deployment: Deployment, killed: int) -> bool:
    assert not deployment.server.has_ended, "one worker's death ended all"
    workers = {process.pid for process in deployment.server.worker_processes()}
    return len(workers) == 2 and killed not in workers


def test_while_the_database_is_away_pages_name_help_and_answers_count_when_it_is_back(deployment):
    before = deployment.conversations()
    with deployment.load() as load, deployment.database_away():
        until(lambda: load.met("503"), within=SCENE_SECONDS, what="nobody met the database away")
        assert deployment.names(OLD), "the first view needs no database"
    nobody_was_let_down(load)
    assert deployment.conversations() - before == load.seen.walked


def test_while_nothing_answers_the_proxy_shows_who_to_call_and_nothing_after_leave(deployment):
    deployment.server.stop()
    try:
        for path, number in WHO_IS_CALLED.items():
            page = deployment.once(path)
            assert page.status == 502
            assert f"tel:{number}" in page.body, path
        assert "tel:" not in deployment.once("/en-kh/", left=True).body
    finally:
        deployment.server.start()


@pytest.mark.postgres
def test_connections_that_are_cut_come_back_by_themselves(deployment):
    before = deployment.conversations()
    with deployment.load() as load:
        for _ in range(3):
            until(deployment.postgres.cut, within=SCENE_SECONDS, what="nobody is connected")
    nobody_was_let_down(load)
    assert deployment.conversations() - before == load.seen.walked
