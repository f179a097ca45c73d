"""One file that holds many, the same bytes for the same files, with a list by which each can be checked."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from kapea.core.pack.model import Release

MANIFEST = "manifest.json"
FORMAT = 1
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip can say: when it was made is nobody's business, and would change its bytes."""
READABLE, UNIX = 0o644 << 16, 3
LEVEL = 9


def with_manifest(files: Mapping[str, bytes], release: Release, language: str) -> dict[str, bytes]:
    """The files, and `manifest.json`: which pack, release and language they say, and the sha256 of each."""
    told = {
        "format": FORMAT,
        "pack": release.id,
        "version": release.version,
        "release": release.hash,
        "language": language,
        "live": release.live,
        "licence": "CC-BY-4.0",
        "files": file_digests(files),
    }
    return {**files, MANIFEST: json.dumps(told, indent=1).encode() + b"\n"}


def file_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of each file, by name."""
    return {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}


def archived(files: Mapping[str, bytes], *, first: str = "") -> bytes:
    """A zip of the files, by name, `first` before all others."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files, key=lambda name: (name != first, name)):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr, entry.create_system = READABLE, UNIX
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, LEVEL)
    return out.getvalue()
