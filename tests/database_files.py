"""A database in files of its own, which threads share and whose bytes can be read, for a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import connections


class default_is:
    """For as long as it is entered, `default` is an SQLite file, or the database of some settings, in this
    thread and in new ones.
    """

    def __init__(self, path: Path | dict[str, Any]) -> None:
        self.path = path

    def __enter__(self) -> None:
        from kapea.config import databases

        made = databases.sqlite(self.path) if isinstance(self.path, Path) else self.path
        self.before, self.settings = connections["default"], connections.settings["default"]
        connections.settings["default"] = self.settings | made
        del connections["default"]

    def __exit__(self, *error: object) -> None:
        connections["default"].close()
        connections.settings["default"] = self.settings
        connections["default"] = self.before
