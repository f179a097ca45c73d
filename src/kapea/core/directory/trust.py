"""What may be shown, and what a live service would still need. Nothing is shown on one unconfirmed word."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from kapea.core.directory.model import Phone, Service

CONFIRMED = frozenset({"C2", "C3", "C3+", "OWN"})
"""Two sources, three, more, or the operator's own page."""
STALE = "STALE"
LABELS = ("C2", "C3", "C3+", "OWN", "S1", "GK", "CONFLICT", "NOT FOUND", STALE)
"""Every label that a record in a pack may have for how sure we are. One source, general knowledge, sources
that differ and nothing found are never shown.
"""
BACKGROUND_LABELS = ("GK", "S1", "C2", "C3", "C3+", "OWN")
"""The labels of areas and holidays, which are told to nobody by themselves."""
UNSAID = "GK"
"""What a record is taken for that has none."""
FRESH_DAYS = 30


class Gap(msgspec.Struct, frozen=True):
    """One thing between a demo and a live service. `kind`: unconfirmed, expired, no-expiry, not-dialled."""

    kind: str
    service: str
    says: str
    number: str = ""


def is_shown(service: Service) -> bool:
    """Confirmed twice, or by its operator; or old, with a reason why nothing better exists. Else never."""
    return service.confidence in CONFIRMED or is_exception(service)


def is_exception(service: Service) -> bool:
    """Shown although its newest source is old, because in danger there is nothing better."""
    return service.confidence == STALE and bool(service.exception)


def is_expired(service: Service, today: str) -> bool:
    """`today` is an ISO date; on the day itself the record has expired."""
    return bool(service.expires) and service.expires <= today


def is_dialled(phone: Phone, today: str) -> bool:
    """A named person has dialled it in the last 30 days, counted back from `today` (ISO date)."""
    if not phone.verified_by.strip() or not phone.verified_on:
        return False
    since = (date.fromisoformat(today) - timedelta(days=FRESH_DAYS)).isoformat()
    return since <= phone.verified_on <= today


def live_gaps(service: Service, on: date) -> tuple[Gap, ...]:
    """What `check --live` refuses about one service on that day; empty when it may go live."""
    today, gaps = on.isoformat(), []
    if not is_shown(service):
        gaps.append(Gap("unconfirmed", service.id, f"confidence is {service.confidence or 'not stated'}"))
    if not service.expires:
        gaps.append(Gap("no-expiry", service.id, "nobody said when to look at it again"))
    elif is_expired(service, today):
        gaps.append(Gap("expired", service.id, f"expired on {service.expires}"))
    for phone in service.phones:
        if not is_dialled(phone, today):
            gaps.append(Gap("not-dialled", service.id, _undialled(phone), phone.number))
    return tuple(gaps)


def _undialled(phone: Phone) -> str:
    if not phone.verified_on or not phone.verified_by.strip():
        return f"{phone.number} ({phone.kind}): no named person has dialled it"
    return f"{phone.number} ({phone.kind}): last dialled {phone.verified_on}, over {FRESH_DAYS} days ago"
