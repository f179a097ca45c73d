"""Answers are due by level, in the days of the country; a no leads on to another service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.core.care.made_referrals import ZONE, at_state, referral

from kapea.core.care.case_clocks import ClockBasis
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_answers import (
    ANSWERED_BY_VOICE,
    CLOCK_OF,
    OTHER_ORGANISATION,
    ServiceChoice,
    after_decline,
    answer_due,
    next_answer_due,
)
from kapea.core.care.referral_codes import DeclineReason, ReferralClock, ReferralState
from kapea.core.care.referrals import OPEN_REFERRAL

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATE_EVENING = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
"""Half past eleven at night in Phnom Penh, the last day of November."""


@pytest.mark.parametrize(
    ("level", "received", "decided"),
    [
        (CaseLevel.RED, "2026-12-01T00:00", "2026-12-01T01:30"),
        (CaseLevel.ORANGE, "2026-12-01T03:30", "2026-12-01T23:30"),
        (CaseLevel.YELLOW, "2026-12-02T00:00", "2026-12-04T00:00"),
        (CaseLevel.GREEN, "2026-12-02T00:00", "2026-12-04T00:00"),
    ],
)
def test_cw_18_answers_are_due_by_level_over_midnight_and_the_end_of_a_month(level, received, decided):
    for clock, due in ((ReferralClock.RECEIVED, received), (ReferralClock.DECIDED, decided)):
        made = answer_due(clock, level, LATE_EVENING, time_zone=ZONE)
        assert made.at.astimezone(ZoneInfo(ZONE)).isoformat()[:16] == due
        assert made.basis is ClockBasis.PROGRAMME_DEFAULT


@pytest.mark.parametrize("zone", ["Asia/Phnom_Penh", "Africa/Nairobi", "Asia/Kathmandu", "Asia/Manila"])
def test_cw_18_days_end_as_they_end_in_the_country(zone):
    made = answer_due(ReferralClock.RECEIVED, CaseLevel.YELLOW, LATE_EVENING, time_zone=zone)
    there = made.at.astimezone(ZoneInfo(zone))
    assert (there.hour, there.minute) == (0, 0)
    assert there.date() - LATE_EVENING.astimezone(ZoneInfo(zone)).date() == 2 * DAY


def test_news_are_due_in_two_weeks_then_monthly():
    turns = [answer_due(ReferralClock.NEWS, CaseLevel.RED, AT, time_zone=ZONE, turn=n).at for n in range(3)]
    begins = AT.astimezone(ZoneInfo(ZONE)).date()
    assert [t.astimezone(ZoneInfo(ZONE)).date() - begins for t in turns] == [15 * DAY, 31 * DAY, 31 * DAY]


def test_in_danger_the_answer_is_heard_by_voice():
    assert {CaseLevel.RED} == ANSWERED_BY_VOICE


def test_an_answer_is_waited_for_only_where_the_service_has_to_give_one():
    waits = {s for s in ReferralState if CLOCK_OF.get(s)}
    assert waits == OPEN_REFERRAL - {ReferralState.DRAFT, ReferralState.READY, ReferralState.DONE_BY_SERVICE}
    assert next_answer_due(referral(), time_zone=ZONE) is None


def test_a_reminder_gives_as_long_as_receiving_and_takes_nothing_away():
    sent = at_state(ReferralState.SENT, level=CaseLevel.RED)
    reminded = replace(sent, reminded_at=AT + HOUR / 2)
    assert next_answer_due(reminded, time_zone=ZONE).at == AT + HOUR
    received = replace(at_state(ReferralState.RECEIVED, level=CaseLevel.RED), reminded_at=AT + HOUR / 2)
    assert next_answer_due(received, time_zone=ZONE).at == AT + 2 * HOUR


# --- after a no ---------------------------------------------------------------------------------------


def test_the_list_of_reasons_is_closed():
    assert [each.value for each in DeclineReason] == [
        "full",
        "outside_task",
        "outside_area",
        "age_or_sex",
        "language_or_access",
        "conflict_of_interest",
        "needs_more_than_permitted",
        "cost",
        "closed_or_moved",
        "not_safe_here",
        "already_served",
        "other",
    ]


ids = st.sampled_from(["clinic-day", "clinic-night", "police-desk", "county", "legal-aid"])
houses = st.sampled_from(["clinic", "police", "county-office", "lawyers"])
some_choices = st.lists(st.builds(ServiceChoice, ids, houses), max_size=6)
some_ids = st.frozensets(st.one_of(ids, houses), max_size=3)


@given(st.none() | st.sampled_from(DeclineReason), some_choices, some_ids, some_ids)
def test_cw_38_every_no_and_every_silence_leaves_a_task_with_another_service(why, choices, tried, kept):
    sent = at_state(ReferralState.SENT)
    task = after_decline(sent, why, choices, tried=tried, kept_from=kept)
    assert (task.referral, task.declined_by, task.because) == (sent.id, sent.service, why)
    assert task.is_for_supervisor is (task.propose is None)
    if task.propose is None:
        return
    assert task.propose in choices
    assert task.propose.service not in {sent.service, *tried, *kept}
    assert task.propose.organisation not in kept
    if why in OTHER_ORGANISATION:
        assert task.propose.organisation != sent.organisation


def test_cw_38_the_next_is_the_first_that_fits():
    night, county = ServiceChoice("clinic-night", "clinic"), ServiceChoice("county", "county-office")
    choices = [ServiceChoice("clinic-day", "clinic"), night, county]
    proposed = {
        why: after_decline(referral(), why, choices, tried=(), kept_from=()).propose for why in DeclineReason
    }
    elsewhere = {DeclineReason.CONFLICT_OF_INTEREST, DeclineReason.NOT_SAFE_HERE}
    assert {why for why, each in proposed.items() if each == county} == elsewhere
    assert {why for why, each in proposed.items() if each == night} == set(DeclineReason) - elsewhere
    assert after_decline(
        referral(), DeclineReason.FULL, choices[:1], tried=(), kept_from=()
    ).is_for_supervisor
