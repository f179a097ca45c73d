"""The bytes of recordings on this server, each under the digest of what it holds.

A release names them; a page gives browsers those names. What a release names and nobody brought along is a
reason not to publish it. Nothing here is ever changed: other bytes have another name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from kapea.content.files import write_whole
from kapea.core.pack.model import Release
from kapea.core.pack.parse.recording_index import FOLDER
from kapea.core.speech.speech_script import file_name

if TYPE_CHECKING:
    from kapea.core.pack.build import Built

KINDS = {"opus": "audio/ogg", "mp3": "audio/mpeg"}
NAME = re.compile(r"([0-9a-f]{32})\.(opus|mp3)")


def media_folder() -> Path:
    """Where this installation keeps them; several machines share this folder, or each publishes."""
    return Path(settings.HOME) / "media"


def media_file(name: str) -> Path | None:
    """The file of a name like `1f….opus`; None when it is not here."""
    path = media_folder() / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def store_recordings(pack: Path, built: Built) -> None:
    """Brings along what a pack built from this folder names. What the folders lack stays missing."""
    packs = [folder.parent for folder in sorted(pack.parent.glob("*/pack.toml"))]
    for language, text, name in _named(built.release) if built.release is not None else ():
        if media_file(name) is None:
            inside = f"{FOLDER}/{language}/{file_name(text)}.{name.rpartition('.')[2]}"
            for path in (folder / inside for folder in packs):
                if path.is_file() and (data := path.read_bytes()) and _digest(data) == name[:32]:
                    write_whole(media_folder() / name, data)
                    break


def missing_recordings(release: Release) -> tuple[str, ...]:
    """The texts of a release whose recordings are not here."""
    return tuple(dict.fromkeys(text for _, text, name in _named(release) if media_file(name) is None))


def _named(release: Release) -> Iterator[tuple[str, str, str]]:
    """Language, text id and file name of everything a release lets people hear."""
    for language, media in release.media.items():
        for text, heard in media.items():
            yield language, text, f"{heard.opus}.opus"
            yield language, text, f"{heard.mp3}.mp3"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
