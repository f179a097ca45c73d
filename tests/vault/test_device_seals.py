"""What a device seals opens with the private half, at its place and under its id, and in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapea.vault.device_seals import (
    LEAST_DEVICE_SEAL,
    device_info,
    new_device_pair,
    open_device_seal,
    seal_as_device,
)
from kapea.vault.sealing import Unsealable

PAIR, OTHER = new_device_pair(), new_device_pair()
PLACE, ITEM, SAID = "study/s1", "a" * 32, b"a few words"
SEALED = seal_as_device(PAIR.public, SAID, place=PLACE, item=ITEM)


def opened(
    sealed: bytes = SEALED, scalar: bytes = PAIR.scalar, place: str = PLACE, item: str = ITEM
) -> bytes:
    return open_device_seal(scalar, sealed, place=place, item=item)


def test_it_opens_at_its_place_and_nowhere_else():
    assert opened() == SAID
    assert len(SEALED) == LEAST_DEVICE_SEAL + len(SAID)
    assert seal_as_device(PAIR.public, SAID, place=PLACE, item=ITEM) != SEALED, "each has a pair of its own"
    for other in ({"scalar": OTHER.scalar}, {"place": "study/s2"}, {"item": "b" * 32}):
        with pytest.raises(Unsealable):
            opened(**other)


@settings(max_examples=40)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_changed_byte_opens_nothing(at, by):
    changed = bytes([*SEALED[:at], SEALED[at] ^ by, *SEALED[at + 1 :]])
    with pytest.raises(Unsealable):
        opened(changed)


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_no_seal(noise):
    with pytest.raises(Unsealable):
        opened(noise)


def test_no_two_places_are_one_and_the_private_half_shows_nothing():
    assert device_info("a/s1", "2") != device_info("a/s", "12")
    assert PAIR.scalar.hex() not in repr(PAIR)
    assert str(PAIR.scalar) not in repr(PAIR)
