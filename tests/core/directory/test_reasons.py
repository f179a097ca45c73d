"""Why somebody is named: few words, the useful ones first, nothing against another, no caveat lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.directory.make import make_phone, make_service

from kapea.core.directory.areas import AWAY, EXACT, NATIONAL, SOMEWHERE, WITHIN
from kapea.core.directory.reasons import (
    _ONE_OF,
    BY_USE,
    CAVEATS,
    CODES,
    GROWN,
    MOST_SHOWN,
    YOUNG,
    merged,
    of_area,
    of_cost,
    of_hours,
    of_people,
    of_reach,
    of_trust,
    told,
)

SOME = st.lists(st.sampled_from(CODES), max_size=8).map(tuple)


@given(SOME)
def test_at_most_four_are_told_and_every_caveat_is_among_them(codes):
    said = told(codes)
    assert len(said) <= MOST_SHOWN
    assert [c for c in said if c in CAVEATS] == [c for c in CAVEATS if c in codes]


@given(SOME)
def test_the_more_useful_is_told_first_and_caveats_last(codes):
    said = told(codes)
    assert list(said) == sorted(said, key=CODES.index)


@given(SOME, SOME)
def test_what_two_services_of_one_number_say_never_gainsays_itself(first, more):
    start = merged((), first)
    both = merged(start, more)
    assert both[: len(start)] == start, "what the better one says stays as it is"
    assert all(len(group & set(both)) <= 1 for group in _ONE_OF)


@given(SOME)
def test_telling_a_thing_twice_adds_nothing(codes):
    once = merged((), codes)
    assert merged(once, codes) == once


def test_every_caveat_finds_room_beside_something_useful():
    assert len(CAVEATS) < MOST_SHOWN
    assert not set(CAVEATS) & set(BY_USE)


@pytest.mark.parametrize(
    ("given_", "state", "says"),
    [
        ({"hours": "always"}, "open", ["day-and-night"]),
        ({"hours": "always", "closed_on_holidays": True}, "open", ["open-now"]),
        ({"hours": "listed"}, "open", ["open-now"]),
        ({"hours": "listed"}, "closed", ["closed-now"]),
        ({"phones": (make_phone(),)}, "unknown", ["hours-unknown"]),
        ({"address": "service.line.address"}, "unknown", ["hours-unknown"]),
        ({"website": "https://example.org"}, "unknown", []),
    ],
)
def test_hours_are_told_as_far_as_they_are_known(given_, state, says):
    assert of_hours(make_service(**given_), state) == says


@pytest.mark.parametrize(
    ("phone", "place_free", "says"),
    [
        (make_phone(free="yes"), "unknown", ["free"]),
        (make_phone(free="no"), "yes", ["not-free"]),
        (make_phone(free="unknown"), "yes", []),
        (make_phone(free="yes", no_credit="yes"), "unknown", ["free", "no-credit"]),
        (make_phone(free="no", no_credit="yes"), "unknown", ["not-free"]),
        (None, "yes", ["free"]),
        (None, "unknown", []),
    ],
)
def test_a_call_is_said_to_be_free_only_where_somebody_said_so_of_the_call(phone, place_free, says):
    assert of_cost(make_service(free=place_free), phone) == says


def test_a_line_for_calls_and_messages_says_so_once_and_only_of_the_same_number():
    call, message = make_phone("1195"), make_phone("1195", kind="sms")
    assert of_reach(make_service(phones=(call, message)), call) == ["sms-too"]
    assert of_reach(make_service(phones=(call, make_phone("1196", kind="sms"))), call) == []
    assert of_reach(make_service(phones=(message,)), message) == []


@pytest.mark.parametrize("who", sorted(YOUNG | GROWN | {"none", ""}))
def test_for_children_is_said_to_the_young_and_for_adults_to_the_grown(who):
    service = make_service(serves=("children", "adults"), languages=("km",))
    wanted = ["for-children"] if who in YOUNG else ["for-adults-too"] if who in GROWN else []
    assert of_people(service, who, "km") == ["speaks", *wanted]
    assert of_people(make_service(serves=("adults",)), who, "km") == []


def test_near_is_said_of_what_is_near_and_of_nothing_else():
    said = {far: of_area(far) for far in (EXACT, WITHIN, NATIONAL, SOMEWHERE, AWAY)}
    near, away = {EXACT: ["near"], WITHIN: ["near"]}, {SOMEWHERE: ["some-places"], AWAY: []}
    assert said == {**near, NATIONAL: ["whole-country"], **away}


def test_a_number_nobody_dialled_is_never_told_without_saying_so():
    fresh = make_phone(verified_by="S", verified_on="2026-11-20")
    assert of_trust(make_service(), make_phone(), "2026-11-24") == ["not-dialled"]
    assert of_trust(make_service(), fresh, "2026-11-24") == []
    assert of_trust(make_service(), fresh, "2026-12-21") == ["not-dialled"]
    assert of_trust(make_service(expires="2026-11-24"), fresh, "2026-11-24") == ["old-source"]
