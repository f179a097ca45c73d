"""What is left under whose yes, what is heard of it, and when the right pictures open nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kapea.core.care.asking import AgeBand
from kapea.core.care.decisions import Granted, Refused, decide
from kapea.core.care.permissions import CasePermissions, Wording
from kapea.core.care.way_in import (
    SIGNS,
    LeftKind,
    LeftNews,
    WhoLeaves,
    grant_left,
    is_shut,
    left_news,
    permission_left,
    scope_left,
    signs_in_order,
)

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
RECORD = "record2222222222"


def said_yes(who: WhoLeaves, kind: LeftKind = LeftKind.MESSAGE):
    return permission_left(
        id="yes2222222222222",
        record=RECORD,
        scope=scope_left(kind, "words22222222222"),
        who=who,
        wording=Wording("word.way-consent-keep", "abc"),
        language="km",
        at=AT,
    )


@pytest.mark.parametrize("who", WhoLeaves)
@pytest.mark.parametrize("kind", LeftKind)
def test_a_yes_to_one_thing_grants_that_thing_alone(who, kind):
    given = said_yes(who, kind)
    other = LeftKind.CONTACT if kind is LeftKind.MESSAGE else LeftKind.MESSAGE
    assert isinstance(grant_left(RECORD, [given], given.scope, who, at=AT), Granted)
    elsewhere = scope_left(other, "words33333333333")
    assert isinstance(grant_left(RECORD, [given], elsewhere, who, at=AT), Refused)
    assert isinstance(grant_left(RECORD, [], given.scope, who, at=AT), Refused)


def test_what_a_grown_up_said_is_not_the_childs_yes():
    given = said_yes(WhoLeaves.ADULT)
    known = CasePermissions(case=RECORD, age_band=AgeBand.NOT_KNOWN, given=(given,))
    assert isinstance(decide(known, given.scope, at=AT), Refused)


@pytest.mark.parametrize(
    ("taken", "closed", "hours", "heard"),
    [
        (False, False, 23, LeftNews.WAITING),
        (False, False, 24, LeftNews.WAITING_LONG),
        (True, False, 99, LeftNews.TAKEN),
        (True, True, 99, LeftNews.CLOSED),
    ],
)
def test_waiting_longer_than_was_said_is_told(taken, closed, hours, heard):
    at = AT + timedelta(hours=hours)
    assert left_news(left_at=AT, hours=24, taken=taken, closed=closed, at=at) is heard


@pytest.mark.parametrize(
    ("ago", "shut"),
    [([], False), ([0.5], True), ([1], False), ([2, 3], False), ([2, 3, 4], True), ([2, 3, 24], False)],
)
def test_wrong_pictures_shut_it_for_an_hour_and_three_of_a_day_until_somebody_looks(ago, shut):
    assert is_shut([AT - timedelta(hours=hours) for hours in ago], at=AT) is shut


def test_two_pictures_of_ours_in_any_order_are_one_answer():
    assert signs_in_order(["tree", "boat"]) == signs_in_order(["boat", "tree"]) == "boat tree"
    for other in ([], ["boat"], ["boat", "boat"], ["boat", "tree", "sun"], ["boat", "nothing"], SIGNS):
        assert signs_in_order(other) == ""
