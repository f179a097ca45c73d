"""Late answers: who has to give one is reminded once, then the supervisor is rung. No clock ends anything."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from kapea.care.models import CaseReferral
from kapea.care.referral_queries import referral_facts
from kapea.care.referral_saving import CLOCK_BY, save_move
from kapea.content.queries import NothingLive, worlds
from kapea.core.care.referral_answers import CLOCK_OF
from kapea.core.care.referral_codes import ReferralHand, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_states import NoSuchReferralMove, ReferralLacks
from kapea.core.care.referral_table import CLOCK
from kapea.people.models import Organisation

AT_ONCE = 200
_NOT_RUNG = Q(rung_at=None) | Q(rung_at__lt=F("waits_since"))
"""For the answer that is waited for now."""
NO_ZONE = "UTC"
"""Where nothing is live just now: hours run all the same, and nobody is forgotten for it."""


def ring_for_late_answers(*, at: datetime) -> int:
    """Reminds, or rings a supervisor, for each answer that is late; how many. Stopped in between, the next
    time does the rest.
    """
    waiting = [each.value for each in CLOCK_OF]
    late = (
        CaseReferral.objects.filter(state__in=waiting, due_at__lte=at)
        .filter(_NOT_RUNG)
        .order_by("due_at", "id")
    )
    return sum(_moved(id, at) for id in list(late.values_list("id", flat=True)[:AT_ONCE]))


def zone_of(organisation: Organisation) -> str:
    """The time zone of an organisation's country."""
    try:
        return worlds.live(organisation.pack).release.time_zone
    except NothingLive:
        return NO_ZONE


def _moved(id: str, at: datetime) -> bool:
    with transaction.atomic():
        row = CaseReferral.objects.select_for_update().get(id=id)
        zone = zone_of(row.sender)
        facts = referral_facts(row, {}, time_zone=zone, at=at)
        for step in (ReferralStep.REMIND, ReferralStep.RING_SUPERVISOR):
            try:
                made = make_referral_move(facts, step, CLOCK, at=at)
            except (NoSuchReferralMove, ReferralLacks):
                continue
            save_move(row, made, ReferralHand.CLOCK, by=CLOCK_BY, time_zone=zone, at=at)
            return True
    return False
