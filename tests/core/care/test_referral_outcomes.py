"""What is told of how referrals to a service ended: nothing of few, steps of more, no month that goes on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.care.referral_codes import ChildSays, ReferralState
from kapea.core.care.referral_outcomes import (
    STEP,
    ReferralOutcome,
    counted_until,
    how_it_ended,
    told_outcomes,
)
from kapea.core.care.referrals import OPEN_REFERRAL

counts = st.dictionaries(st.sampled_from(ReferralOutcome), st.integers(0, 200))


@given(counts)
def test_nothing_is_told_of_few_and_never_more_than_there_were(counted):
    told = told_outcomes(counted)
    assert all(STEP <= n <= counted[outcome] for outcome, n in told.items())
    assert {outcome for outcome, n in counted.items() if n >= STEP} == set(told)


@given(counts, st.sampled_from(ReferralOutcome))
def test_one_child_more_is_seen_at_a_step_or_not_at_all(counted, outcome):
    """Whoever compares two months finds nobody: what they see moved by a whole step."""
    more = counted | {outcome: counted.get(outcome, 0) + 1}
    before, after = told_outcomes(counted).get(outcome, 0), told_outcomes(more).get(outcome, 0)
    assert after - before in (0, STEP)
    assert (after != before) == (more[outcome] % STEP == 0)


@pytest.mark.parametrize("state", ReferralState)
@pytest.mark.parametrize("says", [None, *ChildSays])
def test_a_service_gets_no_credit_for_what_the_child_did_not_say(state, says):
    outcome = how_it_ended(state, says)
    if state in OPEN_REFERRAL or state is ReferralState.REVOKED:
        assert outcome is None
    if outcome is ReferralOutcome.CONFIRMED:
        assert (state, says) == (ReferralState.CONFIRMED, ChildSays.YES)


def test_every_end_but_the_childs_own_is_counted():
    ends = {how_it_ended(state, ChildSays.YES) for state in ReferralState} - {None}
    assert ends == set(ReferralOutcome)


def test_the_month_goes_on_until_it_is_over_in_the_country():
    last_evening = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)
    assert counted_until(last_evening, "Asia/Phnom_Penh").isoformat() == "2026-10-01T00:00:00+07:00"
    midnight = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
    assert counted_until(midnight, "Asia/Phnom_Penh").isoformat() == "2026-11-01T00:00:00+07:00"
