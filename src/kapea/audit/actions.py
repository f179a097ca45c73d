"""Writing the trail, inside the transaction of the act it records."""

from __future__ import annotations

from datetime import datetime

from kapea.audit.models import Event


def record(*, action: str, subject: str, by: str, at: datetime, **detail: str) -> None:
    Event.objects.create(at=at, by=by, action=action, subject=subject, detail=detail)


def record_reading(*, organisation: str, by: str, record: str, purpose: str, at: datetime) -> None:
    """That somebody is about to open a sealed record: which, as what, and in whose chain it stands."""
    detail = {"organisation": organisation, "purpose": purpose}
    Event.objects.create(at=at, by=by, action="record.read", subject=record, detail=detail)
