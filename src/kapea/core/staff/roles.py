"""The roles of staff, and how whoever looks at a row stands to it."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """What a membership is for. One person may have several memberships and works in one at a time."""

    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    CASE_WORKER = "case_worker"
    PARTNER_WORKER = "partner_worker"
    FACILITATOR = "facilitator"
    RESEARCHER = "researcher"
    EDITOR = "editor"
    """Words and the directory."""
    PROGRAMME_OFFICER = "programme_officer"
    """Numbers only."""
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    """Manages people; can read no case."""


READS_PEOPLE = frozenset(
    {Role.COUNSELLOR, Role.SUPERVISOR, Role.CASE_WORKER, Role.PARTNER_WORKER, Role.RESEARCHER}
)
"""Roles that may come to read what a person entrusted: once all that `readiness` asks for is there."""


class Relation(Enum):
    """How a row stands to whoever looks at it. A row may stand in several."""

    MINE = "mine"
    TEAM = "my team's"
    """Of those who have the same supervisor."""
    SUPERVISED = "supervised"
    """Of those whose supervisor I am."""
    REFERRED = "referred to me"
    ORGANISATION = "my organisation's"
    OTHER_ORGANISATION = "another organisation's"
    NONE = "none"
    """Of nobody and for nobody: the deployment's own, the same for all."""
