"""A release as bytes that are kept: named by the hash of what they say, and read back only if they still
say it.
"""

from __future__ import annotations

import hashlib

import msgspec

from kapea.core.pack.model import RELEASE_FORMAT, Release, decode_release, encode_release

READABLE_FORMATS = frozenset({1, 2, 3, RELEASE_FORMAT})
"""Formats of releases that this version reads; others were stored by a later one. Format 1 names who runs a
service and has no ids for them, nor for places to go to. Format 2 says nothing of morning, and has fewer
lists; format 3 has no numbers to hear with.
"""
_HASH_FIELD = msgspec.msgpack.encode("hash")
_NO_HASH = _HASH_FIELD + msgspec.msgpack.encode("")


class UnreadableRelease(ValueError):
    """Stored bytes are not the release they are named for; the message says how, in words for an operator."""


class _Head(msgspec.Struct):
    format: int


def with_hash(release: Release) -> Release:
    """The release under the name of what it says; whatever its hash was before does not count."""
    bare = msgspec.structs.replace(release, hash="")
    return msgspec.structs.replace(bare, hash=hashlib.sha256(encode_release(bare)).hexdigest())


def content_hash(body: bytes) -> str:
    """The hash of what stored bytes say; empty when it is not the one that they end in.

    It is worked out from the bytes themselves, never by writing the release anew: a later version may write
    more fields than there were.
    """
    at, whole = body.rfind(_HASH_FIELD), memoryview(body)  # megabytes: no part of it is copied
    if at < 0:
        return ""
    said = hashlib.sha256(whole[:at])
    said.update(_NO_HASH)
    hash = said.hexdigest()
    return hash if whole[at + len(_HASH_FIELD) :] == msgspec.msgpack.encode(hash) else ""


def read_release(body: bytes, hash: str) -> Release:
    """The release that stored bytes hold. Raises UnreadableRelease when they are not the one of this hash, or
    have a format of another version.
    """
    if content_hash(body) != hash:
        raise UnreadableRelease("its bytes are not what was stored: they differ from its hash")
    try:
        format = msgspec.msgpack.decode(body, type=_Head).format
        if format not in READABLE_FORMATS:
            raise UnreadableRelease(f"it has format {format}, which this version does not read")
        return decode_release(body)
    except msgspec.MsgspecError as error:
        raise UnreadableRelease(f"it does not read: {error}") from error
