"""A whole deployment: nginx with HTTPS, `kapea serve` with two workers, four countries, each database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.databases import KINDS, drawn
from tests.deployment.outside import NOTICED_SECONDS, Deployment, deployed
from tests.server import until


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A scene marked `each_database` is played on each, one marked `postgres` only there, any other on that
    which the name of its module draws; in `make check-all` on each.
    """
    if "deployment" in metafunc.fixturenames:
        metafunc.parametrize("deployment", _kinds(metafunc), indirect=True, scope="module")


def _kinds(metafunc: pytest.Metafunc) -> tuple[str, ...]:
    if metafunc.definition.get_closest_marker("postgres") is not None:
        return tuple(kind for kind in KINDS if kind == "postgres")
    if metafunc.definition.get_closest_marker("each_database") is not None:
        return KINDS
    return drawn(metafunc.module.__name__)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is only for PostgreSQL is not there when PostgreSQL is not asked for."""
    if "postgres" not in KINDS:
        items[:] = [item for item in items if item.get_closest_marker("postgres") is None]


@pytest.fixture(scope="module")
def deployment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """A site that stands for all scenes of a module, on the database that the scene's name ends with."""
    with deployed(request.param, tmp_path_factory.mktemp(request.param)) as site:
        yield site


@pytest.fixture(autouse=True)
def _all_is_well_before(request: pytest.FixtureRequest) -> None:
    """A scene begins where the one before has been got over: those that kill and cut end sooner."""
    if "deployment" in request.fixturenames:
        deployment = request.getfixturevalue("deployment")
        assert not deployment.server.has_ended, deployment.server.said()
        until(deployment.is_well, within=NOTICED_SECONDS, what="the site has not come back")
