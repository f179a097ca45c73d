"""The kinds of services that a text or a node may call: those of contacts.yaml, and common ones."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import each_in
from kapea.core.pack.read.yaml_reader import Reader, read_yaml

URGENT = ("HELPLINE", "EMERGENCY", "AMBULANCE", "HEALTH", "POLICE-CHILD", "HOTLINE", "TAKEDOWN")
COMMON = frozenset((*URGENT, "PLATFORM", "MENTAL", "SOCIAL", "LEGAL", "SCHOOL", "TRAFFICKING", "NGO"))
"""Kinds that words shared by countries may call: one that has none of a kind shows its fallback (K16)."""
Types = frozenset[str] | None
"""None: nobody knows them, for contacts.yaml does not read; then that is said, and nothing of this."""


def named_types(files: Mapping[str, tuple[str, bytes]]) -> Types:
    """The kinds that a pack's contacts.yaml names; what is wrong with that file, its own parser says."""
    found = files.get("contacts.yaml")
    root = read_yaml(*found, Findings()) if found is not None else None
    types = root.value.get("types") if root is not None and isinstance(root.value, dict) else None
    return frozenset(types.value) if types is not None and isinstance(types.value, dict) else None


def called_types(reader: Reader, key: str, types: Types) -> tuple[str, ...]:
    """The kinds that a line calls, in order; P06 for one that is nobody's."""
    known = sorted(types | COMMON) if types is not None else []
    return each_in(reader, key, known, code="P06") if known else reader.words(key)
