"""What stands in workshops: their plans, and what was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kapea.content.queries import worlds
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.staff.readiness import may_lead_groups
from kapea.core.workshops.count_entries import CountedField, CountEntry, counted_fields
from kapea.learning.models import EnteredCount, Workshop
from kapea.people.models import Membership
from kapea.people.queries import standings


class NoSuchPlan(LookupError):
    """No plan of that id is in the words that are served now."""


def release_of_pack(pack: str) -> Release:
    """The live words of a pack. Raises NothingLive."""
    return worlds.live(pack).release


def plan_of(workshop: Workshop) -> tuple[Release, WorkshopPlan]:
    """The words a workshop is led with: those it was planned with, while they are served; else the live ones.

    Raises NothingLive, NoSuchPlan.
    """
    planned = worlds.of(workshop.release)
    release = planned.release if planned is not None else release_of_pack(workshop.organisation.pack)
    if workshop.plan not in release.workshops:
        raise NoSuchPlan(workshop.plan)
    return release, release.workshops[workshop.plan]


def ready_to_lead(ids: Iterable[str]) -> set[str]:
    """Those of some memberships who may stand before a group."""
    rows = list(Membership.objects.filter(id__in=list(ids)))
    return {id for id, standing in standings(rows).items() if may_lead_groups(standing)}


def entries_of(workshop: Workshop) -> list[CountEntry]:
    """All numbers that were entered in a workshop."""
    rows = EnteredCount.objects.filter(workshop=workshop).order_by("id")
    return [CountEntry(row.id, row.field, row.value, frozenset(row.over)) for row in rows]


def counted_in(workshop: Workshop) -> Mapping[str, CountedField]:
    """What stands in its fields."""
    return counted_fields(entries_of(workshop))
