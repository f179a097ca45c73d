"""What is known of members, for pages and for the gate before them."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from kapea.core.staff.readiness import CONDUCT, MembershipStanding
from kapea.core.staff.roles import Role
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.queries import has_staff_keys


def member_of(user: str, chosen: str) -> Member | None:
    """The membership somebody works in: the one they chose, else their first. None where they have none."""
    rows = Membership.objects.filter(user=user, ended_at=None, user__is_active=True).order_by(
        "began_at", "id"
    )
    found = {row.id: row for row in rows}
    if not found:
        return None
    row = found.get(chosen) or next(iter(found.values()))
    return Member(row.id, row.user_id, row.organisation_id, Role(row.role))


def member_at_work(id: str) -> Member | None:
    """Whoever works in that membership; None once it has ended."""
    row = Membership.objects.filter(id=id, ended_at=None, user__is_active=True).first()
    return None if row is None else Member(row.id, row.user_id, row.organisation_id, Role(row.role))


def is_vetted_member(id: str) -> bool:
    """Whether somebody who works here was vetted, and accepted the code of conduct as it is now."""
    rows = Membership.objects.filter(id=id, ended_at=None, vetted_at__isnull=False, conduct=CONDUCT)
    return rows.exists()


def users_at_work() -> set[str]:
    """The ids of everybody with a membership that has not ended: their keys go by the same ids."""
    return set(Membership.objects.filter(ended_at=None).values_list("user_id", flat=True))


def standings(memberships: Sequence[Membership]) -> dict[str, MembershipStanding]:
    """What is there of what must be, for each of some memberships by its id."""
    factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(type="recovery_codes")
    with_factor = set(
        Membership.objects.filter(Exists(factors), id__in=[each.id for each in memberships]).values_list(
            "id", flat=True
        )
    )
    with_keys = has_staff_keys([each.user_id for each in memberships])
    return {
        each.id: MembershipStanding(
            role=Role(each.role),
            vetted_at=each.vetted_at,
            conduct=each.conduct,
            has_second_factor=each.id in with_factor,
            has_keys=each.user_id in with_keys,
            ended_at=each.ended_at,
        )
        for each in memberships
    }
