"""Who gives and ends roles in a study. A role of safeguarding is ended by safeguarding alone, and none is
given while a study is stopped: whoever is stopped does not choose who lets it go on.
"""

from __future__ import annotations

from dataclasses import replace

from kapea.core.studies.study_changes import WRITERS, give_role
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import (
    SAFEGUARDING,
    RoleGrant,
    StudyRole,
    StudyTeam,
    end_study_role,
)
from kapea.core.studies.study_standing import StudyStanding


def first_team(account: str, role: StudyRole) -> StudyTeam:
    """Whoever starts a study is in it, in a role that gives roles. Raises ValueError for another."""
    if role not in WRITERS:
        raise ValueError(f"{role.value}: a study is started by its {' or '.join(_codes())}")
    return StudyTeam(grants=(RoleGrant(account, role),))


def give_new_role(
    study: StudyStanding, account: str, role: StudyRole, *, by: str
) -> StudyStanding | StudyRefused:
    """Gives a role for the whole study to somebody who does not hold it yet."""
    if role in study.team.roles(account):
        return StudyRefused("role.grant", StudyRefusal.NOTHING_CHANGED)
    return give_role(study, RoleGrant(account, role), by=by)


def end_role(study: StudyStanding, account: str, role: StudyRole, *, by: str) -> StudyStanding | StudyRefused:
    """Ends a role of somebody, or one's own. The last who can give roles stays."""
    if not _may_end(study.team, account, role, by):
        return StudyRefused("role.end", StudyRefusal.NOT_YOURS)
    if role not in study.team.roles(account):
        return StudyRefused("role.end", StudyRefusal.NO_SUCH_STEP)
    if study.stop is not None and role in SAFEGUARDING:
        return StudyRefused("role.end", StudyRefusal.STOPPED)
    ended = end_study_role(study.team, account, role)
    if not ended.holders(WRITERS):
        return StudyRefused("role.end", StudyRefusal.ITEMS_MISSING, _codes())
    return replace(study, team=ended)


def _may_end(team: StudyTeam, account: str, role: StudyRole, by: str) -> bool:
    if by == account:
        return role in team.roles(by)
    return bool(team.roles(by) & (SAFEGUARDING if role in SAFEGUARDING else WRITERS))


def _codes() -> tuple[str, ...]:
    return tuple(role.value for role in StudyRole if role in WRITERS)
