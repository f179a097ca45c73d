"""A small country that is live, and two organisations that keep its directory."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.core.checker.small_pack import built
from tests.directory.keepers import Keeper, make_keeper
from tests.live import make_live

from kapea.content.queries import worlds
from kapea.core.pack.model import Release
from kapea.people.invitations import add_organisation

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def small_live(db) -> Release:
    yield make_live(built().release, NOON)
    worlds.clear()


@pytest.fixture
def keepers(small_live) -> list[Keeper]:
    """Two of one organisation, the second with another role, and one of another organisation."""
    ours, theirs = (add_organisation(name=name, pack="small", at=NOON) for name in ("River", "Hill"))
    return [make_keeper(ours, "editor"), make_keeper(ours, "supervisor"), make_keeper(theirs, "editor")]
