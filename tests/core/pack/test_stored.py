"""Stored bytes are read only if they still say what they were named for."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import COUNTRIES, built
from tests.small_releases import small

from kapea.core.pack.model import encode_release
from kapea.core.pack.stored import UnreadableRelease, content_hash, read_release, with_hash

BODY = encode_release(small())


def test_what_was_stored_reads_back_equal():
    assert read_release(BODY, small().hash) == small()


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_shipped_pack_is_named_by_the_hash_of_its_bytes(country):
    release = built(country).release
    assert content_hash(encode_release(release)) == release.hash


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_seen(at, by):
    changed = bytearray(BODY)
    changed[at] = (changed[at] + by) % 256
    with pytest.raises(UnreadableRelease):
        read_release(bytes(changed), small().hash)


@given(st.integers(0, len(BODY) - 1))
def test_a_body_cut_short_is_seen(length):
    with pytest.raises(UnreadableRelease):
        read_release(BODY[:length], small().hash)


@given(st.binary(max_size=200))
def test_any_bytes_give_a_release_or_a_reason(noise):
    with pytest.raises(UnreadableRelease):
        read_release(noise, hashlib.sha256(noise).hexdigest())


def test_another_number_under_the_same_name_is_seen():
    assert b"Helpline" in BODY
    with pytest.raises(UnreadableRelease, match="differ from its hash"):
        read_release(BODY.replace(b"Helpline", b"Hotline!"), small().hash)


def test_another_release_whole_and_sound_is_seen():
    """Bytes that agree with themselves, but are not those asked for."""
    with pytest.raises(UnreadableRelease, match="differ from its hash"):
        read_release(encode_release(small(version="2")), small().hash)


def test_a_format_of_another_version_is_named():
    later = small(format=99)
    with pytest.raises(UnreadableRelease, match="format 99"):
        read_release(encode_release(later), later.hash)


def test_the_hash_is_of_the_bytes_and_not_of_what_this_version_would_write():
    """A field of a release that this version no longer knows is still part of what was stored."""
    fields = {name: getattr(small(), name) for name in small().__struct_fields__}
    bare = msgspec.msgpack.encode({"gone": "a field of another day", **fields, "hash": ""})
    name = hashlib.sha256(bare).hexdigest()
    body = msgspec.msgpack.encode({"gone": "a field of another day", **fields, "hash": name})
    assert content_hash(body) == name
    assert read_release(body, name).texts == small().texts


@given(st.text(max_size=30))
def test_a_release_is_named_by_all_it_says(version):
    named = with_hash(msgspec.structs.replace(small(), version=version, hash="whatever it was"))
    assert named == with_hash(named)
    assert (named.hash == small().hash) == (version == small().version)
