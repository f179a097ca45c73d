"""Until when each thing of a case is due, wherever the server stands; and that it says what that rests on."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.core.checker.small_pack import released
from tests.packs import COUNTRIES, built

from kapea.core.care.case_clocks import SHORTEST, CaseClock, ClockBasis, Due, Span, clock_id, due
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.pack.clock_model import CLOCK_LEVELS, CLOCKS, ClockRow
from kapea.core.pack.model import Release
from kapea.core.pack.record_model import Upkeep

RED, ORANGE, YELLOW, GREEN = CaseLevel
ZONES = ("Asia/Phnom_Penh", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Manila")
EVERY = list(product(CaseClock, CaseLevel))


def released_with(
    within=((None, 3),), *, clock=CaseClock.ASSESSMENT, zone="Asia/Phnom_Penh", **said
) -> Release:
    """The small pack with one row for red and no other."""
    row = ClockRow(
        clock.value,
        RED.value,
        within,
        said.pop("rests_on", "default"),
        Upkeep(**said or {"expires": "2099-01-01"}),
    )
    return msgspec.structs.replace(released(), clocks={row.id: row}, time_zone=zone)


def due_red(
    release: Release, begins: datetime = AT, *, at: datetime = AT, turn=0, clock=CaseClock.ASSESSMENT
) -> Due:
    return due(release, clock, RED, begins, at=at, turn=turn)


def test_the_core_and_the_pack_name_the_same_clocks_and_levels():
    assert tuple(each.value for each in CaseClock) == CLOCKS
    assert tuple(each.value for each in LEVELS) == CLOCK_LEVELS


# --- what it rests on -------------------------------------------------------------------------


@pytest.mark.parametrize("country", COUNTRIES)
def test_cw_17_every_time_of_a_country_says_what_it_rests_on(country):
    release = built(country).release
    for clock, level in EVERY:
        found = due(release, clock, level, AT, at=AT)
        row = release.clocks[clock_id(clock, level)]
        assert not found.needs_looking_at
        if row.is_programme_default:
            assert (found.basis, found.sources, found.rests_on) == (ClockBasis.PROGRAMME_DEFAULT, (), "")
        else:
            titles = tuple(release.known_sources[source] for source in row.upkeep.sources)
            assert (found.basis, found.sources) == (ClockBasis.SOURCE, titles)
            assert titles
            assert found.rests_on == row.rests_on


SOURCED = {
    "cambodia": {"follow_up.green": ("tool", ((None, 30),))},
    "kenya": {
        "first_action.orange": ("guideline", ((None, 0),)),
        "first_action.yellow": ("guideline", ((72.0, None),)),
        "first_action.green": ("guideline", ((None, 7),)),
    },
    "nepal": {},
    "philippines": {
        "first_action.yellow": ("law", ((24.0, None),)),
        "first_action.green": ("law", ((24.0, None),)),
    },
}
"""All that was found. A span of a country that stands here is its source's own, and no other claims one."""


@pytest.mark.parametrize("country", COUNTRIES)
def test_cw_17_what_was_found_in_a_country_is_there_and_nothing_else_claims_a_source(country):
    rows = built(country).release.clocks
    found = {id: (row.rests_on, row.spans) for id, row in rows.items() if not row.is_programme_default}
    assert found == SOURCED.get(country, {})
    assert not any(row.upkeep.is_reviewed for row in rows.values())


@pytest.mark.parametrize("country", COUNTRIES)
def test_cw_17_a_source_never_makes_a_country_slower_than_the_programme(country):
    """Of the common rows: where a source allows more time, the programme's own time stays."""
    common = built("nepal").release
    for clock, level in EVERY:
        ours = due(common, clock, level, AT, at=AT).at
        theirs = due(
            msgspec.structs.replace(built(country).release, time_zone=common.time_zone),
            clock,
            level,
            AT,
            at=AT,
        ).at
        assert (theirs is None) is (ours is None)
        assert ours is None or theirs <= ours


@pytest.mark.parametrize(("clock", "level"), EVERY)
def test_cw_17_without_a_row_the_shortest_default_holds_and_has_to_be_looked_at(clock, level):
    zone = ZoneInfo("Asia/Phnom_Penh")
    for release in (released_with(clock=CaseClock.PLAN), msgspec.structs.replace(released(), clocks={})):
        if (clock, level) == (CaseClock.PLAN, RED) and release.clocks:
            continue
        found = due(release, clock, level, AT, at=AT)
        assert (found.at, found.basis) == (SHORTEST[clock][0].ends(AT, zone), ClockBasis.SHORTEST_DEFAULT)
        assert found.needs_looking_at


def test_cw_17_a_row_expires_with_the_day_of_its_country():
    release = released_with(((None, 9),), expires="2027-05-29", sources=("ONE",))
    before, after = datetime(2027, 5, 28, 16, 59, tzinfo=UTC), datetime(2027, 5, 28, 17, 0, tzinfo=UTC)
    assert not due_red(release, at=before).needs_looking_at
    expired = due_red(release, at=after)
    assert (expired.basis, expired.sources, expired.rests_on) == (ClockBasis.SHORTEST_DEFAULT, (), "")
    assert expired.at == AT + timedelta(hours=24)


spans = st.one_of(
    st.tuples(st.integers(1, 2000).map(lambda minutes: minutes / 60), st.none()),
    st.tuples(st.none(), st.integers(0, 400)),
)


moments = st.integers(-(10**9), 3 * 10**9).map(lambda seconds: AT + timedelta(seconds=seconds))


@given(st.sampled_from(CaseClock), st.lists(spans, max_size=3).map(tuple), st.integers(0, 4), moments)
def test_cw_17_a_row_that_expired_never_gives_longer_than_it_did(clock, within, turn, begins):
    there = due_red(released_with(within, clock=clock), begins, turn=turn, clock=clock)
    gone = due_red(released_with(within, clock=clock, expires="2020-01-01"), begins, turn=turn, clock=clock)
    assert gone.needs_looking_at
    assert there.at is None or gone.at <= there.at


def test_cw_17_the_shortest_default_is_that_of_danger_in_the_common_pack():
    release = built("nepal").release
    for clock in CaseClock:
        first = {level: due(release, clock, level, AT, at=AT).at for level in LEVELS}
        assert due(msgspec.structs.replace(release, clocks={}), clock, GREEN, AT, at=AT).at == first[RED]
        assert first[RED] == min(each for each in first.values() if each)


# --- spans ------------------------------------------------------------------------------------


def test_a_span_is_hours_or_days_and_never_less_than_nought():
    for wrong in ({}, {"hours": 1.0, "days": 1}, {"hours": -1.0}, {"days": -1}):
        with pytest.raises(ValueError, match="hours or days"):
            Span(**wrong)
    assert Span(days=0) != Span(hours=0)


def test_what_is_done_again_has_its_first_span_once_and_the_last_from_then_on():
    release = released_with(((None, 3), (None, 7)), clock=CaseClock.FOLLOW_UP)
    ends = [due_red(release, turn=turn, clock=CaseClock.FOLLOW_UP).at for turn in range(4)]
    assert ends == [Span(days=days).ends(AT, ZoneInfo("Asia/Phnom_Penh")) for days in (3, 7, 7, 7)]


def test_after_closing_somebody_asks_as_often_as_there_are_spans_and_then_leaves_them_in_peace():
    for release in (
        released_with(((None, 7), (None, 30)), clock=CaseClock.AFTER_CLOSING),
        msgspec.structs.replace(released(), clocks={}),
    ):
        ends = [due_red(release, turn=turn, clock=CaseClock.AFTER_CLOSING).at for turn in range(4)]
        zone = ZoneInfo("Asia/Phnom_Penh")
        assert ends == [Span(days=7).ends(AT, zone), Span(days=30).ends(AT, zone), None, None]


def test_where_nothing_is_due_nothing_is_ever_over():
    none = due_red(released_with(()))
    assert none.at is None
    assert not none.is_over(datetime(9000, 1, 1, tzinfo=UTC))


def test_it_is_over_with_its_moment():
    found = due_red(released_with(((2.0, None),)))
    assert not found.is_over(AT + timedelta(hours=2, microseconds=-1))
    assert found.is_over(AT + timedelta(hours=2))


def test_what_names_no_moment_is_refused():
    naive = AT.replace(tzinfo=None)
    for span, when in product(((2.0, None), (None, 2)), ({"begins": naive}, {"at": naive})):
        with pytest.raises(ValueError, match="zone"):
            due_red(released_with((span,)), **when)
    with pytest.raises(ValueError, match="how often"):
        due_red(released_with(), turn=-1)


# --- midnight, month end, zones ---------------------------------------------------------------

OFFSET = {"Asia/Phnom_Penh": 7, "Africa/Nairobi": 3, "Asia/Kathmandu": 5.75, "Asia/Manila": 8}


def local(zone: str, *day: int) -> datetime:
    """A moment by the wall of a country, worked out by its hours from UTC alone."""
    return datetime(*day, tzinfo=UTC) - timedelta(hours=OFFSET[zone])


WALLS = {
    # a span, when it begins and when it is over, by the wall of the country
    "the same day ends with it": ((None, 0), (2026, 11, 29, 0, 1), (2026, 11, 30)),
    "also a minute before midnight": ((None, 0), (2026, 11, 29, 23, 59), (2026, 11, 30)),
    "at midnight the new day begins": ((None, 0), (2026, 11, 30, 0, 0), (2026, 12, 1)),
    "month end": ((None, 3), (2026, 11, 29, 22, 30), (2026, 12, 3)),
    "year end": ((None, 7), (2026, 12, 28, 12, 0), (2027, 1, 5)),
    "February has 28 days": ((None, 1), (2027, 2, 27, 23, 0), (2027, 3, 1)),
    "February has 29 days": ((None, 1), (2028, 2, 28, 23, 0), (2028, 3, 1)),
    "hours go on through the night": ((24.0, None), (2026, 11, 29, 23, 30), (2026, 11, 30, 23, 30)),
    "and through the end of a month": ((72.0, None), (2026, 11, 29, 1, 15), (2026, 12, 2, 1, 15)),
    "minutes": ((0.25, None), (2026, 12, 31, 23, 50), (2027, 1, 1, 0, 5)),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("span", "begins", "ends"), WALLS.values(), ids=WALLS)
def test_cw_18_by_the_wall_of_the_country(zone, span, begins, ends):
    release = released_with((span,), zone=zone)
    assert due_red(release, local(zone, *begins)).at == local(zone, *ends)


@given(
    st.sampled_from(ZONES),
    spans,
    moments,
    st.sampled_from([*ZONES, "UTC", "America/Los_Angeles", "Pacific/Kiritimati"]),
)
def test_cw_18_it_is_the_same_moment_from_wherever_it_is_told(zone, span, begins, told_in):
    """The clock of a server, and the zone in which somebody writes a time, change nothing."""
    release = released_with((span,), zone=zone)
    ends = due_red(release, begins).at
    assert due_red(release, begins.astimezone(ZoneInfo(told_in))).at == ends
    assert ends.utcoffset() == timedelta(0)
    if span[0] is None:
        there = (ends + timedelta(hours=OFFSET[zone])).replace(tzinfo=None)
        assert there.time().isoformat() == "00:00:00"
        began = (begins + timedelta(hours=OFFSET[zone])).date()
        assert there.date() - began == timedelta(days=span[1] + 1)
    else:
        assert ends - begins == timedelta(hours=span[0])


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"])
def server_elsewhere(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("server_elsewhere")
def test_cw_18_with_the_time_of_the_server_set_elsewhere():
    for zone, (span, begins, ends) in product(ZONES, WALLS.values()):
        release = released_with((span,), zone=zone)
        assert due_red(release, local(zone, *begins)).at == local(zone, *ends)


CHANGES = {
    # the day has 23 hours, and 25; at midnight itself an hour is left out, and comes twice
    "spring": (
        "Europe/Berlin",
        (None, 0),
        datetime(2026, 3, 28, 23, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
    ),
    "autumn": (
        "Europe/Berlin",
        (None, 0),
        datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    ),
    "hours": (
        "Europe/Berlin",
        (24.0, None),
        datetime(2026, 3, 28, 12, tzinfo=UTC),
        datetime(2026, 3, 29, 12, tzinfo=UTC),
    ),
    "no midnight": (
        "America/Santiago",
        (None, 0),
        datetime(2026, 9, 5, 16, tzinfo=UTC),
        datetime(2026, 9, 6, 4, tzinfo=UTC),
    ),
    "two midnights": (
        "America/Havana",
        (None, 0),
        datetime(2026, 10, 31, 16, tzinfo=UTC),
        datetime(2026, 11, 1, 4, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize(("zone", "span", "begins", "ends"), CHANGES.values(), ids=CHANGES)
def test_cw_18_also_where_a_day_is_longer_or_shorter(zone, span, begins, ends):
    """None of the four countries has it; a country to come may."""
    release = released_with((span,), zone=zone)
    for told in (begins, begins.astimezone(ZoneInfo(zone))):
        found = due_red(release, told)
        assert found.at == ends
        assert found.is_over(ends)
        assert not found.is_over(ends - timedelta(seconds=1))


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_level_waits_longer_than_one_that_is_less_urgent(country):
    release = built(country).release
    begins = datetime.combine(date(2026, 11, 29), datetime.min.time(), ZoneInfo(release.time_zone))
    for clock in CaseClock:
        ends = [due(release, clock, level, begins, at=AT).at for level in LEVELS]
        assert [each for each in ends if each] == sorted(each for each in ends if each)
        assert None not in ends[: sum(each is not None for each in ends)]
