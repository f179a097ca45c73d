"""When somebody may be contacted by the way that they said was safe."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.care.safe_contact import (
    HOLDS_DAYS,
    MOST_OTHERS,
    WEEK,
    ContactNow,
    ContactTried,
    ContactWindow,
    TryOutcome,
    contact_now,
)

ZONES = ("Asia/Phnom_Penh", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Manila")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def window(agreed=MONDAY, days=(1, 2, 3, 4, 5), hours=(14, 16)) -> ContactWindow:
    return ContactWindow(days=frozenset(days), from_hour=hours[0], to_hour=hours[1], agreed_at=agreed)


def now(at, window, tries=(), zone="Asia/Phnom_Penh", allowed=True, pressed=False) -> ContactNow:
    return contact_now(window, tries, allowed=allowed, pressed=pressed, time_zone=zone, at=at)


def there(zone: str, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment as clocks show it in a country, told in UTC; day 0 is Monday the 23rd."""
    local = datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    return local.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_cw_46_outside_the_window_nobody_may_call(zone):
    safe = window(agreed=there(zone, 0, 0))
    said = {
        there(zone, 1, 13, 59): ContactNow.NOT_NOW,
        there(zone, 1, 14): ContactNow.MAY,
        there(zone, 1, 15, 59): ContactNow.MAY,
        there(zone, 1, 16): ContactNow.NOT_NOW,
        there(zone, 5, 15): ContactNow.NOT_NOW,
    }
    assert {at: now(at, safe, zone=zone) for at in said} == said


@pytest.mark.parametrize("zone", ZONES)
def test_cw_46_past_thirty_days_nobody_may_call(zone):
    safe = window(agreed=there(zone, 0, 15), days=WEEK, hours=(0, 24))
    assert now(there(zone, HOLDS_DAYS, 14, 59), safe, zone=zone) is ContactNow.MAY
    assert now(there(zone, HOLDS_DAYS, 15), safe, zone=zone) is ContactNow.OVER


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("outcome", [TryOutcome.OTHER_ANSWERED, TryOutcome.NOT_SAFE])
def test_cw_46_after_somebody_else_answered_nobody_calls_that_day(zone, outcome):
    """That day as it is counted in the country, whatever the server's."""
    safe = window(agreed=there(zone, 0, 0), days=WEEK, hours=(0, 24))
    tried = [ContactTried(there(zone, 1, 0, 30), outcome)]
    assert now(there(zone, 1, 23, 59), safe, tried, zone=zone) is ContactNow.OTHERS_TODAY
    assert now(there(zone, 2, 0), safe, tried, zone=zone) is ContactNow.MAY


def test_cw_46_somebody_else_too_often_means_another_way():
    safe = window(days=WEEK, hours=(0, 24))
    tried = [ContactTried(MONDAY + timedelta(days=n), TryOutcome.OTHER_ANSWERED) for n in range(MOST_OTHERS)]
    assert now(MONDAY + timedelta(days=9), safe, tried) is ContactNow.ANOTHER_WAY
    anew = window(agreed=MONDAY + timedelta(days=8), days=WEEK, hours=(0, 24))
    assert now(MONDAY + timedelta(days=9), anew, tried) is ContactNow.MAY, "of this way nothing is known"


@given(
    st.integers(min_value=-30 * 24 * 60, max_value=90 * 24 * 60).map(lambda n: MONDAY + timedelta(minutes=n)),
    st.sampled_from(ZONES),
    st.booleans(),
    st.booleans(),
)
def test_cw_46_whoever_may_be_called_said_so_for_this_hour(at, zone, allowed, pressed):
    safe = window(agreed=there(zone, 0, 0))
    if now(at, safe, zone=zone, allowed=allowed, pressed=pressed) is ContactNow.MAY:
        local = at.astimezone(ZoneInfo(zone))
        assert (allowed, pressed) == (True, False)
        assert (local.isoweekday() in safe.days, safe.from_hour <= local.hour < safe.to_hour) == (True, True)
        assert timedelta() <= at - safe.agreed_at < timedelta(days=HOLDS_DAYS)


@pytest.mark.parametrize("hours", [(16, 14), (14, 14), (-1, 3), (5, 25)])
def test_a_window_lies_in_one_day(hours):
    with pytest.raises(ValueError, match="hours"):
        window(hours=hours)


@pytest.mark.parametrize("days", [(), (0,), (8,)])
def test_a_window_has_days_of_the_week(days):
    with pytest.raises(ValueError, match="days"):
        window(days=days)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        now(datetime(2026, 11, 24, 15), window())  # noqa: DTZ001 - what is refused
