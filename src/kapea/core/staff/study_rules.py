"""Who may do what with studies. Which role of the study somebody needs beside is said in `core.studies`."""

from __future__ import annotations

from kapea.core.staff.roles import Role
from kapea.core.staff.rule_model import MINE, NONE, Act, Audience, Rule, by_role

IN_STUDIES = frozenset(
    {
        Role.RESEARCHER,
        Role.PROGRAMME_OFFICER,
        Role.FACILITATOR,
        Role.SUPERVISOR,
        Role.EDITOR,
        Role.AUDITOR,
    }
)
"""Workers of the desk see no study, and whoever manages people no data. Supervisors do: they safeguard."""
STUDY_TEAM = {role: frozenset({MINE}) for role in IN_STUDIES}
"""A study is there for those who hold a role in it."""

STUDY_RULES: tuple[Rule, ...] = (
    Rule("studies.list", Audience.STAFF, Act.LIST, "studies.Study", STUDY_TEAM),
    Rule(
        "studies.add", Audience.STAFF, Act.ADD, allowed=by_role(researcher=[NONE], programme_officer=[NONE])
    ),
    Rule("studies.read", Audience.STAFF, Act.READ, "studies.Study", STUDY_TEAM),
    Rule("studies.change", Audience.STAFF, Act.CHANGE, "studies.Study", STUDY_TEAM),
)
