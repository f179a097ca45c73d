"""A stage for each story, and the search for its canaries when it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.conftest import world_of
from tests.logs import everything_logged
from tests.staff.leaving_something import forget
from tests.staff.stories.canaries import Canaries
from tests.staff.stories.stage import Stage, StoryClock

from kapea.care import same_moment
from kapea.content.queries import worlds
from kapea.web.partner_link.views import link_tries


@pytest.fixture
def stage(
    cast: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[[str], Stage]]:
    """Opens the stage in a country. Afterwards the story's canaries are looked for, everywhere."""
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    link_tries.clear()
    opened: list[Stage] = []

    def open_in(country: str) -> Stage:
        world = world_of(country)
        settings.KAPEA_PACKS = [country]
        worlds.clear()
        worlds._put_live(world.release.id, world)
        worlds._looked[world.release.id] = worlds._clock() + 3600
        canaries = Canaries()
        canaries.watch(monkeypatch)
        opened.append(Stage(country, cast, canaries, StoryClock(monkeypatch)))
        return opened[-1]

    monkeypatch.setattr(logging.getLogger("django.template"), "level", logging.INFO)  # a dump per odd lookup
    with everything_logged() as logged:
        yield open_in
    printed = "".join(capfd.readouterr())
    try:
        for each in opened:
            each.found_nowhere(logged.getvalue() + printed)
    finally:
        forget()
        link_tries.clear()
        worlds.clear()
