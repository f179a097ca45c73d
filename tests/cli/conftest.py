"""The small pack, on disk, as an author has it."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import files


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "packs" / "small"
    for name, data in files().items():
        path = folder.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


@pytest.fixture
def work(tmp_path, monkeypatch):
    """An empty folder to work in: what a command writes without being told where lands here."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
