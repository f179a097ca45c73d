"""K22: the catalogue says what each situation must ask; a nearer pack adds to it, and takes nothing away."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import ON, built, files
from tests.core.checker.twins_of_demands import FINE, TWINS
from tests.core.checker.twins_of_walks import HELP, S01, Change

from kapea.core.checker import check
from kapea.core.checker.report import Report
from kapea.core.pack.build import build
from kapea.core.pack.problem import Problem


@pytest.mark.parametrize(("why", "changes"), FINE, ids=[why for why, _ in FINE])
def test_what_is_right_passes(why: str, changes: list[Change]):
    assert [str(p) for p in check(built(*changes), on=ON).errors] == []


TOLD = [
    # what was done, the change, the line it is told at, what is said, how it is mended
    ("a question deleted", (S01, "asks: [dying, home]", "asks: [home]"),
     "title: My child is scared", "S01 for caregiver does not ask: dying", "add dying to `asks:`"),
    ("less urgent", (S01, "level: orange", "level: green"),
     "id: S01", "S01 begins green, and orange is the least", "write `level: orange`"),
    ("no catalogue of it", ("catalogue.yaml", "  S02: {title: Something else,", "  S09: {title: Another,"),
     "id: S02", "S02 is in no catalogue", "with `level:` and `asks:`"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "change", "line", "says", "mend"), TOLD, ids=[t[0] for t in TOLD])
def test_it_is_told_at_its_line_with_its_mend(done: str, change: Change, line: str, says: str, mend: str):
    [found] = check(built(change), on=ON).of("K22")
    assert says in found.says
    assert mend in found.mend
    told = files(change)[found.place.file].decode().splitlines()[found.place.line - 1]
    assert told.strip() == line


def test_a_pack_without_a_catalogue_is_told_to_write_one():
    pack = files()
    del pack["small/catalogue.yaml"]
    [found] = check(build(pack, "small"), on=ON).of("K22")
    assert (found.place.file, found.mend) == (
        "small/catalogue.yaml",
        "write catalogue.yaml, or extend `common`, which has one",
    )


def _country(catalogue: str, *changes: Change) -> Report:
    """The small pack as what a country is built on, with a catalogue of the country's own."""
    pack = files(*changes)
    head = pack["small/pack.toml"].replace(b'id = "small"', b'id = "own"\nextends = ["small"]')
    own = {"own/pack.toml": head, "own/catalogue.yaml": catalogue.encode()}
    return check(build(pack | own, "own"), on=ON)


LESS = [
    "changes: small\nsituations: {S01: {level: green, asks: {child: [band]}}}\n",
    "changes: small\nsituations: {S01: {level: yellow}}\n",
]


@pytest.mark.parametrize("catalogue", LESS)
def test_a_country_cannot_ask_less_by_a_catalogue_of_its_own(catalogue: str):
    report = _country(
        catalogue, (S01, "level: orange", "level: yellow"), (S01, "asks: [dying, home]", "asks: [home]")
    )
    assert {p.says for p in report.of("K22")} == {
        "S01 begins yellow, and orange is the least",
        "S01 for caregiver does not ask: dying",
    }


def test_a_country_may_ask_more():
    report = _country("changes: small\nsituations: {S02: {level: orange, asks: {child: [home]}}}\n")
    assert {p.says for p in report.of("K22")} == {
        "S02 begins yellow, and orange is the least",
        "S02 for child does not ask: home",
    }


def test_a_catalogue_that_leaves_situations_out_is_named_where_it_stands():
    report = _country("ages: {child: [12-14]}\nsituations: {}\n")
    left: list[Problem] = [p for p in report.problems if p.code == "P09"]
    assert {p.place.file for p in left} == {"own/catalogue.yaml"}
    assert all("only what you add" in p.mend for p in left)


MISTYPED = [
    ("level: orange", "level: urgent", "P03", "`level: urgent` is not known"),
    ("child: [band, dying, home]", "child: [band, dyin, home]", "P03", "“dyin” is not known"),
    ("asks: {child: [dying]}", "asked: {child: [dying]}", "P02", "situation S02 has no `asks`"),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), MISTYPED)
def test_what_is_mistyped_is_told_in_the_catalogue(old: str, new: str, code: str, says: str):
    found = [p for p in built(("catalogue.yaml", old, new)).problems if p.code == code and says in p.says]
    assert [p.place.file for p in found] == ["small/catalogue.yaml"]
    assert found[0].mend


def test_the_journey_is_the_one_told_when_the_body_of_a_child_is_asked_about():
    changes = next(changes for _, done, changes in TWINS if done == "the body of a child of nine")
    [found] = check(built(*changes), on=ON).of("K22")
    assert found.place.file == f"small/{HELP}"
    assert found.mend == "add `unless: {band: 9-11}`"
