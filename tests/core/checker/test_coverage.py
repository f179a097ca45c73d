"""Whoever is left out is named: an audience, an age, a part, a language."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import CATALOGUE, built

from kapea.core.checker.coverage import EVERYTHING, Cell, cover
from kapea.core.pack.model import Demand
from kapea.core.pack.parse.catalogue import Expectation, Expected, parse_expected
from kapea.core.pack.parse.situations import AUDIENCES
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

AGES = dict.fromkeys(AUDIENCES, ("12-14",))
S01 = "situations/S01.yaml"


def expectation(*audiences: str, id: str = "S01", ages: dict | None = None) -> Expectation:
    return Expectation({id: Expected(id, "A title", audiences, Demand())}, ages or AGES)


def holes(*changes: tuple[str, str, str], wanted: Expectation | None = None) -> list[Cell]:
    release = built(*changes).release
    return [cell for cell in cover(release, wanted or expectation("child", "caregiver")) if cell.is_hole]


def test_what_is_written_and_translated_has_no_hole():
    assert holes() == []


def test_a_situation_for_more_people_than_expected_is_no_hole():
    assert holes(wanted=expectation("child")) == []


def test_an_audience_that_is_dropped_is_a_hole_in_every_language():
    found = holes(wanted=expectation("child", "caregiver", "peer"))
    assert {(c.situation, c.audience, c.language, c.gaps) for c in found} == {
        ("S01", "peer", "km", (EVERYTHING,)),
        ("S01", "peer", "en", (EVERYTHING,)),
    }


def test_a_situation_that_nobody_wrote_is_a_hole():
    found = holes(wanted=expectation("child", id="S09"))
    assert {c.situation for c in found} == {"S09"}


def test_an_age_that_is_dropped_is_a_hole():
    """The small pack writes its second situation for 12 to 14 only."""
    ages = AGES | {"child": ("9-11", "12-14")}
    found = holes(wanted=expectation("child", id="S02", ages=ages))
    assert {(c.audience, c.band) for c in found} == {("child", "9-11")}


def test_a_part_with_no_wording_for_an_age_is_named():
    found = holes((S01, "first: You did nothing wrong.", "first: {9-11: You did nothing wrong.}"))
    assert {(c.band, c.gaps) for c in found} == {("12-14", ("first",))}


def test_a_text_that_is_not_translated_is_named_for_those_who_meet_it():
    found = holes((CATALOGUE, 'msgctxt "S01.child.first"', '#, fuzzy\nmsgctxt "S01.child.first"'))
    assert {(c.audience, c.language, c.untranslated) for c in found} == {
        ("child", "km", ("S01.child.first",))
    }
    assert {c.band for c in found} == {"9-11", "12-14"}


def test_a_wording_for_another_age_is_not_missed():
    id = "S01.child.step.2.do/9-11"
    found = holes((CATALOGUE, f'msgctxt "{id}"', f'#, fuzzy\nmsgctxt "{id}"'))
    assert {c.band for c in found} == {"9-11"}


@pytest.mark.parametrize("wrong", ["[teenager]", "[]", "nobody"])
def test_a_catalogue_names_what_is_no_audience(wrong):
    ages = ", ".join(f"{who}: [9-11]" for who in AUDIENCES)
    found = Findings()
    text = f"ages: {{{ages}}}\nsituations: {{S01: {{title: t, for: {wrong}}}}}"
    parse_expected(read_yaml("catalogue.yaml", text.encode(), found), found)
    assert found.has_errors


def test_the_shipped_catalogue_has_every_situation(cambodia):
    from kapea.content.folder import shipped

    found = Findings()
    data = (shipped() / "common" / "catalogue.yaml").read_bytes()
    wanted = parse_expected(read_yaml("catalogue.yaml", data, found), found)
    assert not found.problems
    assert sorted(wanted.situations) == [f"S{n:02}" for n in range(39)]
    assert set(wanted.situations) >= set(cambodia.release.situations)
