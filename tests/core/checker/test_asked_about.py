"""K07: every question says what it is about, of a closed list; what happened is not among it."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import ON, built, files
from tests.core.checker.twins_of_questions import FINE, body
from tests.core.checker.twins_of_walks import HELP, S01, Change
from tests.packs import COUNTRIES, world

from kapea.core.checker import check


@pytest.mark.parametrize(("why", "changes"), FINE, ids=[why for why, _ in FINE])
def test_what_may_be_asked_passes(why: str, changes: list[Change]):
    assert [str(p) for p in check(built(*changes), on=ON).errors] == []


TOLD = [
    # what was done, the changes, the line it is told at, what is said, how it is mended
    ("nothing says what about", body(), "step-2:", "nothing says what about", "write `about:`"),
    ("a child chooses", body("recent"), "step-2:", "whoever is young choose", "answers `yes:` and `no:`"),
    ("asked in words", [(S01, "Stop answering them.", "What did that person do?")],
     "do: What did that person do?", "is no question of the journey", "say it without asking"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "changes", "line", "says", "mend"), TOLD, ids=[t[0] for t in TOLD])
def test_it_is_told_at_its_line_with_its_mend(done, changes, line, says, mend):
    [found] = check(built(*changes), on=ON).of("K07")
    assert says in found.says
    assert mend in found.mend
    lines = files(*changes)[found.place.file].decode().splitlines()
    assert lines[found.place.line - 1].strip() == line


def test_another_kind_of_question_does_not_build():
    twin = built(*body("body"))
    [found] = twin.problems
    assert (found.code, found.place.file) == ("P03", f"small/{HELP}")
    assert found.says == "`about: body` is not known"
    assert "recent" in found.mend


def test_a_journey_says_it_once_for_all_its_questions():
    said = (HELP, "journey: help\n", "journey: help\nabout: call\n")
    twin = built(said, *body())
    assert twin.release is not None
    about = {node.id: node.about for node in twin.release.nodes}
    assert (about["help.step-2"], about["help.first"], about["help.after"]) == ("call", "who", "")


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_shipped_question_asks_anybody_what_happened(country: str):
    """Personal questions with answers to choose from: the age alone."""
    nodes = [node for node in world(country).release.nodes if node.ask is not None and node.kind == "choose"]
    apart = {"who", "band", "urgent", "call", "place", "app", "learn", "agree"}
    assert {node.about for node in nodes} <= {*apart, ""}
    assert {node.id for node in nodes if node.about == ""} == {"help.band"}
