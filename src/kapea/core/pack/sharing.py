"""Equal parts of releases held once: countries share most of their English, releases nearly everything."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from kapea.core.pack.model import Release

T = TypeVar("T")


def with_shared_parts(release: Release, others: Iterable[Release]) -> Release:
    """An equal release that holds the parts of `others` wherever its own are equal to them."""
    release = msgspec.structs.replace(
        release,
        texts={language: _with_shared_ids(own) for language, own in release.texts.items()},
        marks=_with_shared_ids(release.marks),
        signs=_with_shared_ids(release.signs),
    )
    for other in others:
        release = _shared(release, other)
    return release


def _with_shared_ids(by_id: Mapping[str, T]) -> dict[str, T]:
    """The same by ids that are held once: every language of every country has the same."""
    return {sys.intern(id): each for id, each in by_id.items()}


def _shared(own: Any, other: Any) -> Any:
    """`other` where the two are equal; else its own, of which each part is treated alike."""
    if type(own) is not type(other):
        return own
    if own == other:
        return other
    if isinstance(own, dict):
        return {key: _shared(value, other.get(key)) for key, value in own.items()}
    if isinstance(own, tuple) and len(own) == len(other):
        return tuple(_shared(a, b) for a, b in zip(own, other, strict=True))
    if isinstance(own, msgspec.Struct):
        fields = own.__struct_fields__
        return msgspec.structs.replace(
            own, **{n: _shared(getattr(own, n), getattr(other, n)) for n in fields}
        )
    return own
