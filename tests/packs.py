"""The shipped packs, built once and proved once in a run, whichever of its processes asks first."""

from __future__ import annotations

import os
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
IN_EACH_LANGUAGE = [(country, language) for country, own in OWN_LANGUAGE.items() for language in (own, "en")]
"""Every country in every language of it, without building a pack (tests/core/pack/test_layers.py)."""
EACH_LANGUAGE = (*OWN_LANGUAGE.items(), ("kenya", "en"))
"""Each language once, in a country of its own."""
EVERY = os.environ.get("KAPEA_EVERY_PAGE") == "1"
"""`make check-all`: every way in every language of every country, not a sample of them."""
PRINTED_IN = IN_EACH_LANGUAGE if EVERY else EACH_LANGUAGE
"""What is printed and read back: all of a country in its own language, and all of one in English."""
MUCH = 4 if EVERY else 1
"""How many times as much a long search tries in `make check-all`."""
SOME = COUNTRIES if EVERY else ("cambodia", "philippines")
"""Where the same code does it for each: Khmer, and Filipino with its long words; in `make check-all` all."""


@cache
def built(pack: str) -> Built:
    """A shipped pack, or that of a folder, built. Fails with what is wrong when it does not build."""
    made = shared(f"built-{pack}".replace("/", "_"), lambda: _build(pack))
    assert made.release is not None, "\n".join(str(p) for p in made.problems)
    return made


@cache
def proved(pack: str) -> Report:
    """The report of a shipped pack, or that of a folder, checked as of `AT`."""
    return shared(f"proved-{pack}".replace("/", "_"), lambda: _check(pack))


@cache
def edition(pack: str, language: str) -> bytes:
    """What a phone keeps of a shipped pack in a language, as of `AT`. Whichever process makes it, the bytes
    are the same (tests/pages/test_offline_made_once.py).
    """
    return shared(f"edition-{pack}-{language}", lambda: _edition(pack, language))


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


def _edition(pack: str, language: str) -> bytes:
    from kapea.web.public.offline.edition import build_edition

    return build_edition(world(pack), language, at=AT).body


def _check(pack: str) -> Report:
    from kapea.core.checker.check import check

    return check(built(pack), on=AT.date())
