"""Reading pack folders from disk into path -> bytes, and building them with the word breakers we have."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kapea.content.word_breaks import breakers
from kapea.core.pack.build import Built, build
from kapea.core.pack.parse.file_names import is_mistaken, is_read
from kapea.core.pack.parse.pack_toml import PACK_NAME

SUFFIXES = (".yaml", ".toml", ".po", ".svg", ".jsonl", ".bin")
"""Of the files that a pack is made of. Of others only the name is taken: none is passed over unsaid."""


class NoPack(ValueError):
    """The folder is not a pack; the message says what is missing."""


def read_pack_files(folder: Path) -> tuple[str, dict[str, bytes]]:
    """The pack's id, and the files of it and of every pack it extends, found beside it."""
    if not (folder / "pack.toml").is_file():
        raise NoPack(f"{folder} is no pack: it has no pack.toml")
    files: dict[str, bytes] = {}
    for name in [*_extended(folder), folder.name]:
        base = folder.parent / name
        if not (base / "pack.toml").is_file():
            raise NoPack(f"{folder.name} extends “{name}”, and {base} is no pack")
        files |= _files(base)
    return folder.name, files


def _extended(folder: Path) -> list[str]:
    """The packs a pack builds on, as far as its head reads; whatever is wrong with it, the build says."""
    extends = _head(folder).get("extends", [])
    names = extends if isinstance(extends, list) else []
    return [name for name in names if isinstance(name, str) and PACK_NAME.fullmatch(name)]


def is_country(folder: Path) -> bool:
    """Whether a pack is one that people are served; what several share names no country. One whose head does
    not read may be, and its check says what is wrong.
    """
    head = _head(folder)
    return not head or bool(head.get("country"))


def is_begun(folder: Path) -> bool:
    """Whether a pack is only begun: nobody can be called yet, so nobody is served it."""
    return bool(_head(folder).get("begun"))


def _head(folder: Path) -> dict[str, Any]:
    """What pack.toml says; nothing where it does not read."""
    try:
        return tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def _files(base: Path) -> dict[str, bytes]:
    found = ((path, path.relative_to(base)) for path in sorted(base.rglob("*")))
    return {
        f"{base.name}/{inner.as_posix()}": _content(path)
        for path, inner in found
        if (is_read(inner.as_posix()) or is_mistaken(inner.as_posix())) and path.is_file()
    }


def _content(path: Path) -> bytes:
    if path.suffix not in SUFFIXES:
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoPack(f"{path} cannot be read: {error.strerror}") from error


def build_folder(folder: Path) -> Built:
    """Builds the pack in a folder, with everything wrong about it."""
    pack, files = read_pack_files(folder)
    return build(files, pack, breakers())


def shipped() -> Path:
    """Where the packs of this installation are: beside the source, or inside the installed package."""
    here = Path(__file__).resolve()
    source = here.parents[3] / "packs"
    return source if (source / "common" / "pack.toml").is_file() else here.parents[1] / "packs"
