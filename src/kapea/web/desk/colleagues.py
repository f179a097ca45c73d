"""Colleagues of whoever works at the desk, to be chosen by name."""

from __future__ import annotations

from kapea.people.models import Membership

Colleagues = list[tuple[str, str]]
"""Id of a membership and name, by name."""


def others_at_work(organisation: str, *, but: str) -> Colleagues:
    """Everybody of the organisation who could come to see a case, but one."""
    at_work = Membership.objects.filter(organisation=organisation, ended_at=None).exclude(id=but)
    found = at_work.select_related("user").order_by("user__name", "id")
    return [(each.id, each.user.name) for each in found]
