"""The areas of the web: each folder here brings its own addresses, pages, tags, styles and scripts.

They are found, not listed. A new area is a new folder; nothing outside it has to know of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = "kapea.web"


@dataclass(frozen=True)
class WebArea:
    """A folder of the web. What it does not bring is empty.

    Its files are served under `/s/` and its name, so that those of staff are never among those of the public.
    """

    folder: Path
    package: str

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def urls(self) -> str:
        """The module with its addresses; they all begin with what `PREFIX` of that module says."""
        return self._module("urls")

    @cached_property
    def tags(self) -> str:
        """The module with its template tags."""
        return self._module("tags")

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def static(self) -> Path:
        return self.folder / "static"

    def files(self) -> list[Path]:
        """Its styles and scripts."""
        return sorted(path for path in self.static.rglob("*") if path.is_file())

    def _module(self, name: str) -> str:
        return f"{self.package}.{name}" if (self.folder / f"{name}.py").is_file() else ""


def web_areas(folder: Path = HERE, package: str = PACKAGE) -> tuple[WebArea, ...]:
    """Every area in `folder`, by name."""
    within = sorted(path.parent for path in folder.glob("*/__init__.py"))
    return tuple(WebArea(path, f"{package}.{path.name}") for path in within)


def served_areas(names: Iterable[str], found: tuple[WebArea, ...] | None = None) -> tuple[WebArea, ...]:
    """The areas that a server shows; all of them where none is named. `base` belongs to every server.

    Raises ValueError for a name that no area has.
    """
    known = {area.name: area for area in (web_areas() if found is None else found)}
    wanted = set(names)
    if unknown := sorted(wanted - known.keys()):
        raise ValueError(f"no area of the web is called {', '.join(unknown)}; there are {', '.join(known)}")
    return tuple(area for name, area in known.items() if not wanted or name == "base" or name in wanted)
