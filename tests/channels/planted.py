"""Looking for what was planted, in every form in which it might have been written down."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import connection
from tests import kept_bodies

ENOUGH = 6
"""Bytes of a form that must be looked for whole; fewer would be found by chance."""


def forms(planted: str) -> set[bytes]:
    """Something as it may stand in a file: as it is, in other letters, backwards, as base64 or a number."""
    plain = planted.encode()
    made = {plain, planted.upper().encode(), planted.encode("utf-16-le"), planted[::-1].encode()}
    made |= {plain.hex().encode(), plain.hex().upper().encode()}
    for encode in (b64encode, urlsafe_b64encode):
        made |= {encode(b"\0" * skip + plain)[2 * skip : -4] for skip in range(3)}
    return {form for form in made if len(form) >= ENOUGH}


def forms_of_all(addresses: Sequence[str]) -> set[bytes]:
    """What all addresses of a kind have in common, in each of its forms: it finds any of them."""
    made = forms(_beginning([address.encode() for address in addresses]).decode())
    if all(address.isdecimal() and int(address) >> 8 * ENOUGH for address in addresses):
        number = _beginning([int(address).to_bytes(8, "big") for address in addresses])
        made |= {number, number[::-1]}
    assert min(map(len, made)) >= ENOUGH, made
    return made


def _beginning(each: Sequence[bytes]) -> bytes:
    """What all begin with."""
    first, last = min(each), max(each)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first))
    return first[:same]


def found(sought: Iterable[bytes], held: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Where any of some forms stands."""
    sought = set(sought)
    return [(name, form) for name, body in held.items() for form in sought if form in body]


def tables(names: Sequence[str] = ()) -> dict[str, bytes]:
    """Every row of every table of ours, or of those named, by the table's name."""
    names = names or [each for each in connection.introspection.table_names() if each != kept_bodies.BESIDE]
    return {name: b"\n".join(_cells(name)) for name in names}


def _cells(table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        for row in cursor.fetchall():
            yield from map(_bytes, row)


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def files(folder: Path, pattern: str = "**/*") -> dict[str, bytes]:
    """Everything in a folder by its name; some goes while it is read."""
    held = {}
    for path in sorted(folder.glob(pattern)):
        with suppress(OSError):
            held[path.name] = path.read_bytes()
    return held
