"""Answers on phones that somebody forgot, and codes whose hours are over, go by themselves: about once a
minute by a server, and by `kapea tidy`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from kapea.core.workshops.own_phones import LINKS_LAST
from kapea.learning.actions_phones import throw_phone_answers_away
from kapea.learning.models import LinkedAnswers, PhonePart, Workshop
from kapea.learning.phone_models import STILL_OPEN
from kapea.people.models import Organisation

DISCARDED_BY = "retention"
"""Who threw them away, in the trail: nobody, but that their time was over."""
SHORT_LIVED = "learning_linkedanswers, learning_sentform, learning_phonepart"


def tidy_workshops(*, at: datetime) -> int:
    """Throws away what was opened a day ago and neither added nor thrown away, and deletes what stands under
    codes that can be known no more. How many of both. Where there is no organisation nothing is looked for.
    """
    if not Organisation.objects.exists():
        return 0
    old = PhonePart.objects.filter(STILL_OPEN, opened_at__lte=at - LINKS_LAST)
    forgotten = list(old.values_list("workshop_id", "asked"))
    for workshop, asked in forgotten:
        _throw_away(workshop, asked, at)
    gone = LinkedAnswers.objects.filter(expires_at__lte=at).delete()[0]
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {SHORT_LIVED}")
    return len(forgotten) + gone


def _throw_away(workshop: str, asked: str, at: datetime) -> None:
    with transaction.atomic():
        row = Workshop.objects.select_for_update().get(id=workshop)
        if PhonePart.objects.filter(STILL_OPEN, workshop=row, asked=asked).exists():
            throw_phone_answers_away(DISCARDED_BY, row, asked, at=at)
