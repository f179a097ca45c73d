"""K05, K18 and K29, node by node and step by step: each fault is told at its line, with its mend."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import ON, built, files
from tests.core.checker.twins_of_nodes import BLOCK, FINE, STOP
from tests.core.checker.twins_of_walks import HELP, S01, SERVICES, Change

from kapea.core.checker import check


@pytest.mark.parametrize(("why", "changes"), FINE, ids=[why for why, _ in FINE])
def test_what_is_right_passes(why: str, changes: list[Change]):
    assert [str(p) for p in check(built(*changes), on=ON).errors] == []


TOLD = [
    # what was done, the changes, the code, the line it is told at, what is said, how it is mended
    ("a first view without people", [(HELP, "  first:\n    contacts: now\n", "  first:\n")],
     "K05", "first:", "help.first names nobody, and it is the first view", "write `contacts: now`"),
    ("blocked first", [(S01, STOP, BLOCK.replace("[write, report, block]", "[block, write, report]"))],
     "K29", "do: Write it on paper. Then report and block.", "somebody is blocked", "put `write` first"),
    ("a site", [(SERVICES, "Listens to you.", "Write at www.example.kh today.")],
     "K18", "does: Write at www.example.kh today.", "“www.example.kh” is an", "`website:` of a service"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "changes", "code", "line", "says", "mend"), TOLD, ids=[t[0] for t in TOLD])
def test_it_is_told_at_its_line_with_its_mend(done, changes, code, line, says, mend):
    found = [p for p in check(built(*changes), on=ON).of(code) if says in p.says]
    assert found
    assert mend in found[0].mend
    lines = files(*changes)[found[0].place.file].decode().splitlines()
    assert lines[found[0].place.line - 1].strip() == line


@pytest.mark.parametrize(
    ("words", "is_address"),
    [
        *(("Look at takeitdown.ncmec.org first.", True), ("See https://a.b", True), ("WWW.Example", True)),
        *(("mail@line.example", True), ("At 9.30 or 10.15.", False), ("Stop.Me too.", False)),
        *(("It is me.You know.", False), ("e.g. a boat", False), ("Facebook.com works", True)),
    ],
)
def test_an_address_is_told_from_a_full_stop(words: str, is_address: bool):
    report = check(built((S01, "Your calm helps.", words)), on=ON)
    assert any("is an address" in p.says for p in report.of("K18")) is is_address
