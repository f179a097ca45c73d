"""Releases of the small pack under any name: countries and versions by the dozen, made in no time."""

from __future__ import annotations

import msgspec
from tests.core.checker.small_pack import released

from kapea.core.pack.model import Release
from kapea.core.pack.stored import with_hash

COUNTRIES = ("KH", "KE", "NP", "PH", "LK", "GH", "PE", "MN", "TL", "FJ")


def small(id: str = "small", version: str = "1", **changes) -> Release:
    """A release of the small pack that differs from others in its name, its version and what is given."""
    return with_hash(msgspec.structs.replace(released(), id=id, version=version, **changes))


def countries(number: int) -> list[Release]:
    """That many countries, each its own pack."""
    return [small(f"land-{code.lower()}", country=code) for code in COUNTRIES[:number]]
