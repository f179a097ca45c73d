"""What stands in a folder, to be compared with what stands there afterwards."""

from __future__ import annotations

from pathlib import Path


def standing(*folders: Path) -> dict[Path, bytes]:
    """Every file in some folders with its bytes."""
    return {p: p.read_bytes() for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()}
