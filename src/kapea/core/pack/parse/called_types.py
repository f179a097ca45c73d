"""The kinds of services that a text or a node may call: those that contacts.yaml names, and no other."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import each_in
from kapea.core.pack.read.yaml_reader import Reader, read_yaml

Types = frozenset[str] | None
"""None: nobody knows them, for contacts.yaml does not read; then that is said, and nothing of this."""


def named_types(files: Mapping[str, tuple[str, bytes]]) -> Types:
    """The kinds that a pack's contacts.yaml names; what is wrong with that file, its own parser says."""
    found = files.get("contacts.yaml")
    root = read_yaml(*found, Findings()) if found is not None else None
    types = root.value.get("types") if root is not None and isinstance(root.value, dict) else None
    return frozenset(types.value) if types is not None and isinstance(types.value, dict) else None


def called_types(reader: Reader, key: str, types: Types) -> tuple[str, ...]:
    """The kinds that a line calls, in order; P06 for one that nobody is listed under."""
    return each_in(reader, key, sorted(types), code="P06") if types is not None else reader.words(key)
