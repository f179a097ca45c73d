"""Whether a record of another system is here already: pasted twice, also by two people, it is one entry.

What names it there is kept sealed. So the id of its entry, and of the case that is made of it, is worked out
of it under the secret: whoever has the databases alone can try no number on it.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from kapea.audit import actions as audit
from kapea.care.models import Case, CaseConflict, OutsideReferral
from kapea.core.care.case_levels import LEVELS, CaseLevel
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.people.member import Member
from kapea.vault.link_keys import outside_marks


class OutsideFate(Enum):
    """What became of something that was put in."""

    PUT_IN = "put-in"
    WAITS = "waits"
    RAISED = "raised"
    """It waited already, and waits as more urgent now."""
    TAKEN = "taken"


def entry_ids(kind: str, organisation: str, system: OutsideSystem, reference: str) -> list[str]:
    """The id of the entry of a record; after it those that it has under secrets of before."""
    return [f"o{mark[:15]}" for mark in outside_marks(kind, organisation, system.value, reference)]


def known_outside(by: Member, ids: list[str], level: CaseLevel, *, at: datetime) -> OutsideFate | None:
    """How it stands where it is here already; one that waits becomes as urgent as is said now, never less.
    None where it is new. Whoever is too close to somebody in the case hears what they would of a new one.
    """
    row = OutsideReferral.objects.filter(id__in=ids).first()
    if row is not None:
        return _as_urgent_as_said(by, row.id, level, at)
    if not Case.objects.filter(id__in=ids).exists():
        return None
    too_close = CaseConflict.objects.filter(case__in=ids, membership=by.id).exists()
    return OutsideFate.PUT_IN if too_close else OutsideFate.TAKEN


def _as_urgent_as_said(by: Member, id: str, level: CaseLevel, at: datetime) -> OutsideFate:
    less = [each.value for each in LEVELS[LEVELS.index(level) + 1 :]]
    if not OutsideReferral.objects.filter(id=id, level__in=less).update(level=level.value):
        return OutsideFate.WAITS
    audit.record(
        action="outside.raise",
        subject=f"outside:{id}",
        by=by.name_in_audit,
        at=at,
        organisation=by.organisation,
        level=level.value,
    )
    return OutsideFate.RAISED
