"""A study meets its gates in their order, whoever asks and in whatever order; a refusal changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    LEAD,
    PROTOCOL,
    SECOND,
    STEWARD,
    TEAM,
    account,
    amended,
    approvals_for,
    approved_study,
    begun_study,
    checks,
    done,
    opened,
    piloted_study,
    planned,
    ready_study,
    signers,
    with_items,
)

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, GateItem, StudyGate
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
    amend_study,
    edit_study,
    give_role,
    restart_study,
    stop_study,
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
from kapea.core.studies.study_roles import RoleGrant, StudyRole, StudyTeam, end_study_role
from kapea.core.studies.study_standing import ItemTold, StudyStanding

G = StudyGate
DAY = timedelta(days=1)
DECLARED = {
    # gate: what has to be open (up to g5) or to have been opened before it, who opens it, whether it shuts.
    "g0": ("", "investigator safeguarding-lead", False),
    "g1": ("g0", "investigator adviser", False),
    "g2": ("g0 g1", "investigator", True),
    "g3": ("g0 g1 g2", "safeguarding-lead", True),
    "g4": ("g0 g1 g2 g3", "safeguarding-lead", True),
    "g5": ("g0 g1 g2 g3 g4", "moderator co-moderator", False),
    "g6": ("g0 g1 g2 g3 g4 g5", "transcriber checker", False),
    "g7": ("g0 g1 g2 g3 g4 g5 g6", "translator back-translator", False),
    "g8": ("g0 g1 g2 g3 g4 g5 g6 g7", "deidentifier-1 deidentifier-2", False),
    "g9": ("g0 g1 g2 g3 g4", "coder-a coder-b adjudicator", False),
    "g10": ("g0 g1 g2 g3 g4 g9", "analyst advisory-group", False),
    "g11": ("g0 g1 g2 g3 g4 g9 g10", "investigator safeguarding-lead", False),
    "g12": ("g0 g1 g2 g3 g4 g9 g10 g11", "data-steward witness", False),
}
"""Written down apart from the code."""
OF_SESSIONS = ("g5", "g6", "g7", "g8")


def assert_in_order(before: StudyStanding, after: StudyStanding, at) -> None:
    """Whatever was opened now had all that comes before it."""
    for opening in after.openings[len(before.openings) :]:
        gate, session = opening.gate.value, opening.session
        earlier, by, _ = DECLARED[gate]
        pilot = session and before.sessions[session].pilot
        for each in earlier.split():
            if pilot and each == "g4":
                continue
            found = [
                o
                for o in before.openings
                if (o.gate.value, o.session) == (each, session if each in OF_SESSIONS else "")
            ]
            assert found, f"{gate} before {each}"
            assert int(gate[1:]) > 5 or found[-1].shut_at is None, f"{gate} while {each} was shut"
        assert {frozenset(TEAM.roles(one)) for one in opening.by} == {
            frozenset({StudyRole(r)}) for r in by.split()
        }
        assert before.stop is None
        assert "g12" not in {o.gate.value for o in before.openings}
        if gate == "g5":
            assert all(a.to_day >= before.day(at) for a in before.approvals)
            assert all(before.protocol.current.number in a.protocols for a in before.approvals)
        if session and gate != "g5":
            assert not pilot, "a pilot is never analysed"
    for id, session in after.sessions.items():
        was = before.sessions.get(id, session).state
        if session.state is SessionState.RUNNING and was is SessionState.PLANNED:
            assert_well_begun(before, session)


def assert_well_begun(before: StudyStanding, session) -> None:
    """A session begins with its gate and every earlier one open, where it is approved, with today's tool."""
    standing = {o.gate.value for o in before.openings if o.session in ("", session.id) and o.shut_at is None}
    assert standing >= {"g0", "g1", "g2", "g3", "g5"}
    assert session.pilot or "g4" in standing
    assert before.stop is None
    current = before.protocol.current
    assert (session.used, session.protocol_version) == (current.instruments[session.tool], current.number)
    assert all(current.number in approval.protocols for approval in before.approvals)


EVERYBODY = [account(role) for role in StudyRole]


def some_gate(study: StudyStanding, chance) -> tuple[StudyGate, str]:
    gate = chance.choice(list(StudyGate))
    return gate, chance.choice(list(study.sessions) or [""]) if GATE_TABLE[gate].each_session else ""


def open_some(study, chance, at):
    gate, session = some_gate(study, chance)
    by = signers(gate) if chance.random() < 0.85 else frozenset(chance.sample(EVERYBODY, 3))
    return open_gate(study, gate, by, at, session)


def go_on(study, chance, at):
    """The next gate that was not yet opened, of one session or of the study, with all that it wants."""
    session = chance.choice(list(study.sessions) or [""])
    for gate in StudyGate:
        its = session if GATE_TABLE[gate].each_session else ""
        if study.opening(gate, its) is None:
            return open_gate(with_items(study, gate, at, its), gate, signers(gate), at, its)
    return study


def say_items(study, chance, at):
    gate, session = some_gate(study, chance)
    return with_items(study, gate, at, session)


def unsay_item(study, chance, at):
    item = chance.choice(sorted(set(GateItem) - WORKED_OUT, key=lambda item: item.value))
    return tell_item(study, ItemTold(item, False, chance.choice(EVERYBODY), at))


def plan_some(study, chance, at):
    number, pilot = len(study.sessions), chance.random() < 0.5
    session = planned(f"s{number}", tool=("guide-12-14", "cards")[number // 2 % 2], pilot=pilot)
    return plan_session(study, session, by=INVESTIGATOR, at=at)


def close_some(study, chance, at):
    if not study.sessions:
        return study
    session = study.sessions[chance.choice(list(study.sessions))]
    if session.state is not SessionState.RUNNING:
        return study
    return with_session(study, replace(session, state=SessionState.CLOSED))


def begin_some(study, chance, at):
    return begin_research_session(study, chance.choice(list(study.sessions) or ["none"]), at)


def amend_some(study, chance, at):
    change = ProtocolChange(instruments={"cards": f"digest-{len(study.protocol.versions)}"})
    return amend_study(study, change, signers(G.PROTOCOL), at)


STEPS = {
    open_some: 9,
    go_on: 6,
    say_items: 3,
    unsay_item: 0.2,
    lambda study, chance, at: edit_study(study, PROTOCOL, by=chance.choice([INVESTIGATOR, STEWARD])): 2,
    lambda study, chance, at: replace(study, approvals=approvals_for(study)): 2,
    plan_some: 2,
    lambda study, chance, at: replace(study, checks={id: checks(at) for id in study.sessions}): 2,
    begin_some: 7,
    close_some: 5,
    amend_some: 0.2,
    lambda study, chance, at: stop_study(study, by=chance.choice(EVERYBODY), at=at): 0.3,
    lambda study, chance, at: restart_study(study, by=chance.choice([LEAD, SECOND, INVESTIGATOR])): 1,
}
"""One request: mostly something that helps, now and then anything."""


def walked(study: StudyStanding, chance, steps: int) -> StudyStanding:
    at = AT
    for step in chance.choices(list(STEPS), list(STEPS.values()), k=steps):
        at += timedelta(seconds=chance.choice((0, 5, 50)))
        before = replace(study)
        result = step(study, chance, at)
        if not isinstance(result, StudyRefused):
            assert_in_order(before, result, at)
            study, _ = shut_lapsed_gates(result, at)
            continue
        assert study == before
        assert result.audit_code == f"study.{result.what}.refused.{result.because.value}"
    return study


def deidentified_study() -> StudyStanding:
    """One session has passed its gates."""
    study = done(begin_research_session(opened(ready_study(), G.SESSION, AT, "s1"), "s1", AT))
    study = with_session(study, replace(study.sessions["s1"], state=SessionState.CLOSED))
    for gate in (G.TRANSCRIPT, G.TRANSLATION, G.DEIDENTIFIED):
        study = opened(study, gate, AT, "s1")
    return study


BEGINNINGS = (begun_study, approved_study, ready_study, deidentified_study)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(BEGINNINGS), st.integers(1, 60))
def test_st_r01_walks_meet_the_gates_only_in_order_and_what_is_refused_changes_nothing(chance, begin, steps):
    walked(begin(), chance, steps)


def test_st_r01_the_walks_come_to_the_end():
    """Else they would show nothing of the last gates."""
    ends = [walked(begin(), Random(seed), 150) for seed in range(6) for begin in BEGINNINGS]
    assert {opening.gate for end in ends for opening in end.openings} == set(StudyGate)


def test_st_r01_a_whole_study_goes_from_its_idea_to_its_end():
    study = deidentified_study()
    for gate in (G.CODING, G.FINDINGS, G.REPORT, G.END):
        assert gate_line(study, gate, AT).missing
        study = opened(study, gate, AT)
    assert [line.is_open for line in gate_lines(study, AT)] == [True] * 9
    for gate in StudyGate:
        assert isinstance(open_gate(study, gate, signers(gate), AT, "s1"), StudyRefused), "it is over"


def test_st_r01_the_table_is_the_one_that_was_written_down():
    for gate in StudyGate:
        _, by, shuts = DECLARED[gate.value]
        row = GATE_TABLE[gate]
        assert ([r.value for r in row.opened_by], row.shuts) == (by.split(), shuts)
        assert row.each_session == (gate.value in OF_SESSIONS)
        assert row.items, "a gate without an item is a door"


@pytest.mark.parametrize("gate", [gate for gate in StudyGate if not GATE_TABLE[gate].each_session])
def test_st_r01_each_item_is_needed(gate):
    """Everything is there but one; and everything is there, but an earlier gate is shut."""
    study = deidentified_study()
    for each in (G.CODING, G.FINDINGS, G.REPORT, G.END):
        if each is not gate and each.value != "g12":
            study = with_items(study, each, AT)
    whole = with_items(study, gate, AT)
    for item in set(GATE_TABLE[gate].items) - WORKED_OUT:
        lacking = done(tell_item(whole, ItemTold(item, False, STEWARD, AT)))
        assert item.value in gate_line(replace(lacking, openings=()), gate, AT).missing
    if gate is not G.IDEA:
        refused = open_gate(replace(whole, openings=()), gate, signers(gate), AT)
        assert isinstance(refused, StudyRefused)
        assert (refused.because, refused.missing[0]) == (StudyRefusal.GATE_SHUT, "g0")


@pytest.mark.parametrize("gate", list(StudyGate))
def test_st_r01_nobody_opens_a_gate_alone_where_two_do(gate):
    study = ready_study()
    session = "s1" if GATE_TABLE[gate].each_session else ""
    needed = GATE_TABLE[gate].opened_by
    for left_out in needed:
        by = signers(gate) - {account(left_out)} | {account(StudyRole.OBSERVER)}
        bare = replace(study, openings=())
        assert isinstance(open_gate(bare, gate, by, AT, session), StudyRefused)
    if gate is G.SESSION:
        refused = open_gate(study, gate, {account(StudyRole.MODERATOR)}, AT, "s1")
        assert refused == StudyRefused("gate.g5", StudyRefusal.NOT_YOURS, ("moderator", "co-moderator"))


def test_one_person_with_both_roles_is_one_person():
    both = replace(TEAM, grants=tuple(replace(g, account="one") for g in TEAM.grants))
    study = replace(ready_study(), team=both)
    refused = open_gate(study, G.SESSION, {"one"}, AT, "s1")
    assert isinstance(refused, StudyRefused)


def test_an_ended_role_opens_nothing():
    study = begun_study()
    study = replace(study, team=end_study_role(study.team, LEAD, StudyRole.SAFEGUARDING_LEAD))
    refused = open_gate(with_items(study, G.IDEA, AT), G.IDEA, signers(G.IDEA), AT)
    assert isinstance(refused, StudyRefused)
    assert refused.because is StudyRefusal.NOT_YOURS


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
