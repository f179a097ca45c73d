"""Who may do what with cases, what somebody left, referrals and protocols: a part of the one table."""

from __future__ import annotations

from kapea.core.staff.rule_model import (
    MINE,
    NONE,
    ORGANISATION,
    REFERRED,
    SUPERVISED,
    Act,
    Audience,
    Rule,
    by_role,
)

HOLDING = by_role(case_worker=[MINE], counsellor=[MINE], supervisor=[MINE, SUPERVISED])
"""Whoever holds a case, and whoever supervises them. Nobody else knows that it is there."""

ANSWERING = by_role(case_worker=[ORGANISATION], counsellor=[ORGANISATION], supervisor=[ORGANISATION])
"""Who may take what somebody left. Until then they see how urgent it is and since when it waits."""
SENDING = by_role(case_worker=[MINE], counsellor=[MINE], supervisor=[MINE])
"""Only whoever holds a case sends anything out of it."""
RECEIVING = by_role(partner_worker=[REFERRED])
"""Whom something was referred to by name. They see nothing else."""
REVIEWING = by_role(supervisor=[ORGANISATION], auditor=[ORGANISATION])
"""Whoever looks at what was passed on without a yes; of those who decided it nobody does."""
AGREEING = by_role(administrator=[ORGANISATION], supervisor=[ORGANISATION])
"""Of both parties of a sharing protocol."""

CARE_RULES: tuple[Rule, ...] = (
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
    Rule("referrals.exchange", Audience.STAFF, Act.CHANGE, "care.CaseReferral", SENDING),
    Rule("referrals.step", Audience.STAFF, Act.CHANGE, "care.CaseReferral", HOLDING),
    Rule(
        "referrals.act-first",
        Audience.STAFF,
        Act.CHANGE,
        "care.CaseReferral",
        by_role(supervisor=[SUPERVISED]),
    ),
    Rule("act-first.list", Audience.STAFF, Act.LIST, "care.RecordedActFirst", REVIEWING),
    Rule("act-first.review", Audience.STAFF, Act.CHANGE, "care.RecordedActFirst", REVIEWING),
    Rule("referrals.todo", Audience.STAFF, Act.CHANGE, "care.ReferralTodo", HOLDING),
    Rule("received.list", Audience.STAFF, Act.LIST, "care.CaseReferral", RECEIVING),
    Rule("received.read", Audience.STAFF, Act.READ, "care.CaseReferral", RECEIVING),
    Rule("received.answer", Audience.STAFF, Act.CHANGE, "care.CaseReferral", RECEIVING),
    Rule(
        "outside.add",
        Audience.STAFF,
        Act.ADD,
        allowed=by_role(case_worker=[NONE], counsellor=[NONE], supervisor=[NONE]),
    ),
    Rule("outside.list", Audience.STAFF, Act.LIST, "care.OutsideReferral", ANSWERING),
    Rule("outside.take", Audience.STAFF, Act.CHANGE, "care.OutsideReferral", ANSWERING),
    Rule(
        "quarantine.list",
        Audience.STAFF,
        Act.LIST,
        "care.QuarantineEntry",
        by_role(supervisor=[ORGANISATION]),
    ),
    Rule(
        "quarantine.read",
        Audience.STAFF,
        Act.READ,
        "care.QuarantineEntry",
        by_role(supervisor=[ORGANISATION]),
    ),
    Rule(
        "quarantine.answer",
        Audience.STAFF,
        Act.CHANGE,
        "care.QuarantineEntry",
        by_role(supervisor=[ORGANISATION]),
    ),
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
