"""The one table of who may do what: a rule for every action on every model, by role and relation.

Every address of the site and every action names its rule. What no rule allows is refused, and looks like what
does not exist.
"""

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


class UnknownRule(KeyError):
    """No rule of that name is in the table."""


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

HOLDING = by_role(case_worker=[MINE], counsellor=[MINE], supervisor=[MINE, SUPERVISED])
"""Whoever holds a case, and whoever supervises them. Nobody else knows that it is there."""

ANSWERING = by_role(case_worker=[ORGANISATION], counsellor=[ORGANISATION], supervisor=[ORGANISATION])
"""Who may take what somebody left. Until then they see how urgent it is and since when it waits."""
SENDING = by_role(case_worker=[MINE], counsellor=[MINE], supervisor=[MINE])
"""Only whoever holds a case sends anything out of it."""
RECEIVING = by_role(partner_worker=[REFERRED])
"""Whom something was referred to by name. They see nothing else."""
AGREEING = by_role(administrator=[ORGANISATION], supervisor=[ORGANISATION])
"""Of both parties of a sharing protocol."""

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
    Rule(
        "helpline.list",
        Audience.STAFF,
        Act.LIST,
        "care.HelplineTally",
        by_role(supervisor=[ORGANISATION], programme_officer=[ORGANISATION]),
    ),
    Rule("cases.list", Audience.STAFF, Act.LIST, "care.Case", HOLDING),
    Rule(
        "cases.add",
        Audience.STAFF,
        Act.ADD,
        allowed=by_role(case_worker=[NONE], counsellor=[NONE], supervisor=[NONE]),
    ),
    Rule("cases.read", Audience.STAFF, Act.READ, "care.Case", HOLDING),
    Rule("cases.write", Audience.STAFF, Act.CHANGE, "care.Case", HOLDING),
    Rule("cases.draft", Audience.STAFF, Act.CHANGE, "care.Case", HOLDING),
    Rule("cases.step", Audience.STAFF, Act.CHANGE, "care.Case", HOLDING),
    Rule("cases.close", Audience.STAFF, Act.END, "care.Case", by_role(supervisor=[SUPERVISED])),
    Rule("cases.export", Audience.STAFF, Act.READ, "care.Case", by_role(supervisor=[SUPERVISED])),
    Rule("cases.hand-over", Audience.STAFF, Act.CHANGE, "care.Case", HOLDING),
    Rule(
        "transfers.answer",
        Audience.STAFF,
        Act.CHANGE,
        "care.CaseTransfer",
        by_role(case_worker=[MINE], counsellor=[MINE], supervisor=[MINE]),
    ),
    Rule("intakes.list", Audience.STAFF, Act.LIST, "care.Intake", ANSWERING),
    Rule("intakes.take", Audience.STAFF, Act.CHANGE, "care.Intake", ANSWERING),
    Rule("alerts.list", Audience.STAFF, Act.LIST, "care.CodeAlert", by_role(supervisor=[ORGANISATION])),
    Rule("alerts.answer", Audience.STAFF, Act.CHANGE, "care.CodeAlert", by_role(supervisor=[ORGANISATION])),
    Rule("referrals.list", Audience.STAFF, Act.LIST, "care.CaseReferral", HOLDING),
    Rule("referrals.add", Audience.STAFF, Act.ADD, "care.Case", SENDING),
    Rule("referrals.read", Audience.STAFF, Act.READ, "care.CaseReferral", HOLDING),
    Rule("referrals.write", Audience.STAFF, Act.CHANGE, "care.CaseReferral", SENDING),
    Rule("referrals.step", Audience.STAFF, Act.CHANGE, "care.CaseReferral", HOLDING),
    Rule("referrals.todo", Audience.STAFF, Act.CHANGE, "care.ReferralTodo", HOLDING),
    Rule("received.list", Audience.STAFF, Act.LIST, "care.CaseReferral", RECEIVING),
    Rule("received.read", Audience.STAFF, Act.READ, "care.CaseReferral", RECEIVING),
    Rule("received.answer", Audience.STAFF, Act.CHANGE, "care.CaseReferral", RECEIVING),
    Rule("protocols.list", Audience.STAFF, Act.LIST, "care.RecordedProtocol", AGREEING),
    Rule("protocols.add", Audience.STAFF, Act.ADD, allowed=by_role(administrator=[NONE], supervisor=[NONE])),
    Rule("protocols.read", Audience.STAFF, Act.READ, "care.RecordedProtocol", AGREEING),
    Rule(
        "protocols.agree",
        Audience.STAFF,
        Act.CHANGE,
        "care.RecordedProtocol",
        by_role(administrator=[REFERRED], supervisor=[REFERRED]),
    ),
    Rule(
        "protocols.sign",
        Audience.STAFF,
        Act.CHANGE,
        "care.RecordedProtocol",
        by_role(administrator=[MINE], supervisor=[MINE]),
    ),
    Rule("protocols.leave", Audience.STAFF, Act.END, "care.RecordedProtocol", AGREEING),
)

RULES: Mapping[str, Rule] = {rule.name: rule for rule in TABLE}


def rule_of(name: str) -> Rule:
    """The rule of a name. Raises UnknownRule."""
    try:
        return RULES[name]
    except KeyError:
        raise UnknownRule(name) from None
