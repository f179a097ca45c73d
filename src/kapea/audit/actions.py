"""Writing the trail, inside the transaction of the act it records."""

from __future__ import annotations

from datetime import datetime

from kapea.audit.models import Event


def record(*, action: str, subject: str, by: str, at: datetime, **detail: str) -> None:
    Event.objects.create(at=at, by=by, action=action, subject=subject, detail=detail)
