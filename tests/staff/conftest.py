"""A cast for each test, at the moment of now: sessions end by the real clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from tests.channels.every_door import forget_doors
from tests.staff.at_the_desk import Worker
from tests.staff.cast import Cast, make_cast, make_cast_with_cases
from tests.staff.leaving_something import Visitor, forget, switch_on
from tests.staff.referrals_made import Receives, Refers, make_partner, partner_worker
from tests.vault.conftest import cheap_passphrases, outside

from kapea.care import same_moment
from kapea.content.queries import worlds
from kapea.core.staff.roles import Role
from kapea.people.models import Organisation

__all__ = ["cheap_passphrases", "outside"]


@pytest.fixture(autouse=True)
def _doors_of_these_settings():
    """Whatever doors a test of another folder set up."""
    forget_doors()
    yield
    forget_doors()


@pytest.fixture(autouse=True)
def _seen_once(monkeypatch):
    """A test on a slow machine lasts a minute: where statements are counted, none is one more for that."""
    monkeypatch.setattr("kapea.people.signed_in.SEEN_EVERY", timedelta(minutes=10))


@pytest.fixture
def plans_live(world):
    """The words of Cambodia as a worker has them; nothing is asked of the database for them."""
    worlds._put_live(world.release.id, world)
    worlds._looked[world.release.id] = worlds._clock() + 3600
    yield world
    worlds.clear()


@pytest.fixture
def site(live_server) -> str:
    """The address of the site for a browser. Cookies of staff are of `localhost`."""
    return f"http://localhost:{urlsplit(live_server.url).port}"


@pytest.fixture
def moment() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@pytest.fixture
def cast(db, moment) -> Cast:
    with transaction.atomic():
        return make_cast(moment)


@pytest.fixture
def cast_with_cases(db, moment) -> Cast:
    with transaction.atomic():
        return make_cast_with_cases(moment)


@pytest.fixture
def worker(cast) -> Worker:
    return Worker(cast.pupil, cast.at)


@pytest.fixture
def supervisor(cast) -> Worker:
    return Worker(cast.ours[Role.SUPERVISOR], cast.at)


@pytest.fixture
def refers(cast) -> Refers:
    """A worker who refers."""
    return Refers(cast.pupil, cast.at)


@pytest.fixture
def clinic(cast) -> Organisation:
    """A partner with a protocol."""
    return make_partner(cast)


@pytest.fixture
def nurse(cast, clinic) -> Receives:
    """Who works at the clinic."""
    return partner_worker(cast, clinic)


@pytest.fixture
def answering(cast, monkeypatch) -> Cast:
    """Workers who answer what people leave. Codes are answered at once, and nobody was slowed."""
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    switch_on(cast.organisation, cast.at)
    yield cast
    forget()


@pytest.fixture
def visitor(answering) -> Visitor:
    """Somebody in a public browser, where workers answer."""
    return Visitor()


@pytest.fixture
def taker(cast) -> Worker:
    """Whoever takes what was left."""
    return Worker(cast.ours[Role.COUNSELLOR], cast.at)
