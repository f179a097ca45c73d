"""What each role of a study may do, and while which gate is open: one table, for pages, lists, counts and
exports alike. What it does not name is refused, and looks like what is not there; so does another study.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_roles import StudyRole


class StudyAct(Enum):
    """Something that somebody does in a study."""

    READ_GATES = "read-gates"
    READ_AUDIT = "read-audit"
    WRITE_PROTOCOL = "write-protocol"
    TYPE_APPROVAL = "type-approval"
    CONFIRM_APPROVAL = "confirm-approval"
    GIVE_ROLE = "give-role"
    SAY_ITEM = "say-item"
    WRITE_FRAME = "write-frame"
    RECRUIT = "recruit"
    READ_COUNTS = "read-counts"
    """Of the frame and the sample, true ones."""
    PLAN_QUESTIONS = "plan-questions"
    """What sensitive questions would need, and what totals say: nothing of it is kept."""
    TAKE_QUESTION_FORM = "take-question-form"
    PLAN_SESSION = "plan-session"
    RUN_SESSION = "run-session"
    READ_SESSIONS = "read-sessions"
    """Where each stands, and what it lacks; nothing of whoever sits in it."""
    PREPARE_SESSION = "prepare-session"
    """To say what was looked at before it starts."""
    ASK_CONSENT = "ask-consent"
    """To seat somebody as a number, and to write down each answer."""
    WITHDRAW_CONSENT = "withdraw-consent"
    """To take back what somebody no longer agrees to, on any day."""
    OPEN_SEALED = "open-sealed"
    """What a tablet brought of a session."""
    KEEP_TABLETS = "keep-tablets"
    """Keys and tokens for tablets; what was lost is shut out."""
    STOP_SESSION = "stop-session"
    STOP_STUDY = "stop-study"
    RESTART = "restart"
    READ_DISTRESS = "read-distress"
    HAND_DISCLOSURE = "hand-disclosure"
    """The one bridge to casework; nothing comes back over it."""
    WRITE_TRANSCRIPT = "write-transcript"
    CHECK_TRANSCRIPT = "check-transcript"
    TRANSLATE = "translate"
    BACK_TRANSLATE = "back-translate"
    DEIDENTIFY_FIRST = "deidentify-first"
    DEIDENTIFY_SECOND = "deidentify-second"
    READ_DEIDENTIFIED = "read-deidentified"
    READ_CHOSEN_TEXT = "read-chosen-text"
    """What was chosen for the group that advises, and what it said of it."""
    CHOOSE_TEXT = "choose-text"
    ADVISE = "advise"
    BREAK_GLASS = "break-glass"
    """Raw text or sound, by two people, with a reason."""
    READ_CODEBOOK = "read-codebook"
    WRITE_CODEBOOK = "write-codebook"
    """By nobody who codes blind: a code that one of them needed would tell the other."""
    WRITE_MEMO = "write-memo"
    CODE_AS_A = "code-as-a"
    CODE_AS_B = "code-as-b"
    UNBLIND = "unblind"
    RECONCILE = "reconcile"
    ANALYSE = "analyse"
    PLACE_QUOTE = "place-quote"
    READ_OUTPUT = "read-output"
    """What is written for others, before it is handed out and after."""
    WRITE_REPORT = "write-report"
    WRITE_SUMMARY = "write-summary"
    """In plain words, for those who took part and for children."""
    READ_LAST = "read-last"
    PUBLISH = "publish"
    EXPORT = "export"
    """Of what one may see oneself: of a coder before unblinding, their own codings."""
    CONFIRM_EXPORT = "confirm-export"
    RELEASE_SET_APART = "release-set-apart"
    TYPE_WAIVER = "type-waiver"
    """A committee's record, for a stratum."""
    DESTROY = "destroy"
    WITNESS_DESTRUCTION = "witness-destruction"


@dataclass(frozen=True, slots=True)
class StudyActRule:
    """Who may. `while_open`: a gate that stands open meanwhile. `after`: one that was opened once. `people`:
    how many of them it takes together.
    """

    roles: frozenset[StudyRole]
    while_open: StudyGate | None = None
    after: StudyGate | None = None
    people: int = 1


def _of(
    names: str, *, while_open: StudyGate | None = None, after: StudyGate | None = None, people: int = 1
) -> StudyActRule:
    return StudyActRule(frozenset(map(StudyRole, names.split())), while_open, after, people)


A, G = StudyAct, StudyGate
SAFEGUARDERS = "safeguarding-lead safeguarding-second"
IN_ROOM = "moderator co-moderator"
READERS_OF_RELEASED = "coder-a coder-b adjudicator analyst author last-reader investigator"
READERS_OF_OUTPUT = "author analyst last-reader investigator safeguarding-lead data-steward"
AT_WORDS = "transcriber checker translator back-translator deidentifier-1 deidentifier-2"

STUDY_ACTS: Mapping[StudyAct, StudyActRule] = {
    A.READ_GATES: StudyActRule(frozenset(StudyRole) - {StudyRole.ADVISORY_GROUP}),
    A.READ_AUDIT: _of(f"observer data-steward investigator {SAFEGUARDERS}"),
    A.WRITE_PROTOCOL: _of("investigator manager"),
    A.TYPE_APPROVAL: _of("data-steward", after=G.PROTOCOL),
    A.CONFIRM_APPROVAL: _of("investigator", after=G.PROTOCOL),
    A.GIVE_ROLE: _of(f"investigator manager {SAFEGUARDERS}"),
    A.SAY_ITEM: StudyActRule(frozenset(StudyRole) - {StudyRole.ADVISORY_GROUP, StudyRole.OBSERVER}),
    A.WRITE_FRAME: _of("investigator manager"),
    A.RECRUIT: _of("field-lead data-steward", while_open=G.ETHICS),
    A.READ_COUNTS: _of("investigator manager field-lead data-steward analyst"),
    A.PLAN_QUESTIONS: _of("investigator manager data-steward analyst"),
    A.TAKE_QUESTION_FORM: _of("investigator manager data-steward", while_open=G.ETHICS),
    A.PLAN_SESSION: _of("investigator manager field-lead", while_open=G.ETHICS),
    A.RUN_SESSION: _of(IN_ROOM, while_open=G.SESSION),
    A.READ_SESSIONS: _of(f"investigator manager field-lead data-steward {IN_ROOM} {SAFEGUARDERS} {AT_WORDS}"),
    A.PREPARE_SESSION: _of(f"field-lead {IN_ROOM} {SAFEGUARDERS}"),
    A.ASK_CONSENT: _of(f"field-lead {IN_ROOM}"),
    A.WITHDRAW_CONSENT: _of(f"field-lead data-steward {IN_ROOM}"),
    A.OPEN_SEALED: _of(f"{IN_ROOM} field-lead {SAFEGUARDERS}"),
    A.KEEP_TABLETS: _of(f"field-lead data-steward {SAFEGUARDERS}"),
    A.STOP_SESSION: _of(f"{IN_ROOM} {SAFEGUARDERS}"),
    A.STOP_STUDY: _of(SAFEGUARDERS),
    A.RESTART: _of(SAFEGUARDERS, people=2),
    A.READ_DISTRESS: _of(SAFEGUARDERS),
    A.HAND_DISCLOSURE: _of(f"{IN_ROOM} {SAFEGUARDERS}"),
    A.WRITE_TRANSCRIPT: _of("transcriber", after=G.SESSION),
    A.CHECK_TRANSCRIPT: _of("checker", after=G.SESSION),
    A.TRANSLATE: _of("translator", after=G.TRANSCRIPT),
    A.BACK_TRANSLATE: _of("back-translator", after=G.TRANSCRIPT),
    A.DEIDENTIFY_FIRST: _of("deidentifier-1", after=G.TRANSCRIPT),
    A.DEIDENTIFY_SECOND: _of("deidentifier-2", after=G.TRANSCRIPT),
    A.READ_DEIDENTIFIED: _of(READERS_OF_RELEASED, after=G.DEIDENTIFIED),
    A.READ_CHOSEN_TEXT: _of(f"advisory-group {READERS_OF_OUTPUT}", after=G.CODING),
    A.CHOOSE_TEXT: _of("investigator", after=G.CODING),
    A.ADVISE: _of("advisory-group", after=G.CODING),
    A.BREAK_GLASS: _of("data-steward safeguarding-lead", after=G.TRANSCRIPT, people=2),
    A.READ_CODEBOOK: _of(f"{READERS_OF_RELEASED} manager adviser data-steward"),
    A.WRITE_CODEBOOK: _of("investigator adjudicator", after=G.PROTOCOL),
    A.WRITE_MEMO: _of(READERS_OF_RELEASED, after=G.DEIDENTIFIED),
    A.CODE_AS_A: _of("coder-a", after=G.DEIDENTIFIED),
    A.CODE_AS_B: _of("coder-b", after=G.DEIDENTIFIED),
    A.UNBLIND: _of("adjudicator", after=G.DEIDENTIFIED),
    A.RECONCILE: _of("adjudicator coder-a coder-b", after=G.DEIDENTIFIED),
    A.ANALYSE: _of("analyst", after=G.CODING),
    A.PLACE_QUOTE: _of("author analyst", after=G.CODING),
    A.READ_OUTPUT: _of(READERS_OF_OUTPUT, after=G.FINDINGS),
    A.WRITE_REPORT: _of("author", after=G.FINDINGS),
    A.WRITE_SUMMARY: _of("author investigator", after=G.FINDINGS),
    A.READ_LAST: _of("last-reader", after=G.FINDINGS),
    A.PUBLISH: _of("investigator safeguarding-lead", after=G.REPORT, people=2),
    A.EXPORT: _of("data-steward analyst coder-a coder-b", after=G.DEIDENTIFIED, people=2),
    A.CONFIRM_EXPORT: _of("data-steward analyst", after=G.DEIDENTIFIED, people=2),
    A.RELEASE_SET_APART: _of("data-steward"),
    A.TYPE_WAIVER: _of("data-steward investigator", after=G.PROTOCOL, people=2),
    A.DESTROY: _of("data-steward", people=2),
    A.WITNESS_DESTRUCTION: _of("witness"),
}
"""By no role that codes, analyses or writes does anybody come to raw text. No case worker stands in it."""


def may_act(
    roles: Iterable[StudyRole],
    act: StudyAct,
    *,
    is_own: bool,
    standing_open: Collection[StudyGate],
    opened: Collection[StudyGate],
) -> bool:
    """Whether somebody with these roles may, one of as many as it takes. `is_own`: they hold the roles in
    this study. `standing_open`: gates open now; `opened`: those that were opened once.
    """
    rule = STUDY_ACTS.get(act)
    if rule is None or not is_own or not rule.roles & frozenset(roles):
        return False
    return rule.while_open in (None, *standing_open) and rule.after in (None, *opened)
