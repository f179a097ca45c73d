"""Gates that shut by themselves, what comes before and after, and a protocol that is amended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    LEAD,
    PROTOCOL,
    SECOND,
    STEWARD,
    account,
    amended,
    approvals_for,
    approved_study,
    begun_study,
    checks,
    done,
    opened,
    piloted_study,
    ready_study,
    signers,
    with_items,
)

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, GateItem, StudyGate
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_changes import (
    with_session,
)
from kapea.core.studies.study_changes import (
    amend_study,
    edit_study,
    tell_item,
)
from kapea.core.studies.study_gates import (
    gate_line,
    gate_lines,
    is_gate_open,
    open_gate,
    shut_lapsed_gates,
)
from kapea.core.studies.study_protocol import ProtocolChange
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole, end_study_role
from kapea.core.studies.study_standing import ItemTold

G = StudyGate
DAY = timedelta(days=1)


# --- gates that shut by themselves -----------------------------------------------------------


def test_an_approval_that_ends_shuts_the_gate_and_all_that_collects():
    study = ready_study()
    later = AT + 400 * DAY
    assert is_gate_open(study, G.ETHICS, AT)
    assert not is_gate_open(study, G.ETHICS, later)
    refused = open_gate(
        replace(study, checks={"s1": checks(later)}), G.SESSION, signers(G.SESSION), later, "s1"
    )
    assert isinstance(refused, StudyRefused)
    assert (refused.because, refused.missing) == (StudyRefusal.GATE_SHUT, ("g2",))


def test_a_gate_that_lapsed_is_opened_again_by_somebody():
    study, shut = shut_lapsed_gates(piloted_study(), AT + 400 * DAY)
    assert shut == (G.ETHICS,)
    study = replace(study, approvals=approvals_for(study, last=(AT + 800 * DAY).date()))
    assert not is_gate_open(study, G.ETHICS, AT + 401 * DAY), "that it is renewed opens nothing"
    assert is_gate_open(opened(study, G.ETHICS, AT + 401 * DAY), G.ETHICS, AT + 401 * DAY)


@pytest.mark.parametrize("item", GATE_TABLE[G.TEAM].items[1:])
def test_the_gate_of_the_team_shuts_once_one_of_it_is_no_longer_so(item):
    study = done(tell_item(ready_study(), ItemTold(item, False, LEAD, AT + DAY)))
    assert not is_gate_open(study, G.TEAM, AT + DAY)
    assert gate_line(study, G.SESSION, AT + DAY, "s1").missing[0] == "g3"


def test_the_gate_of_the_team_shuts_where_a_role_is_empty():
    study = ready_study()
    team = end_study_role(study.team, SECOND, StudyRole.SAFEGUARDING_SECOND)
    assert not is_gate_open(replace(study, team=team), G.TEAM, AT)


def test_a_new_tool_wants_a_pilot_of_its_own():
    change = ProtocolChange(instruments={"ranking": "digest-c"})
    study = done(amend_study(piloted_study(), change, signers(G.PROTOCOL), AT))
    assert not is_gate_open(study, G.PILOT, AT)


def test_scopes_are_looked_at_in_that_very_minute():
    study = done(tell_item(begun_study(), ItemTold(GateItem.SCOPES_RECHECKED, True, STEWARD, AT)))
    for seconds, there in ((0, True), (60, True), (61, False)):
        missing = gate_line(study, G.REPORT, AT + timedelta(seconds=seconds)).missing
        assert ("scopes-rechecked" not in missing) is there


def test_two_who_say_otherwise_in_one_moment_leave_it_shut():
    study = with_items(begun_study(), G.IDEA, AT)
    study = done(tell_item(study, ItemTold(GateItem.GO_DECIDED, False, LEAD, AT)))
    assert isinstance(open_gate(study, G.IDEA, signers(G.IDEA), AT), StudyRefused)


# --- before and after ------------------------------------------------------------------------


def test_no_tool_comes_in_before_it_is_decided_that_children_have_to_be_asked():
    refused = edit_study(begun_study(), PROTOCOL, by=INVESTIGATOR)
    assert refused == StudyRefused("protocol.edit", StudyRefusal.GATE_SHUT, ("g0",))


@pytest.mark.parametrize("role", [StudyRole.OBSERVER, StudyRole.ADVISORY_GROUP])
def test_who_only_looks_says_nothing_for_a_gate(role):
    told = ItemTold(GateItem.GO_DECIDED, True, account(role), AT)
    assert isinstance(tell_item(begun_study(), told), StudyRefused)
    assert isinstance(tell_item(begun_study(), replace(told, by="somebody")), StudyRefused)


@pytest.mark.parametrize("item", sorted(WORKED_OUT, key=lambda item: item.value))
def test_what_is_worked_out_nobody_says(item):
    assert isinstance(tell_item(begun_study(), ItemTold(item, True, STEWARD, AT)), StudyRefused)


def test_what_is_told_for_one_session_counts_for_no_other():
    study = opened(ready_study(), G.SESSION, AT, "s1")
    study = with_session(study, replace(study.sessions["s1"], state=SessionState.CLOSED))
    study = with_items(study, G.TRANSCRIPT, AT, "s2")
    refused = open_gate(study, G.TRANSCRIPT, signers(G.TRANSCRIPT), AT, "s1")
    assert isinstance(refused, StudyRefused)
    assert refused.missing == ("second-listener", "unclear-words")


def test_an_observer_sees_codes_and_no_account():
    lines = gate_lines(approved_study(), AT)
    assert [line.is_open for line in lines] == [True, True, True, *[False] * 6]
    assert lines[3].missing == ("vetting", "conduct", "training", "distress-drill", "on-call-rota")
    assert not any("a-" in code for line in lines for code in line.missing)


# --- a protocol that is amended ---------------------------------------------------------------


def test_st_r03_amending_makes_a_version_and_shuts_the_ethics_gate():
    study = ready_study()
    changed = amended(study, "digest-new", AT + DAY)
    assert [v.number for v in changed.protocol.versions] == [1, 2]
    assert changed.protocol.versions[0] == study.protocol.versions[0], "what was agreed stays as it was"
    assert not is_gate_open(changed, G.ETHICS, AT + DAY)
    refused = open_gate(changed, G.ETHICS, signers(G.ETHICS), AT + DAY)
    assert isinstance(refused, StudyRefused), "the committee has not seen this version"
    seen = replace(changed, approvals=approvals_for(changed))
    assert not is_gate_open(seen, G.ETHICS, AT + DAY), "somebody opens it"
    assert is_gate_open(opened(seen, G.ETHICS, AT + DAY), G.ETHICS, AT + DAY)


@pytest.mark.parametrize("by", [{INVESTIGATOR}, {account(StudyRole.ADVISER)}, set(), {STEWARD, LEAD}])
def test_st_r03_nobody_amends_alone(by):
    change = ProtocolChange(instruments={"cards": "digest-new"})
    assert isinstance(amend_study(ready_study(), change, by, AT), StudyRefused)
