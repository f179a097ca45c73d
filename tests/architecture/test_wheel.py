"""What is installed is whole: code, pages, styles, and the demo packs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    to = tmp_path_factory.mktemp("wheel")
    words = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(to)]
    made = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    return next(to.glob("*.whl"))


def test_it_carries_packs_pages_and_styles(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for wanted in (
        "kapea/packs/cambodia/pack.toml",
        "kapea/packs/common/situations/S02.yaml",
        "kapea/packs/common/locale/km/S02.po",
        "kapea/packs/common/pictures/hand.svg",
        "kapea/print/piece.typ",
        "kapea/print/fonts/Hanuman-Regular.ttf",
        "kapea/print/fonts/OFL.txt",
        "kapea/web/base/static/kapea.css",
        "kapea/web/public/templates/public/step.html",
        "kapea/py.typed",
    ):
        assert wanted in names


def test_an_installed_one_talks_without_the_source(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, 'site'); import kapea; assert 'site' in kapea.__file__; "
        "from kapea.cli.main import main; main(['talk', 'cambodia', '--language', 'en'])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        input="stop\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    assert "1280" in told.stdout
