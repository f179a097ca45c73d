"""A worker that has a release to serve holds nothing of what builds and checks packs, and nothing of a door
that is not set up: that is megabytes.
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.run import ROOT

READ_TO_SERVE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kapea.config.settings"
import django
django.setup(set_prefix=False)
from kapea.guide import upkeep
from kapea.web.public import last_resort
from kapea.web.public.handler import Handler
from kapea.channels.doors import channels
channels()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""
"""What config/wsgi.py reads in, and what the first page does."""
NEVER = (
    "httpx",
    "openpyxl",
    "pyxform",
    "numpy",
    "kapea.core.checker",
    "kapea.core.pack.build",
    "kapea.core.pack.parse.directory_parser",
    "kapea.cli",
)


@pytest.mark.any_database
def test_what_builds_and_checks_packs_is_not_read_in(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", READ_TO_SERVE],
        capture_output=True,
        text=True,
        check=True,
        env={"KAPEA_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")},
    )
    read = told.stdout.split()
    assert "kapea.content.shipped_pack" in read
    assert [name for name in read if name.startswith(NEVER)] == []
