"""What a certificate takes, for how long it counts, and what renews it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import world_of
from tests.packs import COUNTRIES

from kapea.core.staff.readiness import Gate
from kapea.core.workshops.facilitator_training import (
    NEEDED_GATES,
    NEEDED_MINUTES,
    SESSION_MINUTES,
    CertificateLevel,
    ConfirmedTraining,
    DisclosureCheck,
    IssuedCertificate,
    TrainingKind,
    UnfitTraining,
    check_training,
    lapse_after,
    missing_training,
    months_after,
    needed_training,
)

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
LONG_AGO = months_after(TODAY, -30)
SIX = frozenset(DisclosureCheck)
SAID_IN = {
    DisclosureCheck.STOPS: "pause",
    DisclosureCheck.BELIEVES: "thank",
    DisclosureCheck.PROMISES_NOTHING: "no-promise",
    DisclosureCheck.ASKS_NOTHING: "no-questions",
    DisclosureCheck.CALLS_OUTSIDE: "call",
    DisclosureCheck.STAYS: "danger",
}
"""The line of the block `told-here` in which a facilitator reads it."""

days = st.dates(date(2020, 1, 1), date(2036, 12, 31))
kinds, lengths = st.sampled_from(TrainingKind), st.sampled_from(SESSION_MINUTES)


@st.composite
def training(draw) -> ConfirmedTraining:
    kind = draw(kinds)
    right = draw(st.frozensets(st.sampled_from(DisclosureCheck))) if kind is TrainingKind.REHEARSAL else ()
    return ConfirmedTraining(kind, draw(st.dates(LONG_AGO, TODAY)), draw(lengths), frozenset(right))


def all_of(level: CertificateLevel, on: date = TODAY) -> list[ConfirmedTraining]:
    """Just what a level takes, on one day."""
    return [
        ConfirmedTraining(kind, on, minutes, SIX if kind is TrainingKind.REHEARSAL else frozenset())
        for kind, minutes in NEEDED_MINUTES[level].items()
    ]


def first(on: date = TODAY, withdrawn_on: date | None = None) -> IssuedCertificate:
    return IssuedCertificate(on, lapse_after(on), CertificateLevel.FIRST, withdrawn_on)


def test_it_takes_ten_hours_and_six_checks():
    assert sum(NEEDED_MINUTES[CertificateLevel.FIRST].values()) == 600
    assert set(NEEDED_MINUTES[CertificateLevel.FIRST]) == set(TrainingKind)
    assert len(DisclosureCheck) == 6


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_check_is_a_line_that_facilitators_are_given(country):
    said = {id.partition(".")[2].partition("/")[0] for id in world_of(country).release.texts["en"]
            if id.startswith("told-here.")}  # fmt: skip
    assert set(SAID_IN) == set(DisclosureCheck)
    assert set(SAID_IN.values()) <= said


def test_just_enough_is_enough_and_a_minute_less_is_not():
    needed = needed_training([], TODAY)
    whole = all_of(needed.level)
    assert missing_training(needed, whole, ()).is_nothing
    for n, each in enumerate(whole):
        less = ConfirmedTraining(each.kind, each.on, each.minutes - 1, each.right)
        missing = missing_training(needed, [*whole[:n], less, *whole[n + 1 :]], ())
        assert (missing.minutes, missing.checks) == ({each.kind: 1}, ())


@pytest.mark.parametrize("check", DisclosureCheck)
def test_five_of_six_are_not_enough(check):
    needed = needed_training([], TODAY)
    whole = [
        ConfirmedTraining(each.kind, each.on, each.minutes, each.right - {check})
        for each in all_of(needed.level)
    ]
    assert missing_training(needed, whole, ()).checks == (check,)


def test_six_right_in_two_rehearsals_are_not_six_right():
    half = frozenset(list(DisclosureCheck)[:3])
    rehearsals = [ConfirmedTraining(TrainingKind.REHEARSAL, TODAY, 90, right) for right in (half, SIX - half)]
    assert set(missing_training(needed_training([], TODAY), rehearsals, ()).checks) == half


@pytest.mark.parametrize("gate", Gate)
def test_nobody_has_one_who_was_not_vetted_or_did_not_promise(gate):
    needed = needed_training([], TODAY)
    missing = missing_training(needed, all_of(needed.level), [gate])
    assert missing.gates == ((gate,) if gate in NEEDED_GATES else ())
    assert missing.is_nothing == (gate not in {Gate.VETTING, Gate.CONDUCT})


@given(st.lists(training(), max_size=8), training())
def test_more_training_never_makes_more_hours_missing(known, more):
    needed = needed_training([], TODAY)
    before = missing_training(needed, known, ()).minutes
    after = missing_training(needed, [*known, more], ()).minutes
    assert all(minutes <= before.get(kind, 0) for kind, minutes in after.items())


@given(st.lists(training(), max_size=8))
def test_something_is_missing_unless_all_of_it_is_there(known):
    needed = needed_training([], TODAY)
    counting = [each for each in known if each.on >= months_after(TODAY, -24)]
    enough = all(
        sum(each.minutes for each in counting if each.kind is kind) >= minutes
        for kind, minutes in needed.minutes.items()
    )
    looked = sorted((each for each in counting if each.right), key=lambda each: each.on)
    shown = bool(looked) and looked[-1].right == SIX
    assert missing_training(needed, known, ()).is_nothing == (enough and shown)


@given(st.lists(training(), max_size=8), days)
def test_what_was_before_counts_for_nothing(known, today):
    needed = needed_training([], today)
    late = [each for each in known if each.on >= needed.since]
    assert missing_training(needed, known, ()) == missing_training(needed, late, ())


def test_the_last_rehearsal_in_which_somebody_looked_decides():
    needed, earlier = needed_training([], TODAY), TODAY - DAY
    right = ConfirmedTraining(TrainingKind.REHEARSAL, earlier, 60, SIX)
    worse = ConfirmedTraining(TrainingKind.REHEARSAL, TODAY, 60, SIX - {DisclosureCheck.STAYS})
    unwatched = ConfirmedTraining(TrainingKind.REHEARSAL, TODAY, 60)
    assert missing_training(needed, [worse, right], ()).checks == (DisclosureCheck.STAYS,)
    assert missing_training(needed, [right, unwatched], ()).checks == ()
    same_day = ConfirmedTraining(TrainingKind.REHEARSAL, TODAY, 60, SIX)
    assert missing_training(needed, [worse, same_day], ()).checks == ()
    assert missing_training(needed, [same_day, worse], ()).checks == (DisclosureCheck.STAYS,)


@given(days, days)
def test_it_counts_from_its_day_until_24_months_later_and_never_once_withdrawn(on, day):
    made = first(on)
    assert made.counts_on(day) == (on <= day < made.lapses_on)
    assert (made.lapses_on.year - on.year, made.lapses_on.month) == (2, on.month)
    assert (made.counts_on(made.lapses_on - DAY), made.counts_on(made.lapses_on)) == (True, False)
    assert not first(on, on).counts_on(day)


@pytest.mark.parametrize(
    ("day", "months", "comes_to"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_end_where_calendars_end_them(day, months, comes_to):
    assert months_after(day, months) == comes_to


@given(days)
def test_nothing_counts_twice(on):
    """Whoever was just given one has nothing towards the next."""
    made = first(on)
    needed = needed_training([made], on)
    missing = missing_training(needed, all_of(CertificateLevel.FIRST, on), ())
    assert needed.level is CertificateLevel.RENEWED
    assert (missing.minutes, missing.checks) == (needed.minutes, tuple(DisclosureCheck))


@pytest.mark.parametrize(
    ("months", "less", "level"),
    [
        (1, 0, CertificateLevel.RENEWED),
        (24, 0, CertificateLevel.RENEWED),
        (30, 1, CertificateLevel.RENEWED),
        (30, 0, CertificateLevel.FIRST),
        (60, 0, CertificateLevel.FIRST),
    ],
)
def test_it_is_renewed_until_half_a_year_after_its_end_and_begun_anew_later(months, less, level):
    day = months_after(TODAY, months) - less * DAY
    needed = needed_training([first()], day)
    assert needed.level is level
    assert needed.since == max(TODAY + DAY, months_after(day, -24))
    assert TrainingKind.CONTENT not in NEEDED_MINUTES[CertificateLevel.RENEWED]


@given(days, st.integers(0, 900), st.integers(0, 900))
def test_once_one_was_withdrawn_all_begins_anew(on, after, later):
    withdrawn = on + after * DAY
    issued = [
        first(on, withdrawn),
        first(on),
    ]
    needed = needed_training(issued, withdrawn + later * DAY)
    assert needed.level is CertificateLevel.FIRST
    assert needed.since > withdrawn


def test_one_that_was_given_after_a_withdrawn_one_is_renewed():
    issued = [
        first(TODAY, TODAY + DAY),
        first(TODAY + 30 * DAY),
    ]
    needed = needed_training(issued, TODAY + 60 * DAY)
    assert needed.level is CertificateLevel.RENEWED
    assert needed.since == TODAY + 31 * DAY


@pytest.mark.parametrize(
    ("kind", "on", "minutes", "right", "why"),
    [
        (TrainingKind.CONTENT, TODAY + DAY, 60, (), "day"),
        (TrainingKind.CONTENT, months_after(TODAY, -24) - DAY, 60, (), "day"),
        (TrainingKind.CONTENT, TODAY, 61, (), "minutes"),
        (TrainingKind.CONTENT, TODAY, 0, (), "minutes"),
        (TrainingKind.CONTENT, TODAY, 60, SIX, "checks"),
        (TrainingKind.OBSERVED, TODAY, 240, (), "long-day"),
    ],
)
def test_what_cannot_have_been_is_refused(kind, on, minutes, right, why):
    known = [ConfirmedTraining(TrainingKind.CONTENT, TODAY, each) for each in (240, 40)]
    with pytest.raises(UnfitTraining, match=f"^{why}$"):
        check_training(ConfirmedTraining(kind, on, minutes, frozenset(right)), known, TODAY)


@pytest.mark.parametrize("on", [TODAY, months_after(TODAY, -24)])
def test_what_can_have_been_is_taken(on):
    known = [ConfirmedTraining(TrainingKind.CONTENT, on, 240)]
    check_training(ConfirmedTraining(TrainingKind.REHEARSAL, on, 240, SIX), known, TODAY)
