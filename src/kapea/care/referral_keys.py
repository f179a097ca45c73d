"""Who can open a referral: who can open its case, and after it was sent the partner's receivers by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from kapea.care.case_keys import case_readers, reader_of, ready_to_read
from kapea.care.models import Case, CaseReferral, ReferralReceiver
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.handing_over import stop_reading
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.models import RecordWrap
from kapea.vault.record_keys import new_record, open_record, share
from kapea.vault.record_retention import FOR_GOOD, keep_record
from kapea.vault.record_wraps import RecordKey

REFERRAL = "referral"
"""The purpose of its key."""
UNUSED_FOR = timedelta(days=1)


def make_referral_key(member: Member, id: str, case: Case, *, at: datetime) -> RecordKey:
    """The key of a new referral, for whoever reads its case. Where none comes of it, it goes within a day."""
    return new_record(
        id,
        REFERRAL,
        [reader_of(each) for each in case_readers(case)],
        organisation=member.organisation,
        at=at,
        erase_at=at + UNUSED_FOR,
        by=member.id,
    )


def keep_with_case(id: str) -> None:
    """From now on the key of a referral goes with its case, whose day counts."""
    keep_record(id, erase_at=FOR_GOOD)


def open_referral(
    private: PrivateHalf, member: Member, row: CaseReferral, *, at: datetime, shares: bool = True
) -> RecordKey:
    """The key of a referral, for a member who was found to stand near it. The trail says that they look.

    Who ought to read it and cannot yet, can from then on, if whoever opens it is of the sender's; not yet
    where it `shares` nothing, since the caller does so at the end. Raises CannotOpen.
    """
    key = open_record(
        private, record=row.id, purpose=REFERRAL, reader=member.id, organisation=member.organisation, at=at
    )
    if shares and member.organisation == row.sender_id:
        share_referral(key, row, at=at)
    return key


def share_referral(key: RecordKey, row: CaseReferral, *, at: datetime) -> None:
    """Everybody who ought to read it can from now on: readers of its case, and receivers of what was sent."""
    known = set(RecordWrap.objects.filter(record=row.id, purpose=REFERRAL).values_list("reader", flat=True))
    for each in (*case_readers(row.case), *_receivers_to_read(row)):
        if each.id not in known:
            share(key, each.id, each.user_id, at=at, organisation=each.organisation_id)


def can_open_referral(reader: str, row: CaseReferral) -> bool:
    """Whether somebody has a key of it."""
    return RecordWrap.objects.filter(record=row.id, purpose=REFERRAL, reader=reader).exists()


def possible_receivers(partner: str, *, kept_from: Collection[str]) -> list[Membership]:
    """Workers of a partner who may be told, but for whoever must not know."""
    at_work = Membership.objects.filter(
        organisation=partner, role=Role.PARTNER_WORKER.value, ended_at=None
    ).exclude(id__in=list(kept_from))
    rows = list(at_work.select_related("user").order_by("user__name", "id"))
    ready = ready_to_read([each.id for each in rows])
    return [each for each in rows if each.id in ready]


def end_partner_reading(row: CaseReferral) -> None:
    """Nobody of the partner reads it any more, nor its officers, nor whoever holds a link."""
    theirs = RecordWrap.objects.filter(record=row.id, purpose=REFERRAL)
    readers = set(theirs.filter(organisation=row.partner_id).values_list("reader", flat=True))
    readers |= set(row.links.values_list("reader", flat=True))
    for each in readers:
        stop_reading(each, [row.id])


def end_receivers_kept_from(case: Case, hidden: Collection[str], *, at: datetime) -> None:
    """Whoever is on a list of who must not know sees no referral of the case from now on; where the partner
    itself or its service is, nobody there does.
    """
    rows = ReferralReceiver.objects.filter(referral__case=case, membership__in=list(hidden), ended_at=None)
    for each in rows:
        stop_reading(each.membership_id, [each.referral_id])
    rows.update(ended_at=at)
    for row in CaseReferral.objects.filter(Q(partner__in=hidden) | Q(service__in=hidden), case=case):
        row.receivers.filter(ended_at=None).update(ended_at=at)
        row.links.filter(ended_at=None).update(ended_at=at)
        end_partner_reading(row)


def _receivers_to_read(row: CaseReferral) -> list[Membership]:
    if row.is_over_for_partner:
        return []
    ids = ReferralReceiver.objects.filter(referral=row, ended_at=None).values_list("membership", flat=True)
    return list(ready_to_read(list(ids)).values())
