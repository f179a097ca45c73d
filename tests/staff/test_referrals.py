"""Referrals over HTTP, both ends: from a draft with the child to the child's own answer.

Rules of casework are named by their numbers (docs/safeguarding.md).
"""

from __future__ import annotations

import pytest
from tests.staff.referrals_made import (
    PLANTED,
    Receives,
    Refers,
    make_partner,
    partner_worker,
)

from kapea.core.care.referral_codes import ReferralState

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]


@pytest.fixture
def refers(cast) -> Refers:
    return Refers(cast.pupil, cast.at)


@pytest.fixture
def clinic(cast):
    return make_partner(cast)


@pytest.fixture
def nurse(cast, clinic) -> Receives:
    return partner_worker(cast, clinic)


def test_it_goes_from_a_draft_with_the_child_to_the_childs_own_answer(refers, clinic, nurse):
    row = refers.sends(refers.new(), clinic)
    assert row.is_at is ReferralState.SENT
    assert PLANTED in nurse.reads(row)
    assert row.code in nurse.list()
    for step, after in (
        ("receive", ReferralState.RECEIVED),
        ("accept", ReferralState.ACCEPTED),
        ("start", ReferralState.STARTED),
    ):
        nurse.answers(row, step)
        assert row.is_at is after
    assert row.receipt_named == nurse.person.membership.id
    nurse.answers(row, "write_news", news="She came on Monday.")
    assert "She came on Monday." in refers.page_of(row)
    nurse.answers(row, "finish")
    assert row.is_at is ReferralState.DONE_BY_SERVICE
    refers.moves(row, "child", says="yes")
    assert (row.is_at, row.child_says, row.child_written_by) == (
        ReferralState.CONFIRMED,
        "yes",
        refers.person.membership.id,
    )
