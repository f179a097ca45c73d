"""The zip of a project of others: opened in memory only, and only as far as it stays in bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from kapea.core.studies.refi_xml import MOST_XML_BYTES, UnreadableRefi

MOST_FILES = 4_000
MOST_FILE_BYTES = 8_000_000
MOST_ZIP_BYTES = 100_000_000
MOST_ALL_BYTES = 200_000_000
_CHUNK: Final = 1 << 16
_TEXTS = (".txt",)


class RefiArchive:
    """The project file and its plain texts. Whatever else is in it, pictures and recordings too, is never
    opened. UnreadableRefi where it is no zip, too large, locked, or names a path outside itself.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_ZIP_BYTES:
            raise UnreadableRefi(
                f"file: larger than {MOST_ZIP_BYTES} bytes; export texts alone, without recordings"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError) as error:
            raise UnreadableRefi("file: no zip; a project ends in .qdpx and is one") from error
        self._left = MOST_ALL_BYTES
        self._entries = self._checked()

    def _checked(self) -> Mapping[str, zipfile.ZipInfo]:
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise UnreadableRefi(f"file: more than {MOST_FILES} files in it; export fewer sources at once")
        for entry in entries:
            parts = entry.filename.replace("\\", "/").split("/")
            if ".." in parts or "" in parts or ":" in parts[0]:
                raise UnreadableRefi(
                    "file: it names a path outside itself; do not open it, and tell who sent it"
                )
            if entry.flag_bits & 0x1:
                raise UnreadableRefi("file: locked with a password; export it without one")
        by_name = {entry.filename.casefold(): entry for entry in entries}
        if len(by_name) < len(entries):
            raise UnreadableRefi("file: two files of one name in it; export it again")
        return by_name

    def project_xml(self) -> bytes:
        """The one `.qde` at the top."""
        found = [name for name in self._entries if name.endswith(".qde") and "/" not in name]
        if len(found) != 1:
            raise UnreadableRefi(f"file: {len(found)} files .qde at its top; a project has one")
        return self._read(found[0], MOST_XML_BYTES)

    def source_text(self, path: str) -> bytes | None:
        """A plain text by its `internal://` path; None where it is not there or lies outside the file."""
        scheme, _, name = path.partition("://")
        if scheme.casefold() != "internal" or "/" in name or "\\" in name:
            return None
        held = f"sources/{name}".casefold()
        return self._read(held, MOST_FILE_BYTES) if held in self._entries and held.endswith(_TEXTS) else None

    def _read(self, name: str, most: int) -> bytes:
        """The bytes, counted as they come: what an archive says of its sizes is not believed."""
        most, read = min(most, self._left), bytearray()
        try:
            with self._zip.open(self._entries[name]) as opened:
                while chunk := opened.read(_CHUNK):
                    read += chunk
                    if len(read) > most:
                        raise UnreadableRefi(
                            f"file: something in it grows beyond {most} bytes; do not open it"
                        )
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            OSError,
        ) as error:
            raise UnreadableRefi("file: a part of it is damaged; export it again") from error
        self._left -= len(read)
        return bytes(read)
