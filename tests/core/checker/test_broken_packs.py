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


def _swapped(name: str, old: str, new: str) -> Files:
    files = whole_pack()
    text = files[name].decode()
    assert text.count(old) == 1
    return files | {name: text.replace(old, new).encode()}


HELP, SOURCES, CARD = "small/journeys/help.yaml", "small/sources.yaml", "small/materials/card.yaml"
FLAGS = "small/flags/en.yaml"
LEVEL = "level: {rises: [green, yellow, orange, red]}"
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
NAMED: dict[str, tuple[Files, str, str]] = {
    # what once left a trace of the program: the pack, the code and the file it is told in
    "aliases that double at each line": (whole_pack() | {SOURCES: BOMB.encode()}, "P01", SOURCES),
    "an alias of itself": (whole_pack() | {SOURCES: b"a: &a [*a]\n"}, "P01", SOURCES),
    "five thousand levels": (whole_pack() | {SOURCES: b"[" * 5000}, "P01", SOURCES),
    "five thousand levels, closed": (whole_pack() | {SOURCES: b"[" * 5000 + b"]" * 5000}, "P01", SOURCES),
    "a number of five thousand digits": (_swapped(CARD, "number: 1", f"number: {'9' * 5000}"), "P03", CARD),
    "a figure that is no digit": (_swapped(CARD, "number: 1", "number: ²"), "P03", CARD),
    "figures of another script": (_swapped(CARD, "lines: 2", "lines: ១២៣"), "P03", CARD),
    "a tag": (whole_pack() | {SOURCES: b"ONE: !!python/object:os.system {title: x}\n"}, "P01", SOURCES),
    "a fact that rises as a word": (_swapped(HELP, LEVEL, "level: {rises: high}"), "P02", HELP),
    "a fact that rises to nothing": (_swapped(HELP, LEVEL, "level: {rises: }"), "P02", HELP),
    "a fact that rises as a mapping": (_swapped(HELP, LEVEL, "level: {rises: {a: b}}"), "P02", HELP),
    "sources as a list": (whole_pack() | {SOURCES: b"- ONE\n"}, "P02", SOURCES),
    "sources as a word": (whole_pack() | {SOURCES: b"ONE\n"}, "P02", SOURCES),
    "a drawing in another encoding": (whole_pack() | {"small/pictures/phone.svg": b"\xff\xfe<"}, "P01", ""),
    "a slot without its size": (_swapped("small/pictures/phone.svg", 'data-wide="80" ', ""), "P10", ""),
    "a bracket of a way of writing": (
        _swapped("small/flags/en.yaml", "alike: [dying", "alike: [(dying"),
        "P03",
        "",
    ),
    "a way of writing that is empty": (
        _swapped("small/flags/en.yaml", "alike: [dying to", 'alike: [""'),
        "P03",
        "",
    ),
    "walks without a node": (
        whole_pack() | {"small/journeys/settings.yaml": b"journey: settings\nwalks: {chat-writers: {}}\n"},
        "P02",
        "",
    ),
}


@pytest.mark.parametrize(("files", "code", "file"), NAMED.values(), ids=NAMED)
def test_what_once_left_a_trace_is_a_finding_now(files: Files, code: str, file: str):
    problems = report_on(files).problems
    found = [p for p in problems if p.code == code and p.severity == "error" and p.place.file.endswith(file)]
    assert found, [str(p) for p in problems]
    assert all(is_told_whole(problem, files) for problem in problems)


def test_a_number_breaks_a_pack_in_the_same_way_again():
    assert broken_pack(7) == broken_pack(7)
    assert broken_pack(7) != broken_pack(8)
