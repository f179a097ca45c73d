"""A real server to attack: one that stands through a module, and one of its own for what breaks it."""

from __future__ import annotations

import pytest
from tests.home import Home, prepared
from tests.server import Serve

PACKS = ("cambodia",)


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A server that stands through all attacks of a module."""
    with Serve(prepared(tmp_path_factory.mktemp("standing") / "home", packs=PACKS)) as site:
        yield site


@pytest.fixture
def home(tmp_path) -> Home:
    """A home of this test's own, to be broken."""
    return prepared(tmp_path / "home", packs=PACKS)


@pytest.fixture
def own(home):
    """A server on that home."""
    with Serve(home) as site:
        yield site
