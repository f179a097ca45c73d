"""Sharing protocols as the core reads them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from kapea.care.models import RecordedProtocol
from kapea.core.care.asking import SharedField
from kapea.core.care.sharing_protocol import ProtocolSection, SentBy, SharingProtocol
from kapea.core.staff.roles import Role

SEEN_BY = frozenset({Role.PARTNER_WORKER.value})
"""Only whoever is there for what others refer sees it, whatever else their organisation does here."""
SECTIONS = {each: f"protocol-{each.value.replace('_', '-')}" for each in ProtocolSection}
"""The texts that both parties read: words of staff pages, by their ids."""


def protocol_of_row(row: RecordedProtocol) -> SharingProtocol | None:
    """The protocol of a row; None while nobody agreed to it."""
    if row.agreed_on is None:
        return None
    left = {row.organisation_id: row.left_on, row.partner_id: row.left_on} if row.left_on else {}
    return SharingProtocol(
        id=row.id,
        parties=frozenset({row.organisation_id, row.partner_id}),
        purpose=row.purpose,
        fields=frozenset(SharedField(each) for each in row.fields),
        seen_by=SEEN_BY,
        sent_by=frozenset(SentBy(each) for each in row.sent_by),
        kept_for=timedelta(days=row.kept_days),
        agreed_on=row.agreed_on,
        review_on=row.review_on,
        sections=SECTIONS,
        left=left,
    )


def protocols_between(one: str, other: str, *, purpose: str) -> list[SharingProtocol]:
    """All that two organisations ever agreed on for a purpose, the newest first. A protocol holds one way:
    from who proposed it to who agreed.
    """
    rows = RecordedProtocol.objects.filter(organisation=one, partner=other, purpose=purpose)
    found = (protocol_of_row(row) for row in rows.order_by("-agreed_on", "-id"))
    return [each for each in found if each is not None]


def live_protocol_rows(organisation: str, *, on: date) -> list[RecordedProtocol]:
    """Those by which an organisation may tell others on a day."""
    rows = RecordedProtocol.objects.filter(organisation=organisation, agreed_on__lte=on, review_on__gt=on)
    still = Q(left_on=None) | Q(left_on__gt=on)
    return list(rows.filter(still).select_related("partner").order_by("partner__name", "purpose", "id"))


def other_partners(organisation: str, *, but: str, on: date) -> list[tuple[str, str]]:
    """Whom else an organisation may tell on a day, by name: a child may keep something from any of them."""
    rows = live_protocol_rows(organisation, on=on)
    return list({row.partner_id: row.partner.name for row in rows if row.partner_id != but}.items())


def only_partners() -> list[str]:
    """Organisations that are here only because somebody refers to them: nobody of theirs ever had an account,
    so they have no staff to be in order.
    """
    partners = RecordedProtocol.objects.filter(partner__memberships=None)
    return list(partners.values_list("partner", flat=True).distinct())
