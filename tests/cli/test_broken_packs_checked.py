"""The command answers any pack that an author can save, from the folder where it lies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import run
from tests.core.checker.broken_packs import broken_pack


def saved(folder: Path, number: int) -> Path:
    for name, data in broken_pack(number).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "small"


@pytest.mark.parametrize("number", range(0, 400, 20))
def test_a_broken_pack_ends_with_findings_or_with_what_is_no_pack(tmp_path, number: int):
    told = run("check", "--format", "json", saved(tmp_path, number))
    if told.exit_code == 2:
        assert "no pack" in told.stderr
        return
    assert told.exit_code in (0, 1)
    assert all(each["file"] and each["line"] > 0 and each["mend"] for each in json.loads(told.stdout))
