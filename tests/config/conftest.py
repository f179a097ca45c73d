"""Databases of a test's own, and a server that is asked over a real socket."""

from __future__ import annotations

import pytest
from django.db import connections

from kapea.config import breaker


@pytest.fixture
def aliased(django_db_blocker):
    """Makes a connection to a database with these settings, apart from the tests' own; closed at the end."""
    made = []

    def connect(settings):
        connections.settings["some"] = {**connections.settings["default"], **settings}
        made.append(connections.create_connection("some"))
        return made[-1]

    with django_db_blocker.unblock():
        yield connect
        for wrapper in made:
            if wrapper.connection is not None:
                wrapper.connection.close()
    connections.settings.pop("some", None)
    breaker.reset()
