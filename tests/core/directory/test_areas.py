"""How near somebody is: an area lies in others, and what serves those serves it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.directory.make import make_directory, make_service

from kapea.core.directory.areas import AWAY, EXACT, NATIONAL, SOMEWHERE, WITHIN, distance, not_away
from kapea.core.directory.model import Area, lineage

CODES = tuple("abcdef")


@st.composite
def maps(draw: st.DrawFn) -> dict[str, Area]:
    """Areas in areas, as a file may have them: some in none, in one not there, in a circle."""
    parents = draw(st.lists(st.sampled_from((*CODES, "", "gone")), min_size=len(CODES), max_size=len(CODES)))
    return {code: Area(code, f"area.{code}", parent) for code, parent in zip(CODES, parents, strict=True)}


@given(maps(), st.sampled_from(CODES))
def test_what_an_area_lies_in_begins_with_itself_names_each_once_and_ends(areas, code):
    line = lineage(areas, code)
    assert line[0] == code
    assert len(set(line)) == len(line)
    assert all(areas[inner].parent == outer for inner, outer in pairwise(line))


@given(maps(), st.sampled_from(CODES), st.lists(st.sampled_from(CODES), min_size=1, max_size=3))
def test_what_serves_an_area_serves_all_that_lies_in_it_and_is_never_away(areas, code, served):
    found = distance(areas, code, make_service("x", areas=tuple(served)))
    if code in served:
        assert found == EXACT
    elif set(lineage(areas, code)) & set(served):
        assert found == WITHIN
    else:
        reached = any(code in lineage(areas, each) for each in served)
        assert found == (WITHIN if reached else AWAY)


@given(maps(), st.sampled_from((*CODES, "", "gone")))
def test_what_serves_everywhere_is_equally_near_to_everybody(areas, code):
    assert distance(areas, code, make_service("x", areas=())) == NATIONAL


@given(maps())
def test_of_somebody_whose_area_nobody_knows_nothing_is_ever_away(areas):
    assert distance(areas, "", make_service("x", areas=("a",))) == SOMEWHERE
    assert distance(areas, "no such place", make_service("x", areas=("a",))) == SOMEWHERE


PLACES = {
    "12": Area("12", "Phnom Penh"),
    "1201": Area("1201", "a district", "12"),
    "120101": Area("120101", "a commune", "1201"),
    "1202": Area("1202", "another district", "12"),
    "08": Area("08", "Kandal"),
}


@pytest.mark.parametrize(
    ("served", "at", "far"),
    [
        (("1201",), "1201", EXACT),
        (("12",), "120101", WITHIN),
        (("120101",), "12", WITHIN),
        (("1202",), "1201", AWAY),
        (("08", "12"), "1201", WITHIN),
        (("08", "1201"), "1201", EXACT),
    ],
)
def test_a_service_is_as_near_as_the_nearest_of_its_areas(served, at, far):
    assert distance(PLACES, at, make_service(areas=served)) == far


def test_nearest_is_the_smallest_number_so_that_sorting_puts_it_first():
    assert EXACT < WITHIN < NATIONAL < SOMEWHERE < AWAY


@given(maps(), st.sampled_from(CODES), st.lists(st.sampled_from(CODES), min_size=1, max_size=3), st.data())
def test_serving_one_more_area_never_makes_a_service_farther(areas, code, served, data):
    more = data.draw(st.sampled_from(CODES))
    far = distance(areas, code, make_service(areas=tuple(served)))
    assert distance(areas, code, make_service(areas=(*served, more))) <= far


places = st.lists(st.sampled_from((*CODES, "gone", "")), max_size=3).map(tuple)


@given(maps(), st.sampled_from((*CODES, "gone", "")), st.lists(places, max_size=6))
def test_who_is_listed_as_near_is_everybody_who_is_not_away(areas, here, served):
    services = [make_service(f"s{n}", areas=each) for n, each in enumerate(served)]
    directory = make_directory(*services, areas=areas)
    near = {each.id for each in not_away(directory, here, directory.by_area)}
    helps = {each.id for each in services if distance(areas, here, each) != AWAY}
    assert helps <= near
    named = {"", here, *lineage(areas, here), *(code for code in areas if here in lineage(areas, code))}
    for each in services:
        if here in areas and each.id in near:
            assert not named.isdisjoint(each.areas or ("",))
