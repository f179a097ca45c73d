"""A copy kept on a phone is right on every day it is read: between two of its days nothing changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released
from tests.core.directory.make import ZONE, make_directory, make_phone, make_service, weekly

from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.model import Directory, Service
from kapea.core.directory.trust import FRESH_DAYS
from kapea.core.offline.without_clock import closes, noon, timeless, turning_days

START = date(2026, 11, 24)
AT = datetime.combine(START, time(9), tzinfo=ZoneInfo(ZONE))
DAY = st.integers(-60, 200).map(lambda n: (START + timedelta(days=n)).isoformat())
DIALLED = st.integers(0, 60).map(lambda n: (START - timedelta(days=n)).isoformat())
"""No number was dialled on a day to come."""
NEED = Need(types=("HELPLINE",), language="en")


@st.composite
def records(draw) -> Service:
    """A record with or without hours, a test of its number, and a day on which it is old."""
    number = f"{draw(st.integers(100, 999))}"
    dialled = draw(st.just("") | DIALLED)
    phone = make_phone(number, verified_by="Dara" if dialled else "", verified_on=dialled)
    hours = draw(
        st.sampled_from(
            ({"hours": "always"}, {"hours": "unknown"}, weekly((1, 2, 3), 8, 17), weekly((6,), 20, 6))
        )
    )
    return make_service(
        number, phones=(phone,), expires=draw(DAY), closed_on_holidays=draw(st.booleans()), **hours
    )


DIRECTORIES = st.lists(records(), min_size=1, max_size=4, unique_by=lambda each: each.id).map(
    lambda found: make_directory(*found, holidays=("2026-12-25", "2027-01-01"))
)


@cache
def small_world() -> World:
    return World(released())


def without_clock(directory: Directory) -> Directory:
    return timeless(World(small_world().release, directory)).directory


def told(directory: Directory, day: str) -> tuple[Match, ...]:
    return match(directory, NEED, at=noon(directory, day))


@given(DIRECTORIES, st.integers(0, 250))
def test_on_any_day_people_are_told_what_they_were_told_on_the_last_day_that_turned(directory, later):
    still, day = without_clock(directory), (START + timedelta(days=later)).isoformat()
    last = max(turned for turned in turning_days(directory, at=AT) if turned <= day)
    assert told(still, day) == told(still, last)


@given(DIRECTORIES)
def test_the_first_day_is_today_and_each_stands_once_in_order(directory):
    days = turning_days(directory, at=AT)
    assert days[0] == START.isoformat()
    assert list(days) == sorted(set(days))


@given(DIRECTORIES, DAY)
def test_nobody_is_ever_called_open_or_closed_but_who_never_closes(directory, day):
    for found in told(without_clock(directory), day):
        assert "closed-now" not in found.reasons
        assert found.open == ("open" if found.service.hours == "always" else "unknown")


@given(DIRECTORIES)
def test_nobody_is_lost_and_no_number_changes(directory):
    still = without_clock(directory)
    assert [s.phones for s in still.services.values()] == [s.phones for s in directory.services.values()]


@given(DIRECTORIES)
def test_taking_the_clock_away_twice_takes_nothing_more(directory):
    once = without_clock(directory)
    assert without_clock(once) == once
    assert not any(closes(service) for service in once.services.values())


@given(records())
def test_what_is_left_as_it_is_never_closes(service):
    (still,) = without_clock(make_directory(service)).services.values()
    assert (still == service) == (not closes(service) and not service.closed_on_holidays)


@pytest.mark.parametrize(
    ("hour", "day"), [(16, "2026-11-24"), (17, "2026-11-25")], ids=["before midnight there", "after it"]
)
def test_today_is_the_day_of_the_directory_and_not_of_the_server(hour, day):
    at = datetime(2026, 11, 24, hour, 30, tzinfo=UTC)
    assert turning_days(make_directory(make_service()), at=at)[0] == day


def test_a_test_of_a_number_counts_up_to_its_last_day_and_turns_on_the_next():
    phone = make_phone(verified_by="Dara", verified_on=START.isoformat())
    last = START + timedelta(days=FRESH_DAYS)
    directory = make_directory(make_service(phones=(phone,), expires="2099-01-01"))
    assert (last + timedelta(days=1)).isoformat() in turning_days(directory, at=AT)
    before, after = (told(directory, (last + timedelta(days=n)).isoformat()) for n in (0, 1))
    assert before[0].reasons != after[0].reasons
