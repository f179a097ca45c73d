"""To whom an entry of the directory is shown: everybody, partners, or those who work with cases."""

from __future__ import annotations

from enum import Enum

from kapea.core.staff.roles import Role


class DirectoryTier(Enum):
    """How far an entry goes. Only what is public is ever part of a release, an export or an address."""

    PUBLIC = "public"
    PARTNERS = "partners"
    CASE_WORKERS = "case-workers"


_CASES = frozenset({Role.CASE_WORKER, Role.COUNSELLOR, Role.SUPERVISOR})
_PARTNERS = _CASES | {Role.PARTNER_WORKER}
KEEPERS = frozenset({Role.EDITOR, Role.SUPERVISOR})
"""Who keep the entries of their organisation, and so read those that they keep."""


def tiers_shown(role: Role) -> tuple[DirectoryTier, ...]:
    """The tiers that a role is shown."""
    if role in _CASES:
        return tuple(DirectoryTier)
    return (DirectoryTier.PUBLIC, DirectoryTier.PARTNERS) if role in _PARTNERS else (DirectoryTier.PUBLIC,)


def shows_capacity(role: Role) -> bool:
    """Whether a role is told how many places are open, and how long one waits."""
    return role in _CASES


def shows_outcomes(role: Role) -> bool:
    """Whether a role is told what became of their organisation's referrals to a service."""
    return role in _CASES
