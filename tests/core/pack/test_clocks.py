"""clocks.yaml: read row by row, changed row by row, kept with its release, and held against its sources."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.checker import small_pack
from tests.core.checker.small_clocks import DEFAULT, row
from tests.core.checker.small_pack import ON
from tests.core.pack.mistakes import Mistake, assert_told
from tests.packs import COUNTRIES, built

from kapea.content import folder
from kapea.core.checker import clocks
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import Graph, explore
from kapea.core.dialogue.world import World
from kapea.core.pack.build import build
from kapea.core.pack.clock_model import CLOCK_LEVELS, CLOCKS
from kapea.core.pack.model import encode_release
from kapea.core.pack.stored import read_release

FILE = "clocks.yaml"
EVERY_ROW = {f"{clock}.{level}" for clock in CLOCKS for level in CLOCK_LEVELS}


def made(old: str = "", new: str = ""):
    """The small pack with some words of its clocks changed, which are there once."""
    return small_pack.built(*([(FILE, old, new)] if old else []))


def with_rows(rows: str):
    """The small pack with clocks of its own."""
    return small_pack.built_with(FILE, rows)


def one(within: str, clock: str = "follow_up") -> dict[str, object]:
    """What is read of one row, by its id."""
    release = with_rows(f"clocks:\n  {clock}:\n    red: {{within: {within}, {DEFAULT}}}\n").release
    assert release is not None
    return {id: each.spans for id, each in release.clocks.items()}


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_every_row_and_keeps_it_with_its_release(country):
    release = built(country).release
    assert set(release.clocks) == EVERY_ROW
    assert read_release(encode_release(release), release.hash).clocks == release.clocks


@pytest.mark.parametrize(
    ("within", "spans"),
    [
        ("15 min", ((0.25, None),)),
        ("72 h", ((72.0, None),)),
        ("3 d", ((None, 3),)),
        ("same day", ((None, 0),)),
        ("[3 d, 7 d]", ((None, 3), (None, 7))),
        ("[24 h]", ((24.0, None),)),
        ("366 d", ((None, 366),)),
    ],
)
def test_a_span_is_read_as_it_is_meant(within, spans):
    assert one(within) == {"follow_up.red": spans}


def test_after_a_case_is_closed_nobody_need_ask():
    assert one("never", "after_closing") == {"after_closing.red": ()}


NO_SPAN = "`within` is no span of time"
ROW = row("assessment", "red")
LEFT_OUT = ("within: same day, ", "rests_on: default, ", "sources: [], ", "review: {state: draft}, ")
MISTAKES = [
    *(
        Mistake(ROW, ROW.replace("same day", within), "P02", "red:", NO_SPAN, "write `15 min`")
        for within in (
            "3",
            "3d",
            "0 d",
            "-3 d",
            "367 d",
            "8785 h",
            "3 weeks",
            "1.5 h",
            "''",
            "[]",
            "{a: 3 d}",
        )
    ),
    *(
        Mistake(ROW, ROW.replace(part, ""), "P02", "red:", f"no `{part.split(':')[0]}`", "add a line")
        for part in LEFT_OUT
    ),
    Mistake(ROW, ROW.replace("same day", "never"), "P02", "red:", "assessment is always due", "write"),
    Mistake(ROW, ROW.replace("same day", "[1 d, 2 d]"), "P02", "red:", "is done once", "write"),
    Mistake(ROW, ROW.replace("on: default", "on: custom"), "P03", "red:", "not known", "guideline"),
    Mistake(ROW, ROW.replace("within", "withn"), "P04", "red:", "knows no `withn`", "within"),
    Mistake(ROW, ROW.replace("red", "purple"), "P02", "purple:", "no level is called “purple”", "one of"),
    Mistake(ROW, ROW.replace("same day", "3 d"), "P02", "red:", "later than assessment.orange", "no later"),
    Mistake("  plan:\n", "  plans:\n", "P02", "plans:", "nothing of a case is called “plans”", "one of"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=[each.new.strip()[:48] for each in MISTAKES])
def test_what_cannot_be_is_told_at_its_line(mistake):
    """The row of the small pack reads: the same day. So a fault in it stands alone."""
    old, new = mistake.old, mistake.new
    if old == ROW:  # the same row stands under every clock
        old, new = f"  assessment:\n{old}", f"  assessment:\n{new}"
    assert_told(FILE, mistake._replace(old=old, new=new))


def test_a_clock_without_levels_is_told():
    (told,) = with_rows("clocks:\n  plan: 3 d\n").problems
    assert (told.code, told.place.line, told.says) == ("P02", 2, "`plan` has no levels")


def test_a_country_changes_one_row_and_nothing_else():
    _, files = folder.read_pack_files(folder.shipped() / "nepal")
    said = "within: 2 d, rests_on: law, sources: [NP-CRPC], review: {state: draft}, expires: 2027-01-01"
    change = f"changes: common\nclocks:\n  follow_up:\n    red: {{{said}}}\n"
    before = build(files, "nepal").release.clocks
    after = build({**files, "nepal/clocks.yaml": change.encode()}, "nepal").release.clocks
    changed = {id for id, each in after.items() if each != before[id]}
    assert changed == {"follow_up.red"}
    assert after["follow_up.red"].spans == ((None, 2),)
    assert after["follow_up.red"].upkeep.sources == ("NP-CRPC",)


# --- K18 --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> Graph:
    return explore(World(small_pack.released()))


def found(graph: Graph, pack, on: date = ON) -> list[tuple[str, str]]:
    """How bad each thing is that the check says of the clocks, and its words."""
    assert pack.release is not None, [str(each) for each in pack.problems]
    case = CheckContext(pack.places, pack.release, graph, on=on, live=True)
    every = (clocks.clocks_sourced, clocks.clocks_there)
    told = [problem for holds in every for problem in holds(case)]
    assert {problem.code for problem in told} <= {"K18"}
    assert all(problem.place.file == "small/clocks.yaml" for problem in told if pack.release.clocks)
    return [(problem.severity, problem.says) for problem in told]


def twin(graph: Graph, said: str, on: date = ON) -> list[tuple[str, str]]:
    """What is found where one row says something else of where it is from."""
    old = f"  assessment:\n{ROW}"
    assert "rests_on" in said
    return found(graph, made(old, f"  assessment:\n    red: {{within: same day, {said}}}\n"), on)


END = "review: {state: draft}, expires: 2027-11-24"
LAW = "review: {state: reviewed, by: Sok, on: 2026-11-20, for: [law]}, expires: 2027-11-24"
SAYS = {
    f"rests_on: default, sources: [], {END}": [],
    f"rests_on: law, sources: [ONE], {END}": [],
    f"rests_on: law, sources: [ONE], {LAW}": [],
    f"rests_on: tool, sources: [ONE], {END}": [],
    f"rests_on: law, sources: [NOWHERE], {END}": ["names NOWHERE, which is not listed"],
    f"rests_on: law, sources: [], {END}": ["rests on a law, and names none"],
    f"rests_on: guideline, sources: [], {END}": ["rests on a guideline, and names none"],
    f"rests_on: default, sources: [ONE], {END}": ["is a programme default, and names a source"],
    f"rests_on: default, sources: [], {LAW}": ["was reviewed for law, and rests on none"],
    f"rests_on: tool, sources: [ONE], {LAW}": ["was reviewed for law, and rests on none"],
}


@pytest.mark.parametrize("said", SAYS)
def test_a_row_says_truly_where_it_is_from(graph, said):
    assert twin(graph, said) == [("error", f"clocks.assessment.red {says}") for says in SAYS[said]]


def test_a_row_that_expired_is_a_warning(graph):
    early = "rests_on: default, sources: [], review: {state: draft}, expires: 2027-05-29"
    assert twin(graph, early, on=date(2027, 5, 28)) == []
    (told,) = twin(graph, early, on=date(2027, 5, 29))
    assert told[0] == "warning"
    assert "expired on 2027-05-29: the shortest default holds" in told[1]


def test_each_row_that_is_missing_is_a_warning(graph):
    pack = made(f"  assessment:\n{ROW}", "  assessment:\n")
    ((severity, says),) = found(graph, pack)
    assert (severity, says.split(":")[0]) == ("warning", "assessment.red has no time")


def test_a_pack_without_any_is_warned_once(graph):
    ((severity, says),) = found(graph, with_rows("clocks: {}\n"))
    assert severity == "warning"
    assert "nothing says until when" in says


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_shipped_has_its_sources(graph, country):
    pack = built(country)
    case = CheckContext(pack.places, pack.release, graph, on=date(2026, 11, 29), live=True)
    assert [str(p) for holds in (clocks.clocks_sourced, clocks.clocks_there) for p in holds(case)] == []
