"""Opening hours against a model so plain that it can be seen to be right: a set of open minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.core.directory.make import ZONE, make_directory, make_service, opening_at

from kapea.core.directory.hours import DAY, moment, moments, opening_now
from kapea.core.directory.model import Opening, Service

HERE = ZoneInfo(ZONE)
FIRST = date(2026, 12, 21)
"""A Monday. Two weeks from here lead into a year of which no holiday may be listed."""
DAYS = 14

openings = st.builds(
    Opening,
    st.frozensets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
    st.sampled_from((0, 1, 8 * 60, 12 * 60 + 30, 22 * 60, DAY - 1)),
    st.sampled_from((0, 1, 6 * 60, 8 * 60, 17 * 60, DAY)),
)
services = st.builds(
    make_service,
    hours=st.sampled_from(("listed", "listed", "always", "unknown")),
    openings=st.lists(openings, max_size=3).map(tuple),
    closed_on_holidays=st.booleans(),
)
holidays = st.frozensets(st.integers(-1, DAYS + 1).map(lambda n: day(n).isoformat())).map(
    lambda days: tuple(sorted(days))
)
minutes = st.integers(0, DAYS * DAY - 1)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def open_minutes(service: Service, closed: tuple[str, ...]) -> set[int]:
    """Every minute since `FIRST` in which somebody is there, one after the other."""
    if service.hours == "always":
        return {m for m in range(DAYS * DAY) if not closes_on(service, m // DAY, closed)}
    out: set[int] = set()
    for n in range(-1, DAYS):
        for opening in service.openings:
            if day(n).isoweekday() in opening.weekdays and not closes_on(service, n, closed):
                over = DAY if opening.closes <= opening.opens else 0
                out |= set(range(n * DAY + opening.opens, n * DAY + opening.closes + over))
    return {m for m in out if not closes_on(service, m // DAY, closed)}


def closes_on(service: Service, n: int, closed: tuple[str, ...]) -> bool:
    return service.closed_on_holidays and day(n).isoformat() in closed


def modelled(service: Service, closed: tuple[str, ...], minute: int, there: set[int]) -> str:
    if closes_on(service, minute // DAY, closed):
        return "closed"
    if service.hours == "unknown":
        return "unknown"
    if minute not in there:
        return "closed"
    listed = any(feast.startswith(str(day(minute // DAY).year)) for feast in closed)
    return "open" if listed or not service.closed_on_holidays else "unknown"


def telling(service: Service) -> list[int]:
    """Of each day the minutes at which anything might change, and those just before."""
    edges = {0, *(o.opens for o in service.openings), *(o.closes for o in service.openings)}
    each = {minute % DAY for edge in edges for minute in (edge, edge - 1)}
    return [n * DAY + minute for n in range(DAYS) for minute in sorted(each)]


def asked(service: Service, closed: tuple[str, ...], minute: int) -> str:
    at = datetime.combine(FIRST, datetime.min.time(), HERE) + timedelta(minutes=minute)
    return opening_at(make_directory(service, holidays=closed), service, at=at)


@given(services, holidays)
def test_what_is_open_at_a_minute_is_what_a_calendar_of_minutes_says(service, closed):
    there = open_minutes(service, closed)
    for minute in telling(service):
        assert asked(service, closed, minute) == modelled(service, closed, minute, there)


@given(services, holidays, minutes)
def test_another_holiday_never_opens_what_was_closed(service, closed, minute):
    """It may only close; or make known the year, where closing on holidays had left it unknown."""
    more = tuple(sorted({*closed, day(minute // DAY).isoformat()}))
    if asked(service, closed, minute) == "closed":
        assert asked(service, more, minute) == "closed"


@given(services, holidays, minutes)
def test_open_is_said_only_where_somebody_wrote_hours(service, closed, minute):
    if asked(service, closed, minute) == "open":
        assert service.hours == "always" or service.openings


@given(st.lists(services, min_size=1, max_size=3), holidays)
def test_the_moments_that_a_check_looks_at_miss_no_state_of_any_service(each, closed):
    """Whatever a service is at some minute of the week, it is at one of the moments."""
    named = [make_service(f"s{n}", **_hours(service)) for n, service in enumerate(each)]
    directory = make_directory(*named, holidays=closed)
    looked = moments(directory, on=FIRST)
    for service in named:
        seen = {opening_at(directory, service, at=at) for at in looked}
        week = {asked(service, closed, minute) for minute in range(0, 7 * DAY, 15)}
        assert week <= seen


def _hours(service: Service) -> dict[str, object]:
    names = ("hours", "openings", "closed_on_holidays")
    return {name: getattr(service, name) for name in names}


def test_a_day_of_the_clock_change_has_no_gap_and_no_double_in_the_answers():
    """Where clocks change, the wall there decides: open from eight to five on that day too."""
    office = make_service(hours="listed", openings=(Opening((7,), 8 * 60, 17 * 60),))
    directory = replace(make_directory(office), time_zone="Europe/Berlin")
    for text in ("2026-03-29", "2026-10-25"):
        times = [datetime.fromisoformat(f"{text}T{hour}") for hour in ("07:59", "08:00", "16:59", "17:00")]
        there = [time.replace(tzinfo=ZoneInfo("Europe/Berlin")) for time in times]
        said = [opening_at(directory, office, at=at) for at in there]
        assert said == ["closed", "open", "open", "closed"]


def test_an_opening_of_a_whole_day_is_open_at_each_of_its_minutes_and_no_other():
    line = make_service(hours="listed", openings=(Opening((1,), 0, DAY),))
    said = [asked(line, (), minute) for minute in (0, DAY - 1, DAY, 7 * DAY - 1, 7 * DAY)]
    assert said == ["open", "open", "closed", "closed", "open"]


def test_what_is_asked_of_a_moment_needs_no_clock_but_its_own():
    at = datetime(2026, 12, 21, 23, 59, tzinfo=HERE)
    now = moment(at, ZONE)
    assert (now.today, now.yesterday, now.weekday, now.minute) == ("2026-12-21", "2026-12-20", 1, DAY - 1)
    assert opening_now(make_service(hours="always"), now, ()) == "open"
