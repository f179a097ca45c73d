"""Bundles as tests look at them: with papers really pressed, or with their words in place of a PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from tests.conftest import AT, world_of
from tests.run import shared_folder

from kapea.core.dialogue.world import World
from kapea.core.paper.printed import Printed, encode_printed
from kapea.print import press
from kapea.web.bundle.files import Bundle, whole_bundle


def unpressed(made: Printed) -> bytes:
    """A file that is as different as the thing to print, and takes no press."""
    return b"%PDF " + encode_printed(made)


@cache
def quick_bundle(country: str, language: str) -> Bundle:
    return whole_bundle(world_of(country), language, unpressed, at=AT)


def real_bundle(world: World, language: str) -> Bundle:
    """With every PDF pressed."""
    return whole_bundle(world, language, press.pdf, at=AT)


def with_some_plans(country: str, each: int) -> World:
    """A country with every so-manieth of its plans: a press takes its time for each."""
    release = world_of(country).release
    left = dict(list(release.workshops.items())[::each])
    return World(msgspec.structs.replace(release, workshops=left))


def unpacked(country: str, language: str) -> Path:
    """The folder of a bundle, as whoever unpacked it finds it; pressed papers have tests of their own."""
    return shared_folder(
        f"folder-{country}-{language}", lambda to: _unpack(quick_bundle(country, language), to)
    )


def _unpack(bundle: Bundle, to: Path) -> None:
    for name, data in bundle.files.items():
        path = to / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
