"""Every country says for how long it keeps each kind of record; what nobody decided is kept for a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.core.care.made import AT
from tests.core.checker import small_pack
from tests.packs import COUNTRIES
from tests.packs import built as built_country

from kapea.core.care.retention import DAYS_UNSAID, NotRetained, erase_at, retention_days
from kapea.core.checker import retention
from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import Graph, explore
from kapea.core.dialogue.world import World
from kapea.core.pack.retention_model import LONGEST_DAYS, RETAINED

LINE = "sources: [], review: {state: draft}, expires: 2027-05-29"
FILE = "kinds:\n" + "".join(f"  {kind}: {{days: {n}, {LINE}}}\n" for n, kind in enumerate(RETAINED, 10))


def made(old: str = "", new: str = ""):
    assert not old or FILE.count(old) == 1, old
    return small_pack.built_with("retention.yaml", FILE.replace(old, new) if old else FILE)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return explore(World(small_pack.released()))


def found(graph: Graph, built, on: date = date(2026, 11, 24)) -> list[tuple[str, str]]:
    """How bad each thing is that the check says of the numbers, and its words."""
    case = CheckContext(built.places, built.release, graph, on=on, live=True)
    return [(problem.severity, problem.says) for problem in retention.retention_sourced(case)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_says_it_of_each_kind_and_claims_no_law(country):
    kept = built_country(country).release.retention
    assert tuple(sorted(kept)) == RETAINED
    assert all(each.is_programme_default and not each.upkeep.is_reviewed for each in kept.values())


def test_a_record_goes_so_many_days_after_the_last_thing_that_was_done():
    release = made().release
    for days, kind in enumerate(RETAINED, 10):
        assert erase_at(release, kind, last_done=AT) == AT + timedelta(days=days)


def test_where_a_pack_says_nothing_it_is_a_month():
    release = small_pack.built().release
    assert release.retention == {}
    assert retention_days(release, "case") == DAYS_UNSAID


def test_of_what_is_no_record_nothing_is_said():
    with pytest.raises(NotRetained, match=r"callback, case"):
        retention_days(made().release, "picture")


REFUSED = [
    ("  case: {days: 11,", "  case: {days: 0,", "whole number"),
    ("  case: {days: 11,", f"  case: {{days: {LONGEST_DAYS + 1},", "whole number"),
    ("  case: {days: 11,", "  case: {days: 1.5,", "whole number"),
    ("  case: {days: 11,", "  case: {days: -5,", "whole number"),
    ("  case: {days: 11,", "  case: {days: a year,", "whole number"),
    ("  case: {days: 11,", "  case: {dayz: 11,", "days"),
    ("  case:", "  picture:", "no record is a “picture”"),
    ("  case:", "  # case:", "case has no number of days"),
]


@pytest.mark.parametrize(("old", "new", "says"), REFUSED, ids=[each[1].strip() for each in REFUSED])
def test_what_cannot_be_is_told_with_its_line(old, new, says):
    built = made(old, new)
    told = [each for each in built.problems if says in f"{each.says} {each.mend}"]
    assert not built.ok
    assert told
    assert told[0].place.file.endswith("retention.yaml")
    assert told[0].place.line > 0


def test_a_source_has_to_be_listed(graph):
    built = made("11, sources: []", "11, sources: [NOWHERE]")
    assert found(graph, built) == [("error", "retention.case names NOWHERE, which is not listed")]


def test_a_programme_default_is_not_passed_off_as_law(graph):
    reviewed = "review: {state: reviewed, by: Sok, on: 2026-11-20, for: [law]}"
    built = made("11, sources: [], review: {state: draft}", f"11, sources: [], {reviewed}")
    assert found(graph, built) == [("error", "retention.case was reviewed for law, and names no source")]


def test_a_number_that_expired_is_a_warning_and_holds(graph):
    built = made()
    assert {severity for severity, _ in found(graph, built, on=date(2027, 6, 1))} == {"warning"}
    assert retention_days(built.release, "case") == 11
