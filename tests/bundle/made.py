"""Bundles as tests look at them: with papers really pressed, or with their words in place of a PDF."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.conftest import AT, world_of
from tests.run import shared, shared_folder

from kapea.core.paper.printed import Printed, encode_printed
from kapea.print import press
from kapea.web.bundle.files import Bundle, whole_bundle


def unpressed(made: Printed) -> bytes:
    """A file that is as different as the thing to print, and takes no press."""
    return b"%PDF " + encode_printed(made)


@cache
def quick_bundle(country: str, language: str) -> Bundle:
    return whole_bundle(world_of(country), language, unpressed, at=AT)


def real_bundle(country: str, language: str) -> Bundle:
    """With every PDF, made once in a run."""
    name = f"bundle-{country}-{language}"
    return shared(name, lambda: whole_bundle(world_of(country), language, press.pdf, at=AT))


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
