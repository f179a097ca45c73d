"""The last good release of each pack, as a file of the home: it stands in when the database has none."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from django.conf import settings

from kapea.content.engine import engine_fingerprint
from kapea.content.files import write_whole
from kapea.core.pack.model import Release, short_hash
from kapea.core.pack.stored import UnreadableRelease, read_release

log = logging.getLogger(__name__)


class LastGood(msgspec.Struct, frozen=True):
    """A release's stored bytes, its hash, and the engine it passed with."""

    hash: str
    engine: str
    body: bytes


def keep_last_good(pack: str, hash: str, body: bytes) -> None:
    """Writes down what passed with this engine. A disk that takes no more stops nobody's publishing."""
    told = msgspec.msgpack.encode(LastGood(hash, engine_fingerprint(), body))
    try:
        write_whole(_file(pack), told)
    except OSError as error:
        log.error("content: the last good release of %s is not on disk: %s", pack, type(error).__name__)


def read_last_good(pack: str) -> LastGood | None:
    """What was written down last, whichever engine it passed with; None when nothing reads."""
    try:
        return msgspec.msgpack.decode(_file(pack).read_bytes(), type=LastGood)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def last_good(pack: str) -> Release | None:
    """The last good release, if it passed with this very engine and its bytes are what they were."""
    found = read_last_good(pack)
    if found is None or found.engine != engine_fingerprint():
        return None
    try:
        release = read_release(found.body, found.hash)
    except UnreadableRelease as why:
        log.error("content: the last good release %s on disk is not used: %s", short_hash(found.hash), why)
        return None
    return release if release.id == pack else None


def _file(pack: str) -> Path:
    return Path(settings.HOME) / "last_good" / f"{pack}.release"
