"""What a rule is: an action on a model, and whom it is for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.staff.roles import Relation, Role


class Audience(Enum):
    """Whom an address is for, before any role is asked."""

    PUBLIC = "everybody, without signing in"
    ENTRANCE = "whoever signs in"
    ENROLLING = "whoever has signed in, also before there is a second factor"
    STAFF = "staff, with a second factor and a membership"


class Act(Enum):
    """What is done to a row."""

    LIST = "list"
    READ = "read"
    ADD = "add"
    CHANGE = "change"
    END = "end"


Allowed = Mapping[Role, frozenset[Relation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """An action on a model, and which roles may do it to rows in which relations to them.

    `model` is a label like `people.Membership`, or empty where no row is looked up.
    """

    name: str
    audience: Audience
    act: Act
    model: str = ""
    allowed: Allowed | None = None

    def relations(self, role: Role) -> frozenset[Relation]:
        """The rows that a role may do this to; none where it may not at all."""
        return (self.allowed or {}).get(role, frozenset())


def by_role(**roles: Iterable[Relation]) -> Allowed:
    """Who may, by the names of roles."""
    return {Role(name): frozenset(relations) for name, relations in roles.items()}


def for_all(*relations: Relation, but: Iterable[Role] = ()) -> Allowed:
    """Every role but some."""
    return {role: frozenset(relations) for role in Role if role not in set(but)}


ORGANISATION, MINE, SUPERVISED, REFERRED, NONE = (
    Relation.ORGANISATION,
    Relation.MINE,
    Relation.SUPERVISED,
    Relation.REFERRED,
    Relation.NONE,
)
