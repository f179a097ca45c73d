"""Whoever works just now: one person in one of their memberships."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.staff.roles import Role


@dataclass(frozen=True, slots=True)
class Member:
    """The ids of a person, of the membership they work in and of its organisation, and its role."""

    id: str
    user: str
    organisation: str
    role: Role

    @property
    def name_in_audit(self) -> str:
        """How the trail calls them: by an id."""
        return f"member:{self.id}"
