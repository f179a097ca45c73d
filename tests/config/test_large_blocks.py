"""A worker does not hold on to megabytes that it has let go of."""

from __future__ import annotations

import subprocess
import sys

import pytest

HELD = """
import resource, sys
from kapea.config import large_blocks
if sys.argv[1] == "given back": large_blocks.give_back()
def held(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
before, kept = held(), []
for _ in range(8):
    blocks = [bytearray(8_000_000) for _ in range(3)]
    kept.append(bytearray(50_000))  # what stays stands behind what goes
    blocks.clear()
print(held() - before)
"""


@pytest.mark.any_database
def test_large_blocks_are_given_back():
    told = subprocess.run([sys.executable, "-c", HELD, "given back"], check=True, stdout=subprocess.PIPE)
    assert float(told.stdout) < 4, "megabytes more than before"
