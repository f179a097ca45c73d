"""What became of the referrals of an organisation, service by service, for its directory: counts in steps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from kapea.care.models import CaseReferral
from kapea.core.care.referral_codes import ChildSays, ReferralState
from kapea.core.care.referral_outcomes import ReferralOutcome, counted_until, how_it_ended, told_outcomes

ToldOutcomes = Mapping[ReferralOutcome, int]


def referral_outcomes(organisation: str, *, time_zone: str, at: datetime) -> Mapping[str, ToldOutcomes]:
    """By service what may be told of the referrals that an organisation sent and that ended before this
    month. Of a service of which nothing may be told there is nothing: it looks like one that was never asked.
    """
    ended = CaseReferral.objects.filter(sender=organisation, ended_at__lt=counted_until(at, time_zone))
    rows = ended.values_list("service", "state", "child_says").annotate(many=Count("id")).order_by()
    counts: defaultdict[str, Counter[ReferralOutcome]] = defaultdict(Counter)
    for service, state, says, many in rows:
        outcome = how_it_ended(ReferralState(state), ChildSays(says) if says else None)
        if outcome is not None:
            counts[service][outcome] += many
    told = {service: told_outcomes(each) for service, each in counts.items()}
    return {service: each for service, each in told.items() if each}
