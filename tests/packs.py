"""The shipped packs, built once and proved once in a run, whichever of its processes asks first."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from tests.run import shared

if TYPE_CHECKING:
    from kapea.core.checker.report import Report
    from kapea.core.dialogue.world import World
    from kapea.core.pack.build import Built

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
"""22:40 in Phnom Penh, a Tuesday: the hour at which a boy of 15 opens this."""

OWN_LANGUAGE = {"cambodia": "km", "kenya": "sw", "nepal": "ne", "philippines": "fil"}
"""The language that each country speaks first; the other one of each is English."""
COUNTRIES = tuple(OWN_LANGUAGE)


@cache
def built(pack: str) -> Built:
    """A shipped pack, built. Fails with what is wrong when it does not build."""
    made = shared(f"built-{pack}", lambda: _build(pack))
    assert made.release is not None, "\n".join(str(p) for p in made.problems)
    return made


@cache
def proved(pack: str) -> Report:
    """The report of a shipped pack, checked as of `AT`."""
    return shared(f"proved-{pack}", lambda: _check(pack))


@cache
def world(pack: str) -> World:
    """The world of a shipped pack: what conversations walk in."""
    from kapea.core.dialogue.world import World

    release = built(pack).release
    assert release is not None
    return World(release)


def _build(pack: str) -> Built:
    from kapea.content.folder import build_folder, shipped

    return build_folder(shipped() / pack)


def _check(pack: str) -> Report:
    from kapea.core.checker.check import check

    return check(built(pack), on=AT.date())
