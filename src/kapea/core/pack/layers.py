"""The files of a pack and of the packs beneath it, path by path: the nearest is the one that counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kapea.core.pack.growing_lists import GROWING, grown
from kapea.core.pack.overrides import changed, is_change
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, read_yaml

MAX_INDEX_BYTES = 4_000_000
"""An index that a program writes may be longer than what a person reads."""
Files = Mapping[str, bytes]
"""`<pack>/<path>` to the bytes of that file."""


class Layers:
    """Path inside the pack to the file of each pack that has it, the country's own last.

    Catalogues are read one after the other instead: a country translates its own files beside the common
    ones, and where both have words for a text, its own count.
    """

    def __init__(self, files: Files, chain: Sequence[str]) -> None:
        self._versions: dict[str, list[tuple[str, bytes]]] = {}
        for pack in chain:
            for name in sorted(n for n in files if n.startswith(f"{pack}/")):
                path = name.removeprefix(f"{pack}/")
                self._versions.setdefault(path, []).append((name, files[name]))
        self._depth = {pack: depth for depth, pack in enumerate(chain)}
        self._changed = {p.rsplit("/", 1)[-1] for p, v in self._versions.items() if len(v) > 1}

    @property
    def nearest(self) -> dict[str, tuple[str, bytes]]:
        """Path to (name for messages, bytes) of the nearest file."""
        return {path: versions[-1] for path, versions in self._versions.items()}

    @property
    def names(self) -> list[str]:
        """Every file of every pack, as messages name it."""
        return [name for versions in self._versions.values() for name, _ in versions]

    def read(self, path: str, findings: Findings) -> Item | None:
        """A YAML file: the nearest pack's own, or what that one changes of the one beneath; of lists that
        only grow, all that each pack has.
        """
        item: Item | None = None
        for name, data in self._versions.get(path, ()):
            upper = read_yaml(name, data, findings)
            if upper is not None and item is not None and path.startswith(GROWING):
                item = grown(item, upper, findings)
            elif upper is not None:
                item = changed(item, upper, findings) if is_change(upper) else upper
        return item

    def each(self, path: str, findings: Findings) -> Iterator[Item]:
        """A YAML file of every pack that has one, the country's own last."""
        for name, data in self._versions.get(path, ()):
            if (item := read_yaml(name, data, findings, MAX_INDEX_BYTES)) is not None:
                yield item

    def folder(self, name: str, findings: Findings) -> Iterator[tuple[str, Item]]:
        """The YAML files of a folder that read, by name without folder and ending, in order."""
        for path in sorted(p for p in self._versions if p.startswith(name) and p.endswith(".yaml")):
            if (item := self.read(path, findings)) is not None:
                yield path.removeprefix(name).removesuffix(".yaml"), item

    def catalogues(self, language: str) -> list[tuple[str, bytes]]:
        """Every catalogue of a language, by name for messages: the country's own after all it builds on."""
        folder = f"locale/{language}/"
        paths = [p for p in self._versions if p.startswith(folder) and p.endswith(".po")]
        found = [each for path in sorted(paths) for each in self._versions[path]]
        return sorted(found, key=lambda each: self._depth[each[0].split("/", 1)[0]])

    def is_changed(self, catalogue: str) -> bool:
        """Whether a catalogue is of a file that a nearer pack changes: it then keeps words not said here."""
        return catalogue.rsplit("/", 1)[-1].removesuffix(".po") + ".yaml" in self._changed
