"""A session begins in a study, a study is stopped, and roles are given meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    LEAD,
    SECOND,
    STEWARD,
    account,
    amended,
    begun_study,
    checks,
    done,
    opened,
    planned,
    ready_study,
    signers,
)

from kapea.core.studies.gate_table import GATE_TABLE, GateItem, StudyGate
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_changes import (
    begin_research_session,
    finish_session,
    plan_session,
    with_session,
)
from kapea.core.studies.session_closing import go_on_with_session
from kapea.core.studies.session_entries import AssentPoint, HandCard, HandShown, PointMarked, SessionEntry
from kapea.core.studies.study_changes import (
    give_role,
    restart_study,
    stop_study,
    tell_item,
)
from kapea.core.studies.study_gates import (
    is_gate_open,
    open_gate,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import RoleGrant, StudyRole, StudyTeam
from kapea.core.studies.study_standing import ItemTold, StudyStanding

G = StudyGate
DAY = timedelta(days=1)


# --- a session begins --------------------------------------------------------------------------


def with_open_session() -> StudyStanding:
    return opened(ready_study(), G.SESSION, AT, "s1")


def test_st_r01_a_session_begins_only_with_its_gate_and_by_the_two_who_opened_it():
    begun = done(begin_research_session(with_open_session(), "s1", AT))
    assert begun.sessions["s1"].state is SessionState.RUNNING
    for study, because in (
        (ready_study(), StudyRefusal.GATE_SHUT),
        (done(stop_study(with_open_session(), by=LEAD, at=AT)), StudyRefusal.STOPPED),
        (amended(with_open_session(), "digest-new", AT), StudyRefusal.GATE_SHUT),
        (begun, StudyRefusal.ITEMS_MISSING),
    ):
        refused = begin_research_session(study, "s1", AT)
        assert isinstance(refused, StudyRefused)
        assert refused.because is because
    others = replace(checks(), staff=(replace(checks().staff[0], account=STEWARD), checks().staff[1]))
    refused = begin_research_session(replace(with_open_session(), checks={"s1": others}), "s1", AT)
    assert refused == StudyRefused("session.start", StudyRefusal.NOT_YOURS)


def test_st_r02_a_gate_that_was_opened_on_the_last_day_begins_nothing_on_the_next():
    study = with_open_session()
    last = tuple(replace(each, to_day=study.day(AT)) for each in study.approvals)
    study = replace(study, approvals=last)
    assert not isinstance(begin_research_session(study, "s1", AT), StudyRefused)
    refused = begin_research_session(replace(study, checks={"s1": checks(AT + DAY)}), "s1", AT + DAY)
    assert refused == StudyRefused("session.start", StudyRefusal.GATE_SHUT, ("g2",))


def test_st_r09_what_was_looked_at_yesterday_does_not_begin_a_session_today():
    refused = begin_research_session(with_open_session(), "s1", AT + DAY)
    assert refused == StudyRefused("session.start", StudyRefusal.ITEMS_MISSING, ("session-ready",))


def test_a_session_that_nobody_planned_neither_begins_nor_closes():
    assert isinstance(begin_research_session(ready_study(), "s9", AT), StudyRefused)
    assert isinstance(finish_session(ready_study(), "s9", (), (), AT), StudyRefused)


def test_st_r15_a_study_closes_a_session_only_with_everybody_asked_again():
    study = done(begin_research_session(with_open_session(), "s1", AT))
    study = with_session(study, replace(study.sessions["s1"], state=SessionState.ENDED))
    refused = finish_session(study, "s1", (), (), AT)
    assert refused == StudyRefused("session.close", StudyRefusal.ITEMS_MISSING, ("start", "middle", "after"))
    asked: list[SessionEntry] = []
    for order, point in enumerate((AssentPoint.START, AssentPoint.MIDDLE, AssentPoint.AFTER)):
        asked.append(PointMarked(f"m{order}", order, point))
        for n in range(1, 7):
            asked.append(HandShown(f"h{order}{n}", order, f"p{n}", HandCard.GREEN, point))
    assert done(finish_session(study, "s1", asked, (), AT)).sessions["s1"].state is SessionState.CLOSED
    assert isinstance(finish_session(study, "s1", asked[:-1], (), AT), StudyRefused)


def test_a_stratum_that_has_its_two_groups_takes_no_third():
    study = ready_study()
    study = done(plan_session(study, planned("s2"), by=INVESTIGATOR, at=AT))
    third = plan_session(study, planned("s3"), by=INVESTIGATOR, at=AT)
    assert third == StudyRefused("group.plan", StudyRefusal.QUOTA_FULL)
    cancelled = with_session(study, replace(study.sessions["s2"], state=SessionState.CANCELLED))
    assert not isinstance(plan_session(cancelled, planned("s3"), by=INVESTIGATOR, at=AT), StudyRefused)
    in_sample = planned("s4", pilot=True, stratum="remote-girls")
    assert isinstance(plan_session(study, in_sample, by=INVESTIGATOR, at=AT), StudyRefused)


# --- a stop --------------------------------------------------------------------------------------


def test_st_r06_one_act_of_the_lead_stops_all():
    stopped = done(stop_study(ready_study(), by=LEAD, at=AT))
    assert not any(is_gate_open(stopped, gate, AT) for gate in StudyGate)
    for gate in StudyGate:
        session = "s1" if GATE_TABLE[gate].each_session else ""
        refused = open_gate(stopped, gate, signers(gate), AT, session)
        assert isinstance(refused, StudyRefused)
        assert refused.because is StudyRefusal.STOPPED


@pytest.mark.parametrize("role", [r for r in StudyRole if "safeguarding" not in r.value])
def test_st_r06_nobody_else_stops_or_restarts_a_study(role):
    study = ready_study()
    assert isinstance(stop_study(study, by=account(role), at=AT), StudyRefused)
    stopped = done(stop_study(study, by=LEAD, at=AT))
    assert isinstance(restart_study(stopped, by=account(role)), StudyRefused)


@pytest.mark.parametrize(("who", "other"), [(LEAD, SECOND), (SECOND, LEAD)])
def test_st_r06_whoever_stopped_it_does_not_restart_it(who, other):
    stopped = done(stop_study(ready_study(), by=who, at=AT))
    refused = restart_study(stopped, by=who)
    assert refused == StudyRefused("restart", StudyRefusal.SAME_PERSON)
    going = done(restart_study(stopped, by=other))
    assert going == ready_study()
    assert isinstance(restart_study(going, by=other), StudyRefused)


def test_st_r06_a_stop_holds_the_sessions_that_run_and_each_is_let_go_on_by_itself():
    study = done(begin_research_session(with_open_session(), "s1", AT))
    stopped = done(stop_study(study, by=LEAD, at=AT))
    assert stopped.sessions["s1"].state is SessionState.HELD
    going = done(restart_study(stopped, by=SECOND))
    assert going.sessions["s1"].state is SessionState.HELD
    assert isinstance(go_on_with_session(going.sessions["s1"], study.team, by=LEAD, at=AT), StudyRefused)
    paused = done(go_on_with_session(going.sessions["s1"], study.team, by=SECOND, at=AT))
    assert paused.state is SessionState.PAUSED


def test_st_r06_whoever_was_stopped_names_nobody_who_lets_it_go_on():
    study, friend = ready_study(), RoleGrant("friend", StudyRole.SAFEGUARDING_SECOND)
    refused = StudyRefused("role.grant", StudyRefusal.NOT_YOURS)
    assert give_role(study, friend, by=INVESTIGATOR) == refused
    assert not isinstance(give_role(study, friend, by=LEAD), StudyRefused)
    stopped = done(stop_study(study, by=LEAD, at=AT))
    for who, because in ((INVESTIGATOR, StudyRefusal.NOT_YOURS), (LEAD, StudyRefusal.STOPPED)):
        answer = give_role(stopped, friend, by=who)
        assert isinstance(answer, StudyRefused)
        assert answer.because is because


def test_st_r05_roles_are_given_by_those_who_give_them_and_never_both_of_a_pair():
    study, coder = ready_study(), RoleGrant(account(StudyRole.CODER_A), StudyRole.CODER_B)
    refused = give_role(study, coder, by=INVESTIGATOR)
    assert refused == StudyRefused("role.grant", StudyRefusal.ROLES_CLASH, ("coder-a",))
    analyst = RoleGrant("friend", StudyRole.ANALYST)
    assert isinstance(give_role(study, analyst, by=LEAD), StudyRefused)
    given = done(give_role(study, analyst, by=account(StudyRole.MANAGER)))
    assert given.team.roles("friend") == {StudyRole.ANALYST}


def test_st_r06_the_first_of_safeguarding_is_named_by_those_who_begin_it():
    bare = replace(begun_study(), team=StudyTeam(grants=(RoleGrant("pi", StudyRole.INVESTIGATOR),)))
    lead = RoleGrant("lead", StudyRole.SAFEGUARDING_LEAD)
    named = done(give_role(bare, lead, by="pi"))
    second = RoleGrant("second", StudyRole.SAFEGUARDING_SECOND)
    assert isinstance(give_role(named, second, by="pi"), StudyRefused)
    assert not isinstance(give_role(named, second, by="lead"), StudyRefused)


def test_what_is_no_longer_so_shuts_its_gate_for_good_until_somebody_opens_it():
    shut = done(tell_item(ready_study(), ItemTold(GateItem.VETTING, False, LEAD, AT)))
    again = done(tell_item(shut, ItemTold(GateItem.VETTING, True, STEWARD, AT + DAY)))
    assert not is_gate_open(again, G.TEAM, AT + DAY)
    assert is_gate_open(opened(again, G.TEAM, AT + DAY), G.TEAM, AT + DAY)
