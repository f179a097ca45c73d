"""What of studies goes or lapses by itself: gates shut on the day on which an approval ends, also where
nobody looks; keys of texts that were sealed anew, raw words whose day came, and halves lent for an hour go.
About once a minute by a server, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kapea.core.studies.study_gates import shut_lapsed_gates
from kapea.studies.actions import write_down_lapsed
from kapea.studies.glass_actions import end_glasses
from kapea.studies.held_matters import BY_TIME, destroy_due
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.studies.session_texts import destroy_left_keys


def tidy_studies(*, at: datetime) -> int:
    """How much went or was shut. Where there is no study nothing else is looked for."""
    left = destroy_left_keys(by=BY_TIME, at=at)
    if not Study.objects.exists():
        return left
    shut = sum(_shut(id, at) for id in Study.objects.order_by("id").values_list("id", flat=True))
    return left + shut + destroy_due(at=at) + end_glasses(at=at)


def _shut(id: str, at: datetime) -> int:
    """Gates whose items hold no longer. Looks first without a lock: most of the time there is nothing."""
    looked_at = Study.objects.filter(id=id).first()
    if looked_at is None or not shut_lapsed_gates(book_of(looked_at).standing, at)[1]:
        return 0
    with transaction.atomic():
        row = Study.objects.select_for_update().filter(id=id).first()
        return 0 if row is None else len(write_down_lapsed(row, by=BY_TIME, at=at))
