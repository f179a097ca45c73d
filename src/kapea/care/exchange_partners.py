"""Which systems of others are on here: the file that KAPEA_EXCHANGE names. Without one none is."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.conf import settings

from kapea.care.models import CaseReferral
from kapea.core.care.exchange.outside_partners import (
    NO_PARTNERS,
    OutsidePartners,
    PartnersUnread,
    read_partners,
)
from kapea.core.care.exchange.state_maps import OutsideSystem


def outside_partners() -> OutsidePartners:
    """What the file says now. Raises PartnersUnread where it does not read: then nothing is on."""
    if not settings.KAPEA_EXCHANGE:
        return NO_PARTNERS
    try:
        data = yaml.safe_load(Path(settings.KAPEA_EXCHANGE).read_text(encoding="utf-8"))
        return read_partners({} if data is None else data)
    except (OSError, ValueError, yaml.YAMLError) as why:
        raise PartnersUnread(f"KAPEA_EXCHANGE: {type(why).__name__}") from why


def systems_on(row: CaseReferral) -> tuple[OutsideSystem, ...]:
    """Into which systems a referral may be put, once they said yes to it. Raises PartnersUnread."""
    return outside_partners().systems_of(row.partner_id)


def has_exchange(row: CaseReferral) -> bool:
    """Whether there is anything to say of other systems: one is on, what is on does not read, or it was taken
    out for one.
    """
    try:
        return bool(systems_on(row)) or row.exports.exists()
    except PartnersUnread:
        return True


def takes_from_outside() -> bool:
    """Whether a referral of any other system may be put in here."""
    try:
        return bool(outside_partners().on)
    except PartnersUnread:
        return False
