"""A sharing protocol is proposed by one organisation, agreed by the other, and left by either.

The caller holds a transaction and found the row. Who proposed it never agrees to it for the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kapea.audit import actions as audit
from kapea.care.case_saving import CaseRefused
from kapea.care.models import RecordedProtocol
from kapea.care.protocol_queries import protocol_of_row
from kapea.core.care.asking import SharedField
from kapea.core.care.referral_form import ALWAYS_NEEDED
from kapea.core.care.sharing_protocol import ProtocolIncomplete, SentBy
from kapea.people.member import Member
from kapea.people.models import Membership

KEPT_DAYS = 90
REVIEWED_WITHIN = timedelta(days=365)
"""A protocol is looked at anew each year. Programme default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedProtocol:
    """What one organisation proposes to another."""

    partner: str
    purpose: str
    fields: frozenset[SharedField]
    sent_by: frozenset[SentBy]
    review_on: date
    kept_days: int = KEPT_DAYS
    runs: str = ""


def propose_protocol(by: Member, new: ProposedProtocol, *, at: datetime) -> RecordedProtocol:
    """Proposes it. Raises CaseRefused for one with oneself, without a means, or without what every referral
    needs.
    """
    if new.partner == by.organisation or not new.sent_by or not new.fields >= ALWAYS_NEEDED:
        raise CaseRefused("protocol-incomplete")
    row = RecordedProtocol.objects.create(
        organisation_id=by.organisation,
        partner_id=new.partner,
        purpose=new.purpose,
        runs=new.runs,
        fields=sorted(each.value for each in new.fields),
        sent_by=sorted(each.value for each in new.sent_by),
        kept_days=new.kept_days,
        review_on=new.review_on,
        proposed_by=by.id,
        proposed_at=at,
    )
    _record("protocol.propose", by, row, at)
    return row


def agree_to_protocol(by: Member, row: RecordedProtocol, *, on: date, at: datetime) -> None:
    """A person of the partner agrees. Raises CaseRefused."""
    if by.organisation != row.partner_id:
        raise CaseRefused("not-yours")
    _agreed(row, on, agreed_by=by.id)
    _record("protocol.agree", by, row, at)


def record_signature(by: Member, row: RecordedProtocol, signed: str, *, on: date, at: datetime) -> None:
    """Somebody of the partner signed on paper: who, and who saw it. Raises CaseRefused where they have
    members here, who agree themselves.
    """
    if by.organisation != row.organisation_id or not signed.strip():
        raise CaseRefused("not-yours")
    if Membership.objects.filter(organisation=row.partner_id, ended_at=None).exists():
        raise CaseRefused("protocol-they-agree")
    _agreed(row, on, signed_by=signed.strip())
    _record("protocol.sign", by, row, at)


def leave_protocol(by: Member, row: RecordedProtocol, *, on: date, at: datetime) -> None:
    """Either party leaves: from that day on nobody is told anything by it."""
    if row.left_on is not None:
        raise CaseRefused("protocol-over")
    row.left_on, row.left_by = on, by.id
    row.save(update_fields=["left_on", "left_by"])
    _record("protocol.leave", by, row, at)


def _agreed(row: RecordedProtocol, on: date, **by: str) -> None:
    if row.agreed_on is not None or row.left_on is not None:
        raise CaseRefused("protocol-over")
    row.agreed_on = on
    for column, value in by.items():
        setattr(row, column, value)
    try:
        protocol_of_row(row)
    except ProtocolIncomplete:
        raise CaseRefused("protocol-incomplete") from None
    row.save()


def _record(action: str, by: Member, row: RecordedProtocol, at: datetime) -> None:
    for organisation in (row.organisation_id, row.partner_id):
        audit.record(
            action=action,
            subject=f"protocol:{row.id}",
            by=by.name_in_audit,
            at=at,
            organisation=organisation,
        )
