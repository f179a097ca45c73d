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
    agreed_advice,
    approvals_for,
    approved_study,
    begun_study,
    checks,
    done,
    opened,
    planned,
    ready_study,
    signers,
    with_items,
)

from kapea.core.studies.gate_table import GATE_TABLE, WORKED_OUT, GateItem, StudyGate
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_changes import (
    begin_research_session,
    plan_session,
    with_session,
)
from kapea.core.studies.study_changes import (
    amend_study,
    edit_study,
    restart_study,
    stop_study,
    tell_item,
)
from kapea.core.studies.study_gates import (
    gate_line,
    gate_lines,
    open_gate,
    shut_lapsed_gates,
)
from kapea.core.studies.study_protocol import ProtocolChange
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole, end_study_role
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
    return replace(study, advice=agreed_advice(AT))


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
