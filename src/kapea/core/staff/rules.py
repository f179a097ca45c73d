"""The one table of who may do what: a rule for every action on every model, by role and relation.

Every address of the site and every action names its rule. What no rule allows is refused, and looks like what
does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.staff.care_rules import CARE_RULES
from kapea.core.staff.rule_model import (
    MINE,
    NONE,
    ORGANISATION,
    SUPERVISED,
    Act,
    Audience,
    Rule,
    by_role,
    for_all,
)
from kapea.core.staff.study_rules import STUDY_RULES


class UnknownRule(KeyError):
    """No rule of that name is in the table."""


COUNT_READERS = by_role(
    administrator=[NONE], auditor=[NONE], programme_officer=[NONE], supervisor=[NONE], researcher=[NONE]
)
KEEPING = by_role(editor=[ORGANISATION], supervisor=[ORGANISATION])
"""Whoever keeps the directory's entries of their organisation: one proposes, another approves."""
ENTRY_READERS = by_role(
    editor=[NONE], supervisor=[NONE], counsellor=[NONE], case_worker=[NONE], partner_worker=[NONE]
)
LEADING = by_role(facilitator=[MINE], supervisor=[ORGANISATION])
"""A supervisor sees to it that a workshop whose facilitator left is led, counted and closed."""
WITHDRAWING = by_role(supervisor=[ORGANISATION], administrator=[ORGANISATION])
"""Whoever ends a membership also sees to it that a certificate of somebody unfit counts no more."""
FIGURE_READERS = by_role(
    programme_officer=[ORGANISATION],
    supervisor=[ORGANISATION],
    researcher=[ORGANISATION],
    facilitator=[ORGANISATION],
    auditor=[ORGANISATION],
)

TABLE: tuple[Rule, ...] = (
    Rule("public", Audience.PUBLIC, Act.READ),
    Rule("sign-in", Audience.ENTRANCE, Act.ADD),
    Rule("join", Audience.ENTRANCE, Act.ADD),
    Rule("second-factor", Audience.ENROLLING, Act.CHANGE),
    Rule("sign-out", Audience.ENROLLING, Act.END),
    Rule("own.read", Audience.STAFF, Act.READ, allowed=for_all(NONE)),
    Rule("own.change", Audience.STAFF, Act.CHANGE, allowed=for_all(NONE)),
    Rule("own.sessions", Audience.STAFF, Act.LIST, "people.StaffSession", for_all(MINE)),
    Rule("own.sessions.end", Audience.STAFF, Act.END, "people.StaffSession", for_all(MINE)),
    Rule("own.memberships", Audience.STAFF, Act.LIST, "people.Membership", for_all(MINE)),
    Rule("own.conduct", Audience.STAFF, Act.CHANGE, "people.Membership", for_all(MINE)),
    Rule("office", Audience.STAFF, Act.READ, allowed=for_all(NONE)),
    Rule(
        "members.list",
        Audience.STAFF,
        Act.LIST,
        "people.Membership",
        by_role(administrator=[ORGANISATION], auditor=[ORGANISATION], supervisor=[SUPERVISED, MINE]),
    ),
    Rule(
        "members.read",
        Audience.STAFF,
        Act.READ,
        "people.Membership",
        by_role(administrator=[ORGANISATION], auditor=[ORGANISATION], supervisor=[SUPERVISED, MINE]),
    ),
    Rule(
        "members.change",
        Audience.STAFF,
        Act.CHANGE,
        "people.Membership",
        by_role(administrator=[ORGANISATION]),
    ),
    Rule("members.end", Audience.STAFF, Act.END, "people.Membership", by_role(administrator=[ORGANISATION])),
    Rule(
        "invitations.list",
        Audience.STAFF,
        Act.LIST,
        "people.Invitation",
        by_role(administrator=[ORGANISATION]),
    ),
    Rule("invitations.add", Audience.STAFF, Act.ADD, allowed=by_role(administrator=[NONE])),
    Rule(
        "invitations.end", Audience.STAFF, Act.END, "people.Invitation", by_role(administrator=[ORGANISATION])
    ),
    Rule(
        "organisation.read",
        Audience.STAFF,
        Act.READ,
        "people.Organisation",
        by_role(administrator=[MINE], auditor=[MINE], programme_officer=[MINE]),
    ),
    Rule(
        "organisation.change",
        Audience.STAFF,
        Act.CHANGE,
        "people.Organisation",
        by_role(administrator=[MINE]),
    ),
    Rule("audit.list", Audience.STAFF, Act.LIST, "audit.Event", by_role(auditor=[ORGANISATION])),
    Rule(
        "doors.read",
        Audience.STAFF,
        Act.READ,
        allowed=by_role(administrator=[NONE], programme_officer=[NONE]),
    ),
    Rule("counts.read", Audience.STAFF, Act.READ, allowed=COUNT_READERS),
    Rule("directory.list", Audience.STAFF, Act.LIST, "directory.DirectoryEdit", ENTRY_READERS),
    Rule("directory.edits", Audience.STAFF, Act.LIST, "directory.DirectoryEdit", KEEPING),
    Rule("directory.read", Audience.STAFF, Act.READ, "directory.DirectoryEdit", KEEPING),
    Rule("directory.propose", Audience.STAFF, Act.ADD, allowed=by_role(editor=[NONE], supervisor=[NONE])),
    Rule("directory.decide", Audience.STAFF, Act.CHANGE, "directory.DirectoryEdit", KEEPING),
    Rule("directory.take-back", Audience.STAFF, Act.END, "directory.DirectoryEdit", KEEPING),
    Rule("directory.dial", Audience.STAFF, Act.ADD, allowed=ENTRY_READERS),
    Rule(
        "directory.capacity",
        Audience.STAFF,
        Act.CHANGE,
        "directory.DirectoryEdit",
        by_role(partner_worker=[ORGANISATION], supervisor=[ORGANISATION], editor=[ORGANISATION]),
    ),
    Rule(
        "workshops.list",
        Audience.STAFF,
        Act.LIST,
        "learning.Workshop",
        by_role(facilitator=[MINE], programme_officer=[ORGANISATION], supervisor=[ORGANISATION]),
    ),
    Rule("workshops.add", Audience.STAFF, Act.ADD, allowed=by_role(facilitator=[NONE])),
    Rule("workshops.read", Audience.STAFF, Act.READ, "learning.Workshop", LEADING),
    Rule("workshops.change", Audience.STAFF, Act.CHANGE, "learning.Workshop", LEADING),
    Rule("workshops.run", Audience.STAFF, Act.CHANGE, "learning.Workshop", by_role(facilitator=[MINE])),
    Rule("figures.list", Audience.STAFF, Act.LIST, "learning.FiguresEdition", FIGURE_READERS),
    Rule("figures.read", Audience.STAFF, Act.READ, "learning.FiguresEdition", FIGURE_READERS),
    Rule("figures.publish", Audience.STAFF, Act.ADD, allowed=by_role(programme_officer=[NONE])),
    Rule(
        "facilitators.list",
        Audience.STAFF,
        Act.LIST,
        "people.Membership",
        by_role(facilitator=[ORGANISATION], supervisor=[ORGANISATION]),
    ),
    Rule("training.own", Audience.STAFF, Act.READ, "people.Membership", by_role(facilitator=[MINE])),
    Rule(
        "training.print",
        Audience.STAFF,
        Act.READ,
        "learning.TrainingCertificate",
        by_role(facilitator=[MINE]),
    ),
    Rule("training.list", Audience.STAFF, Act.LIST, "people.Membership", WITHDRAWING),
    Rule("training.read", Audience.STAFF, Act.READ, "people.Membership", WITHDRAWING),
    Rule(
        "training.confirm",
        Audience.STAFF,
        Act.CHANGE,
        "people.Membership",
        by_role(supervisor=[ORGANISATION]),
    ),
    Rule(
        "training.strike",
        Audience.STAFF,
        Act.END,
        "learning.TrainingHours",
        by_role(supervisor=[ORGANISATION]),
    ),
    Rule("training.withdraw", Audience.STAFF, Act.END, "people.Membership", WITHDRAWING),
    *CARE_RULES,
    *STUDY_RULES,
)

RULES: Mapping[str, Rule] = {rule.name: rule for rule in TABLE}


def rule_of(name: str) -> Rule:
    """The rule of a name. Raises UnknownRule."""
    try:
        return RULES[name]
    except KeyError:
        raise UnknownRule(name) from None
