"""Open, closed or unknown: in the directory's zone, with holidays, across midnight, and never by a guess."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.directory.make import ZONE, make_directory, make_service, opening_at, weekly

from kapea.core.directory.hours import boundaries, moment, moments, opening_now, slot
from kapea.core.directory.model import Opening

HERE = ZoneInfo(ZONE)
WORK = (1, 2, 3, 4, 5)
FEASTS = ("2026-11-09", "2026-11-10")  # a Monday and a Tuesday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def state(service, when: str, holidays=FEASTS) -> str:
    return opening_now(service, moment(at(when), ZONE), holidays)


def test_it_is_open_from_the_first_minute_and_closed_on_the_last():
    office = make_service(**weekly(WORK, 8, 17))
    found = [state(office, f"2026-11-24T{t}") for t in ("07:59", "08:00", "16:59", "17:00")]
    assert found == ["closed", "open", "open", "closed"]


def test_it_is_closed_on_a_day_that_is_not_listed():
    assert state(make_service(**weekly(WORK, 8, 17)), "2026-11-28T10:00") == "closed"


@pytest.mark.parametrize("holidays", [(), FEASTS])
def test_unknown_hours_are_never_open(holidays):
    for when in moments(make_directory(make_service()), on=date(2026, 11, 9)):
        assert opening_at(make_directory(holidays=holidays), make_service(), at=when) == "unknown"


def test_a_line_that_never_closes_is_open_on_a_holiday():
    assert state(make_service(hours="always"), "2026-11-09T03:00") == "open"


def test_a_holiday_closes_what_closes_on_holidays_and_nothing_else():
    times = weekly(WORK, 8, 17)
    assert state(make_service(closed_on_holidays=True, **times), "2026-11-09T10:00") == "closed"
    assert state(make_service(closed_on_holidays=False, **times), "2026-11-09T10:00") == "open"
    assert state(make_service(closed_on_holidays=True), "2026-11-09T10:00") == "closed"


def test_a_year_without_listed_holidays_is_unknown_not_open():
    office = make_service(closed_on_holidays=True, **weekly(WORK, 8, 17))
    assert state(office, "2028-11-07T10:00") == "unknown"
    assert state(office, "2028-11-07T18:00") == "closed"


def test_a_night_belongs_to_the_evening_it_began():
    night = make_service(**weekly((5,), 22, 6))  # Friday night
    asked = (
        "2026-11-27T21:59",
        "2026-11-27T22:00",
        "2026-11-28T05:59",
        "2026-11-28T06:00",
        "2026-11-27T03:00",
    )
    assert [state(night, t) for t in asked] == ["closed", "open", "open", "closed", "closed"]


def test_a_night_reaches_from_sunday_into_monday():
    assert state(make_service(**weekly((7,), 22, 6)), "2026-11-23T02:00") == "open"


def test_no_night_follows_an_evening_that_was_a_holiday():
    night = make_service(closed_on_holidays=True, **weekly((1, 2, 3, 4, 5, 6, 7), 22, 6))
    assert state(night, "2026-11-10T02:00", ("2026-11-09",)) == "closed"
    assert state(night, "2026-11-09T02:00", ("2026-11-09",)) == "closed"
    assert state(night, "2026-11-12T02:00", ("2026-11-09",)) == "open"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime.fromisoformat("2026-11-24"), ZONE)


def test_the_zone_of_the_directory_decides_not_that_of_the_server():
    directory, line = make_directory(), make_service(**weekly(WORK, 8, 17))
    there = datetime(2026, 11, 24, 8, 30, tzinfo=HERE)
    for zone in ("UTC", "America/Los_Angeles", "Pacific/Kiritimati"):
        assert opening_at(directory, line, at=there.astimezone(ZoneInfo(zone))) == "open"


def test_boundaries_name_every_minute_of_the_week_where_something_changes():
    services = [make_service(**weekly((1,), 8, 17)), make_service("n", **weekly((7,), 22, 6))]
    sunday = 6 * 1440 + 22 * 60
    assert boundaries(services) == (0, 6 * 60, 8 * 60, 17 * 60, sunday)


def test_moments_include_each_holiday_and_the_day_after():
    directory = make_directory(make_service(**weekly(WORK, 8, 17)), holidays=("2027-05-01",))
    days = {m.date().isoformat() for m in moments(directory, on=date(2026, 11, 25))}
    assert {"2026-11-23", "2026-11-29", "2027-05-01", "2027-05-02"} <= days
    assert len(days) == 9


some_openings = st.builds(
    Opening,
    st.frozensets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    st.integers(0, 1439),
    st.integers(0, 1440),
)
FROM, TO = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2028-01-01")
some_times = st.datetimes(FROM, TO, timezones=st.just(HERE))


@given(st.lists(some_openings, max_size=3), st.booleans(), some_times, st.integers(1, 3000))
def test_nothing_changes_within_a_slot(openings, closes, when, later):
    line = make_service(hours="listed", openings=tuple(openings), closed_on_holidays=closes)
    edges, other = boundaries([line]), when + timedelta(minutes=later)
    first, second = moment(when, ZONE), moment(other, ZONE)
    if slot(edges, first) == slot(edges, second):
        assert opening_now(line, first, FEASTS) == opening_now(line, second, FEASTS)


@given(st.lists(some_openings, max_size=3), st.booleans(), some_times)
def test_a_holiday_never_opens_anything(openings, closes, when):
    line = make_service(hours="listed", openings=tuple(openings), closed_on_holidays=closes)
    now = moment(when, ZONE)
    if opening_now(line, now, (*FEASTS, now.today)) == "open":
        plain = make_service(hours="listed", openings=tuple(openings))
        assert opening_now(plain, now, ()) == "open"
