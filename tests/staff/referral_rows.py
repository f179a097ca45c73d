"""Rows of referrals and protocols as they stand after what the pages do, for a cast."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kapea.care.models import (
    Case,
    CaseReferral,
    OutsideReferral,
    QuarantineEntry,
    RecordedActFirst,
    RecordedProtocol,
    ReferralReceiver,
    ReferralTodo,
)
from kapea.care.referral_keys import make_referral_key, share_referral
from kapea.care.referral_writing import PAYLOAD, sealed_words
from kapea.core.care.asking import SharedField
from kapea.core.care.referral_codes import ReferralState, ReferralTask
from kapea.core.care.referral_form import ALWAYS_NEEDED
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Organisation

if TYPE_CHECKING:
    from tests.staff.cast import Person

PURPOSE = "HEALTH"


def made_up_protocol(of: Organisation, partner: Organisation, at: datetime, **other) -> RecordedProtocol:
    """Agreed, and live for a while."""
    said = {
        "purpose": PURPOSE,
        "fields": sorted(each.value for each in SharedField),
        "sent_by": ["account", "one_time_link"],
        "kept_days": 90,
        "proposed_by": new_id(),
        "proposed_at": at,
        "agreed_on": at.date() - timedelta(days=2),
        "signed_by": "Director",
        "review_on": at.date() + timedelta(days=100),
    }
    return RecordedProtocol.objects.create(organisation=of, partner=partner, **said | other)


def made_up_referral(
    holds: Person, case: Case, partner: Organisation, at: datetime, *, sent_to: Person | None = None
) -> CaseReferral:
    """A draft of a case that somebody holds; or one that was sent to a worker of the partner."""
    member = Member(holds.membership.id, holds.user.id, holds.membership.organisation_id, holds.role)
    id = new_id()
    key = make_referral_key(member, id, case, at=at)
    words = {field: "something" for field in ALWAYS_NEEDED}
    sent = {
        "state": ReferralState.SENT.value,
        "payload": key.seal(PAYLOAD, sealed_words(words)),
        "sent_at": at,
        "waits_since": at,
        "rests_on": [new_id()],
    }
    row = CaseReferral.objects.create(
        id=id,
        case=case,
        code=f"R-{new_id()[:6]}",
        sender_id=member.organisation,
        partner=partner,
        service=partner.id,
        service_type=PURPOSE,
        purpose=PURPOSE,
        fields=sorted(each.value for each in ALWAYS_NEEDED),
        sent_by="account",
        level=case.level,
        began_at=at,
        **(sent if sent_to else {}),
    )
    ReferralTodo.objects.create(referral=row, task=ReferralTask.PHONE_RECEIVER.value, at=at)
    if sent_to is not None:
        ReferralReceiver.objects.create(referral=row, membership=sent_to.membership, at=at)
        share_referral(key, row, at=at)
    return row


def made_up_act_first(of: Organisation, case: Case, at: datetime) -> RecordedActFirst:
    """Two who have left decided to tell a partner of a case; nobody has looked at it yet."""
    return RecordedActFirst.objects.create(
        id=new_id(),
        organisation=of.id,
        case=case.id,
        ground="danger_to_life",
        kind="tell_org",
        target=new_id(),
        purpose=PURPOSE,
        fields=sorted(each.value for each in ALWAYS_NEEDED),
        worker="left",
        supervisor="gone",
        second="left",
        decided_at=at,
        told_at=at,
        told_how="call",
        child_wish="none_said",
        review_due_at=at + timedelta(days=1),
    )


def made_up_from_outside(of: Organisation, at: datetime) -> tuple[OutsideReferral, QuarantineEntry]:
    """What somebody pasted and nobody has taken. Nothing of it can be opened: see test_from_outside."""
    both = {"organisation": of, "system": "primero", "sealed": b"", "put_by": new_id(), "at": at}
    return (
        OutsideReferral.objects.create(**both, record=new_id(), level="yellow", language="km"),
        QuarantineEntry.objects.create(**both, record=new_id()),
    )
