"""Who stops a study or a session, and who lets it go on. Stopping takes one act of one person; going on takes
another person of safeguarding than the one who stopped it, and never the principal investigator.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import SAFEGUARDING, StudyRole, StudyTeam


@dataclass(frozen=True, slots=True)
class SafeguardingStop:
    """Who stopped it, and when. Why is said to people, and stands in no row."""

    by: str
    at: datetime


def safeguarding_stop(
    team: StudyTeam, standing: SafeguardingStop | None, *, by: str, at: datetime
) -> SafeguardingStop | StudyRefused:
    """Stops it, whatever else stands. What is stopped already keeps its first stop."""
    if not team.roles(by) & SAFEGUARDING:
        return StudyRefused("stop", StudyRefusal.NOT_YOURS)
    return standing or SafeguardingStop(by, at)


def lift_stop(team: StudyTeam, standing: SafeguardingStop | None, *, by: str) -> StudyRefused | None:
    """None: it goes on. Refused to whoever stopped it, and to all who are not of safeguarding."""
    roles = team.roles(by)
    if not roles & SAFEGUARDING or StudyRole.INVESTIGATOR in team.ever(by):
        return StudyRefused("restart", StudyRefusal.NOT_YOURS)
    if standing is None:
        return StudyRefused("restart", StudyRefusal.NO_SUCH_STEP)
    if standing.by == by:
        return StudyRefused("restart", StudyRefusal.SAME_PERSON)
    return None
