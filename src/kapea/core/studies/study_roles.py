"""Who does what in a study, and who may not hold two roles, in whatever order they are given.

A role that somebody held counts as held: what they saw in it, they have seen. Accounts are opaque ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused


class StudyRole(Enum):
    """What somebody does in one study."""

    INVESTIGATOR = "investigator"
    """The principal investigator."""
    MANAGER = "manager"
    ADVISER = "adviser"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    """May stop anything alone."""
    SAFEGUARDING_SECOND = "safeguarding-second"
    """Restarts what the lead stopped, and stops as the lead does."""
    FIELD_LEAD = "field-lead"
    MODERATOR = "moderator"
    CO_MODERATOR = "co-moderator"
    TRANSCRIBER = "transcriber"
    CHECKER = "checker"
    """Listens a second time."""
    TRANSLATOR = "translator"
    BACK_TRANSLATOR = "back-translator"
    DEIDENTIFIER_1 = "deidentifier-1"
    DEIDENTIFIER_2 = "deidentifier-2"
    CODER_A = "coder-a"
    CODER_B = "coder-b"
    ADJUDICATOR = "adjudicator"
    ANALYST = "analyst"
    AUTHOR = "author"
    LAST_READER = "last-reader"
    DATA_STEWARD = "data-steward"
    WITNESS = "witness"
    """Is there when something is destroyed."""
    ADVISORY_GROUP = "advisory-group"
    """Children; they see de-identified text that was chosen for them."""
    OBSERVER = "observer"
    """Of the ethics committee: reads gates and the audit, and no data."""


R = StudyRole
SAFEGUARDING = frozenset({R.SAFEGUARDING_LEAD, R.SAFEGUARDING_SECOND})
ALONE = frozenset({R.OBSERVER, R.ADVISORY_GROUP})
"""Whoever is to see no data, or chosen text only, holds no second role by which they would (default)."""
NEVER_BOTH: frozenset[frozenset[StudyRole]] = frozenset(
    frozenset(pair)
    for pair in (
        (R.INVESTIGATOR, R.SAFEGUARDING_LEAD),
        (R.INVESTIGATOR, R.SAFEGUARDING_SECOND),
        (R.SAFEGUARDING_LEAD, R.SAFEGUARDING_SECOND),
        (R.TRANSCRIBER, R.CHECKER),
        (R.TRANSLATOR, R.BACK_TRANSLATOR),
        (R.DEIDENTIFIER_1, R.DEIDENTIFIER_2),
        (R.CODER_A, R.CODER_B),
        (R.AUTHOR, R.LAST_READER),
        (R.DATA_STEWARD, R.WITNESS),
    )
)
BEFORE_UNBLINDING: frozenset[frozenset[StudyRole]] = frozenset(
    {frozenset({R.CODER_A, R.ADJUDICATOR}), frozenset({R.CODER_B, R.ADJUDICATOR})}
)
"""Once the codings are open to both, a coder may help to settle them."""
NOT_RECRUITERS = frozenset({R.MODERATOR})
"""Not held by staff of the organisation that recruited: a no to them must cost nothing."""


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role of an account. `strata`: for these only; empty: for the whole study. `ended`: held once."""

    account: str
    role: StudyRole
    strata: frozenset[str] = frozenset()
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyTeam:
    """Everything that was given in one study. `recruiters`: staff of an organisation that recruited.
    `client_strata`: of a case worker, the strata in which clients of theirs could be.
    """

    grants: tuple[RoleGrant, ...] = ()
    recruiters: frozenset[str] = frozenset()
    client_strata: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unblinded: bool = False

    def roles(self, account: str) -> frozenset[StudyRole]:
        """What an account holds now."""
        return frozenset(g.role for g in self.grants if g.account == account and not g.ended)

    def ever(self, account: str) -> frozenset[StudyRole]:
        """What an account holds, or held."""
        return frozenset(g.role for g in self.grants if g.account == account)

    def holders(self, roles: Iterable[StudyRole]) -> frozenset[str]:
        """The accounts that hold one of these now."""
        wanted = frozenset(roles)
        return frozenset(g.account for g in self.grants if g.role in wanted and not g.ended)


def clashing_roles(
    role: StudyRole, held: Iterable[StudyRole], *, unblinded: bool = False
) -> frozenset[StudyRole]:
    """Those that nobody holds beside a role."""
    pairs = NEVER_BOTH if unblinded else NEVER_BOTH | BEFORE_UNBLINDING
    return frozenset(
        other
        for other in held
        if other is not role and (frozenset({role, other}) in pairs or {role, other} & ALONE)
    )


def grant_study_role(team: StudyTeam, grant: RoleGrant, *, by: str) -> StudyTeam | StudyRefused:
    """Gives a role. `by`: the account of whoever gives it."""
    if by == grant.account:
        return StudyRefused("role.grant", StudyRefusal.OWN_GRANT)
    clash = clashing_roles(grant.role, team.ever(grant.account), unblinded=team.unblinded)
    if clash:
        codes = tuple(role.value for role in StudyRole if role in clash)
        return StudyRefused("role.grant", StudyRefusal.ROLES_CLASH, codes)
    if _recruited_for(team, grant):
        return StudyRefused("role.grant", StudyRefusal.RECRUITER)
    if _has_clients_in(team, grant):
        return StudyRefused("role.grant", StudyRefusal.OWN_CLIENTS)
    return replace(team, grants=(*team.grants, replace(grant, ended=False)))


def end_study_role(team: StudyTeam, account: str, role: StudyRole) -> StudyTeam:
    """Ends a role; that it was held stays known."""
    ending = tuple(
        replace(each, ended=True) if (each.account, each.role) == (account, role) else each
        for each in team.grants
    )
    return replace(team, grants=ending)


def told_recruiter(team: StudyTeam, account: str) -> StudyTeam:
    """An account belongs to the staff of an organisation that recruited: what that forbids ends at once."""
    return _without_forbidden(replace(team, recruiters=team.recruiters | {account}))


def told_client_strata(team: StudyTeam, account: str, strata: frozenset[str]) -> StudyTeam:
    """An account has clients who could be in these strata: every role for one of them ends at once."""
    known = team.client_strata.get(account, frozenset()) | strata
    return _without_forbidden(replace(team, client_strata={**team.client_strata, account: known}))


def _without_forbidden(team: StudyTeam) -> StudyTeam:
    checked = tuple(
        replace(each, ended=each.ended or _recruited_for(team, each) or _has_clients_in(team, each))
        for each in team.grants
    )
    return replace(team, grants=checked)


def _recruited_for(team: StudyTeam, grant: RoleGrant) -> bool:
    return grant.role in NOT_RECRUITERS and grant.account in team.recruiters


def _has_clients_in(team: StudyTeam, grant: RoleGrant) -> bool:
    """A role for the whole study is one for each stratum."""
    clients = team.client_strata.get(grant.account, frozenset())
    return bool(clients) and (not grant.strata or bool(clients & grant.strata))
