"""What became of our referrals stands beside a service: for those who refer, of ours alone, of no few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.staff.cast import signed_in

from kapea.care.models import CaseReferral
from kapea.care.outcome_counts import referral_outcomes
from kapea.core.care.referral_outcomes import STEP, ReferralOutcome
from kapea.core.staff.roles import Role
from kapea.directory.queries import release_served

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
LIST = "/staff/directory/"
HEADING, GOT_IT, DECLINED = "What became of our referrals", "The child got it", "Declined"
ZONE = "Asia/Phnom_Penh"


@pytest.fixture
def cast(cast_with_cases):
    return cast_with_cases


@pytest.fixture
def service(cast):
    """Somebody in the directory to whom referrals go."""
    return next(iter(release_served(cast.organisation.pack).directory.services))


def ended(cast, case, service, many, state, *, says="", days=40):
    """Referrals that were sent and ended so, before this month began."""
    at = cast.at - timedelta(days=days)
    begun = CaseReferral.objects.filter(service=service).count()
    CaseReferral.objects.bulk_create(
        CaseReferral(
            case=case,
            code=f"R-{service[:3]}{begun + n}",
            sender_id=case.organisation_id,
            partner=cast.organisation if case.organisation_id != cast.organisation.id else cast.other,
            service=service,
            service_type="HEALTH",
            purpose="HEALTH",
            fields=["code"],
            sent_by="account",
            level=case.level,
            state=state,
            began_at=at,
            sent_at=at,
            rests_on=["answer"],
            child_says=says,
            ended_at=at,
        )
        for n in range(many)
    )


def entry(client, service) -> str:
    """The entry of a service on the list."""
    page = client.get(LIST).content.decode()
    return page.split(f'id="entry-{service}"')[1].split("</li>")[0]


def test_counts_are_told_in_steps_and_few_are_not_told(cast, service):
    case = cast.cases[Role.CASE_WORKER]
    ended(cast, case, service, STEP + 3, "confirmed", says="yes")
    ended(cast, case, service, STEP - 1, "declined")
    ended(cast, case, service, STEP, "confirmed")
    said = entry(signed_in(cast.ours[Role.CASE_WORKER], cast.at), service)
    assert f"{HEADING}: {GOT_IT}: at least {STEP}</p>" in said
    assert DECLINED not in said
    assert str(STEP + 3) not in said


def test_nothing_is_told_of_this_month_or_of_a_few_or_of_what_goes_on(cast, service):
    case = cast.cases[Role.CASE_WORKER]
    ended(cast, case, service, STEP * 2, "declined", days=0)
    ended(cast, case, service, STEP - 1, "lapsed")
    ended(cast, case, service, STEP * 2, "revoked")
    CaseReferral.objects.filter(service=service, state="lapsed").update(ended_at=None)
    assert HEADING not in entry(signed_in(cast.ours[Role.SUPERVISOR], cast.at), service)


def test_of_what_others_sent_nothing_is_told(cast, service):
    ended(cast, cast.their_case, service, STEP * 3, "declined")
    assert referral_outcomes(cast.organisation.id, time_zone=ZONE, at=cast.at) == {}
    theirs = referral_outcomes(cast.other.id, time_zone=ZONE, at=cast.at)
    assert theirs == {service: {ReferralOutcome.DECLINED: STEP * 3}}
    assert HEADING not in entry(signed_in(cast.ours[Role.CASE_WORKER], cast.at), service)


def test_whoever_refers_is_told_and_nobody_else(cast, service):
    ended(cast, cast.cases[Role.CASE_WORKER], service, STEP, "not_happened")
    told = {
        role: HEADING in entry(signed_in(cast.ours[role], cast.at), service)
        for role in (Role.CASE_WORKER, Role.SUPERVISOR, Role.COUNSELLOR, Role.PARTNER_WORKER, Role.EDITOR)
    }
    assert [role for role, sees in told.items() if sees] == [
        Role.CASE_WORKER,
        Role.SUPERVISOR,
        Role.COUNSELLOR,
    ]
