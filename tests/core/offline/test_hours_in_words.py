"""Hours in words can be trusted: whoever reads them comes when the directory itself would say open."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import released
from tests.core.directory.make import make_service

from kapea.core.directory.hours import Moment, opening_now
from kapea.core.directory.model import Opening, Service
from kapea.core.offline.hours_text import BETWEEN, clock, hours
from kapea.core.pack.model import Release

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOT_HOLIDAYS = "not on holidays"
WORDS = {f"word.day-{n}": day for n, day in enumerate(DAYS, 1)} | {
    "word.reason-not-holidays": NOT_HOLIDAYS,
    "word.reason-day-and-night": "day and night",
}
FEAST = "2026-11-26"
MINUTE = st.integers(0, 1439)
DAY = st.integers(1, 7)
WEEKDAYS = st.sets(DAY, min_size=1).map(lambda days: tuple(sorted(days)))
OPENINGS = st.lists(st.builds(Opening, WEEKDAYS, MINUTE, st.integers(1, 1440)), min_size=1, max_size=3)


def release() -> Release:
    """The small pack with nothing but the words of hours."""
    made = released()
    return msgspec.structs.replace(made, texts={"en": WORDS})


RELEASE = release()


def listed(openings: list[Opening], closed_on_holidays: bool = False) -> Service:
    return make_service(hours="listed", openings=tuple(openings), closed_on_holidays=closed_on_holidays)


# --- reading the words as a person does --------------------------------------------------


def days_named(words: str) -> set[int]:
    """`Mon–Fri` is 1 to 5."""
    first, _, last = words.partition("–")
    return set(range(DAYS.index(first) + 1, DAYS.index(last or first) + 2))


def minutes(words: str) -> int:
    hour, minute = words.split(":")
    return int(hour) * 60 + int(minute)


def openings_read(said: str) -> list[Opening]:
    """What somebody who reads a line of hours takes from it."""
    found, days = list[Opening](), set[int]()
    for part in said.split(BETWEEN):
        if part == NOT_HOLIDAYS:
            continue
        row, _, times = part.partition(" ")
        days |= days_named(row)
        if times:
            opens, closes = map(minutes, times.split("–"))
            found.append(Opening(tuple(sorted(days)), opens, closes))
            days = set()
    assert not days, "a row of days without its hours"
    return found


@given(OPENINGS)
def test_what_is_read_back_is_what_the_record_says(openings):
    assert openings_read(hours(RELEASE, listed(openings), "en")) == openings


@given(OPENINGS, DAY, MINUTE)
def test_whoever_follows_the_words_finds_it_open_just_when_the_directory_says_so(openings, weekday, minute):
    now = Moment("2026-11-24", "2026-11-23", weekday, minute)
    read = listed(openings_read(hours(RELEASE, listed(openings), "en")))
    assert opening_now(read, now, ()) == opening_now(listed(openings), now, ())


@given(OPENINGS, st.booleans(), DAY, MINUTE)
def test_where_holidays_close_it_the_words_say_so_and_only_there(openings, closes, weekday, minute):
    service = listed(openings, closes)
    said = hours(RELEASE, service, "en")
    assert said.split(BETWEEN).count(NOT_HOLIDAYS) == closes
    if closes:
        assert opening_now(service, Moment(FEAST, "2026-11-25", weekday, minute), (FEAST,)) == "closed"


@given(OPENINGS)
def test_no_minute_is_lost_to_a_round_hour(openings):
    said = hours(RELEASE, listed(openings), "en")
    times = re.findall(r"\d+:\d\d", said)
    assert times == [clock(at) for each in openings for at in (each.opens, each.closes)]


def test_a_night_shift_is_told_by_the_evening_it_begins():
    night = listed([Opening((5,), 20 * 60, 6 * 60)])
    assert hours(RELEASE, night, "en") == "Fri 20:00–6:00"
    saturday_at_five = Moment("2026-11-28", "2026-11-27", 6, 5 * 60)
    assert opening_now(night, saturday_at_five, ()) == "open"


def test_the_end_of_a_day_is_never_told_as_its_beginning():
    assert hours(RELEASE, listed([Opening((1,), 0, 1440)]), "en") == "Mon 0:00–24:00"


def test_nothing_is_told_of_hours_that_nobody_knows():
    assert hours(RELEASE, make_service(hours="unknown"), "en") == ""


def test_of_unknown_hours_it_is_still_told_that_holidays_end_them():
    service = make_service(hours="unknown", closed_on_holidays=True)
    assert hours(RELEASE, service, "en") == NOT_HOLIDAYS


def test_day_and_night_with_holidays_off_says_both():
    service = make_service(hours="always", closed_on_holidays=True)
    assert hours(RELEASE, service, "en") == f"day and night, {NOT_HOLIDAYS}"
