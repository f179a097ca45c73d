"""The table of who may do what in a study, against one that was written down apart from the code."""

from __future__ import annotations

from itertools import product

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct, may_act
from kapea.core.studies.study_roles import NEVER_BOTH, StudyRole

ROOM = "read-sessions prepare-session ask-consent withdraw-consent "
"""Of those who sit with people, and of who leads them."""
RAW = "write-transcript check-transcript translate back-translate deidentify-first deidentify-second"
MATRIX = {
    "investigator": "read-chosen-text choose-text write-summary "
    "read-output read-gates read-audit write-protocol confirm-approval give-role "
    "say-item write-frame read-counts plan-questions take-question-form plan-session "
    "read-deidentified publish type-waiver write-codebook read-codebook write-memo "
    "read-sessions",
    "manager": "read-gates write-protocol give-role say-item write-frame read-counts plan-questions "
    "take-question-form plan-session read-codebook read-sessions",
    "adviser": "read-gates say-item read-codebook",
    "safeguarding-lead": "read-chosen-text "
    "read-output read-gates read-audit give-role say-item stop-session stop-study "
    "restart read-distress hand-disclosure break-glass publish read-sessions "
    "prepare-session open-sealed keep-tablets",
    "safeguarding-second": "read-gates read-audit give-role say-item stop-session stop-study restart "
    "read-distress hand-disclosure read-sessions prepare-session open-sealed "
    "keep-tablets",
    "field-lead": "read-gates say-item recruit read-counts plan-session read-sessions prepare-session "
    "ask-consent withdraw-consent open-sealed keep-tablets",
    "moderator": "read-gates say-item run-session stop-session hand-disclosure read-sessions "
    "prepare-session ask-consent withdraw-consent open-sealed",
    "co-moderator": "read-gates say-item run-session stop-session hand-disclosure read-sessions "
    "prepare-session ask-consent withdraw-consent open-sealed",
    "transcriber": "read-gates say-item write-transcript read-sessions",
    "checker": "read-gates say-item check-transcript read-sessions",
    "translator": "read-gates say-item translate read-sessions",
    "back-translator": "read-gates say-item back-translate read-sessions",
    "deidentifier-1": "read-gates say-item deidentify-first read-sessions",
    "deidentifier-2": "read-gates say-item deidentify-second read-sessions",
    "coder-a": "read-gates say-item read-deidentified code-as-a read-codebook write-memo reconcile export",
    "coder-b": "read-gates say-item read-deidentified code-as-b read-codebook write-memo reconcile export",
    "adjudicator": "read-gates say-item read-deidentified unblind reconcile write-codebook "
    "read-codebook write-memo",
    "analyst": "read-chosen-text "
    "read-output read-gates say-item read-counts plan-questions read-deidentified "
    "analyse place-quote export read-codebook write-memo confirm-export",
    "author": "read-chosen-text write-summary "
    "read-output read-gates say-item read-deidentified place-quote write-report "
    "read-codebook write-memo",
    "last-reader": "read-chosen-text "
    "read-output read-gates say-item read-deidentified read-last read-codebook write-memo",
    "data-steward": "read-chosen-text "
    "read-output read-gates read-audit type-approval say-item recruit read-counts "
    "plan-questions take-question-form break-glass export release-set-apart type-waiver "
    "destroy read-codebook confirm-export read-sessions withdraw-consent keep-tablets",
    "witness": "read-gates say-item witness-destruction",
    "advisory-group": "read-chosen-text advise",
    "observer": "read-gates read-audit",
}
ALL = frozenset(StudyGate)


def allowed(role, act, *, own=True, standing=ALL, opened=ALL) -> bool:
    return may_act({role}, act, is_own=own, standing_open=standing, opened=opened)


def test_st_r04_the_table_is_the_one_that_was_written_down():
    assert set(MATRIX) == {role.value for role in StudyRole}
    for role, act in product(StudyRole, StudyAct):
        assert allowed(role, act) is (act.value in MATRIX[role.value].split()), (role, act)
        assert not allowed(role, act, own=False), "in another study nobody is anybody"
        assert not may_act((), act, is_own=True, standing_open=ALL, opened=ALL)


def test_st_r04_no_act_is_left_out_and_none_is_nobodys():
    assert set(STUDY_ACTS) == set(StudyAct)
    assert all(rule.roles and rule.people in (1, 2) for rule in STUDY_ACTS.values())


def test_st_r04_each_waits_for_its_gate():
    for role, act in product(StudyRole, StudyAct):
        rule = STUDY_ACTS[act]
        if rule.while_open is not None:
            assert not allowed(role, act, standing=ALL - {rule.while_open})
        if rule.after is not None:
            assert not allowed(role, act, opened=ALL - {rule.after})


def test_st_r04_whoever_codes_or_analyses_comes_to_no_raw_text():
    raw = {StudyAct(act) for act in (*RAW.split(), "break-glass")}
    readers = STUDY_ACTS[StudyAct.READ_DEIDENTIFIED].roles
    for act in raw:
        assert not STUDY_ACTS[act].roles & readers
        assert STUDY_ACTS[act].after is not None


def test_st_r21_what_takes_two_people_can_be_done_by_two():
    """Raw text, keys out, a waiver and destruction; and two who may not be one."""
    two = "break-glass export confirm-export type-waiver destroy publish restart"
    assert {act.value for act, rule in STUDY_ACTS.items() if rule.people == 2} == set(two.split())
    assert frozenset({StudyRole.INVESTIGATOR, StudyRole.SAFEGUARDING_LEAD}) in NEVER_BOTH


def test_an_observer_sees_gates_and_the_audit_and_the_group_of_children_only_what_was_chosen():
    for role, acts in ((StudyRole.OBSERVER, 2), (StudyRole.ADVISORY_GROUP, 2)):
        assert sum(allowed(role, act) for act in StudyAct) == acts
