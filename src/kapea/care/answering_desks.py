"""Where somebody answers what is left on public pages: only there it is offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction

from kapea.audit import actions as audit
from kapea.care.case_handover import HOLDERS
from kapea.care.case_keys import ready_to_read
from kapea.care.models import AnsweringDesk, Intake
from kapea.core.care.way_in import LONGEST_WAIT, MOST_WAITING
from kapea.people.models import Membership, Organisation


@dataclass(frozen=True, slots=True)
class Answering:
    """An organisation whose workers answer. `hours`: how long it says that takes."""

    organisation: str
    name: str
    hours: int


def answering_in(pack: str, *, at: datetime) -> tuple[Answering, ...]:
    """Who answers in a country now. None where nobody is ready to read, where somebody waits for too long
    already, or where the key store is away: then there are the lines, as ever.
    """
    rows = AnsweringDesk.objects.filter(answers=True, organisation__pack=pack).select_related("organisation")
    found = [
        Answering(row.organisation_id, row.organisation.name, row.hours)
        for row in rows.order_by("organisation__name")
        if not _is_behind(row.organisation_id, at)
    ]
    try:
        return tuple(each for each in found if workers_of(each.organisation))
    except DatabaseError:
        return ()


def has_codes(pack: str) -> bool:
    """Whether somebody may have a code here: where one ever answered, also if they do not now."""
    return AnsweringDesk.objects.filter(organisation__pack=pack).exists()


def workers_of(organisation: str) -> list[Membership]:
    """Who may take what somebody leaves, and could read it now."""
    at_work = Membership.objects.filter(organisation=organisation, role__in=HOLDERS, ended_at=None)
    ready = ready_to_read(list(at_work.values_list("id", flat=True)))
    return sorted(ready.values(), key=lambda each: each.id)


def hours_of(organisation: str) -> int:
    """How many hours an organisation says that an answer takes."""
    row = AnsweringDesk.objects.filter(organisation=organisation).first()
    return row.hours if row is not None else AnsweringDesk._meta.get_field("hours").default


@transaction.atomic
def set_answering(
    organisation: Organisation, *, answers: bool, hours: int, by: str, at: datetime
) -> AnsweringDesk:
    """Switches on or off that an organisation answers. Raises ValueError for hours that are none."""
    if not 1 <= hours <= LONGEST_WAIT.total_seconds() / 3600:
        raise ValueError("hours: from 1 to 72")
    row, _ = AnsweringDesk.objects.update_or_create(
        organisation=organisation, defaults={"answers": answers, "hours": hours}
    )
    audit.record(
        action="organisation.answers",
        subject=f"organisation:{organisation.id}",
        by=by,
        at=at,
        organisation=organisation.id,
        answers="on" if answers else "off",
        hours=hours,
    )
    return row


def _is_behind(organisation: str, at: datetime) -> bool:
    """Somebody waits for so long that nobody else should begin to, or there are too many."""
    waiting = Intake.objects.filter(organisation=organisation, taken_by="")
    is_long = waiting.filter(left_at__lte=at - LONGEST_WAIT).exists()
    return is_long or waiting.count() >= MOST_WAITING


def names_of(found: Iterable[Answering]) -> str:
    """Those who answer, as they are called."""
    return ", ".join(each.name for each in found)
