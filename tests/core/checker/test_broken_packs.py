"""Whatever an author saves is answered: no trace, and each finding has a place that exists and a mend.

A sample here; `make check-all` breaks five thousand.
"""

from __future__ import annotations

import os

import pytest
from tests.core.checker.broken_packs import Files, broken_pack, whole_pack
from tests.core.checker.small_pack import ON

from kapea.core.checker import check
from kapea.core.checker.report import Report
from kapea.core.pack.build import build
from kapea.core.pack.problem import Problem

EVERY = bool(os.environ.get("KAPEA_EVERY_PAGE"))
BATCH = 50
BATCHES = 100 if EVERY else 6


def report_on(files: Files) -> Report:
    return check(build(files, "small"), on=ON)


def is_told_whole(problem: Problem, files: Files) -> bool:
    """A line of a file of the pack, or the first of one that is lacking; what is wrong; how to mend it."""
    place, data = problem.place, files.get(problem.place.file)
    lines = data.count(b"\n") + 1 if data is not None else 1
    in_pack = place.file.startswith(("small/", "base/"))
    return in_pack and 1 <= place.line <= max(lines, 1) and bool(problem.says) and bool(problem.mend)


def test_the_pack_that_is_broken_is_whole_before():
    report = report_on(whole_pack())
    assert report.ok, report.problems
    assert all(is_told_whole(problem, whole_pack()) for problem in report.problems)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_pack_broken_in_any_way_is_answered_with_findings_that_can_be_mended(batch: int):
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        files = broken_pack(number)
        untold = [str(p) for p in report_on(files).problems if not is_told_whole(p, files)]
        assert untold == [], number


def test_a_number_breaks_a_pack_in_the_same_way_again():
    assert broken_pack(7) == broken_pack(7)
    assert broken_pack(7) != broken_pack(8)
