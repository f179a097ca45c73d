"""The lines that install, as docs/operate.md has them, without network: what is locked lies beside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from tests.cli.test_operate_doc import blocks
from tests.run import ROOT

COPIED = ("pyproject.toml", "requirements.txt", "README.md", "LICENSE", "src", "packs")
ADDUSER = '#!/bin/sh\nmkdir -p "$4"\n'
"""Stands in for the system's: makes the home that follows --home."""


@pytest.fixture
def machine(tmp_path) -> Path:
    """A folder that stands for `/`, with a copy of the repository and the commands that the lines call."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (tmp_path / "opt").mkdir(exist_ok=True)
        copy(ROOT / name, tmp_path / "opt" / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "adduser").write_text(ADDUSER)
    (tmp_path / "bin" / "adduser").chmod(0o755)
    (tmp_path / "bin" / "python3").symlink_to(Path(sys.base_prefix) / "bin" / Path(sys.executable).name)
    (tmp_path / "beside").mkdir()
    for each in Path(sysconfig.get_path("purelib")).iterdir():
        if not each.name.startswith(("kapea", "_kapea", "__editable__", "pip")) and each.suffix != ".pth":
            (tmp_path / "beside" / each.name).symlink_to(each)
    return tmp_path


def pasted(machine: Path, lines: str) -> str:
    """What the lines say, run as the operator of that machine; they must succeed."""
    here = lines.replace("/opt/kapea", f"{machine}/opt").replace("/var/lib", f"{machine}/lib")
    here = here.replace(" -o kapea -g kapea", "")
    env = {"PATH": f"{machine}/bin:{os.environ['PATH']}", "PIP_NO_INDEX": "1", "HOME": str(machine)}
    done = subprocess.run(
        ["bash", "-eu"], input=here, text=True, capture_output=True, env=env, cwd=machine, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_lines_install_a_kapea_that_checks_its_packs(machine):
    block = next(block for block in blocks("sh") if "-m venv" in block)
    lines = block.splitlines(keepends=True)
    cut = next(n for n, line in enumerate(lines) if "-m venv" in line) + 1
    pasted(machine, "".join(lines[:cut]))
    [site] = (machine / "opt/.venv/lib").glob("python3*/site-packages")
    (site / "beside.pth").write_text(f"{machine}/beside\n")
    said = pasted(machine, "".join(lines[cut:]))
    assert "Successfully installed kapea" in said
    assert (machine / "lib/kapea").stat().st_mode & 0o777 == 0o700
    assert (site / "kapea/packs/cambodia/pack.toml").is_file()
    told = pasted(machine, "cd /opt/kapea\nKAPEA_HOME=/var/lib/kapea .venv/bin/kapea check packs/cambodia\n")
    assert "0 errors" in told
