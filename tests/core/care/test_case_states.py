"""A case moves only as its table says, whoever asks; and the worst evenings have a way on."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.packs import COUNTRIES, built

from kapea.core.care.case_clocks import CaseClock, due
from kapea.core.care.case_levels import PRESSING, CaseLevel
from kapea.core.care.case_states import (
    NEW_EPISODE,
    OPEN,
    RAISED,
    TABLE,
    CaseHand,
    CaseNeed,
    CaseState,
    CaseStep,
    MoveLacks,
    NoSuchMove,
    hands_on_case,
    move_of,
    moved,
    steps_from,
)

OWNER, SUPERVISOR = frozenset({CaseHand.OWNER}), frozenset({CaseHand.SUPERVISOR})
NOBODY: frozenset[CaseHand] = frozenset()
ALL = dict.fromkeys(CaseNeed, True)
RED, ORANGE, YELLOW, GREEN = CaseLevel
EVERY_CELL = list(product(CaseState, CaseStep, CaseLevel, (OWNER, SUPERVISOR, NOBODY)))
DECLARED = (
    # step, from, to, by whom at red and orange, and at yellow and green, what must be there, what besides at
    # red and orange. o: owner, s: supervisor of the owner.
    ("assess", "registered planned in_action reviewed", "assessed", "o", "o", "keep assessment", ""),
    ("plan", "assessed reviewed", "planned", "", "o", "keep assessment plan", ""),
    ("approve_plan", "assessed planned reviewed", "planned", "s", "", "keep assessment plan", ""),
    ("approve_plan", "in_action", "in_action", "s", "", "keep assessment plan", ""),
    ("return_plan", "assessed", "assessed", "s", "", "plan", ""),
    ("return_plan", "planned", "planned", "s", "", "plan", ""),
    ("return_plan", "in_action", "in_action", "s", "", "plan", ""),
    ("return_plan", "reviewed", "reviewed", "s", "", "plan", ""),
    ("begin", "planned", "in_action", "o", "o", "keep plan", "approval"),
    ("review", "planned in_action", "reviewed", "o", "o", "keep review", ""),
    ("continue", "reviewed", "in_action", "o", "o", "keep plan", "approval"),
    (
        "close",
        "registered assessed planned in_action reviewed",
        "closed",
        "s",
        "s",
        "closing_asked may_close",
        "",
    ),
    ("reopen", "closed", "registered", "os", "os", "", ""),
    *(("ask_to_close", each.value, each.value, "o", "o", "", "") for each in OPEN),
    *(("keep_open", each.value, each.value, "os", "os", "closing_asked", "") for each in OPEN),
)
"""The table as a person would write it on paper; acting first is apart, since it is for red alone."""


def declared(
    state: CaseState, step: CaseStep, level: CaseLevel, hands: frozenset[CaseHand]
) -> tuple[str, set[str]] | None:
    """Where paper says that a step leads, and what must be there; None where it says nothing."""
    letters = {hand.value[0] for hand in hands}
    if step is CaseStep.ACT_FIRST:
        leads = level is RED and state is not CaseState.CLOSED and letters
        return ("in_action", set()) if leads else None
    for named, begins, ends, pressing, calm, needs, besides in DECLARED:
        by = pressing if level in PRESSING else calm
        if named == step.value and state.value in begins.split() and letters & set(by):
            return ends, {*needs.split(), *(besides.split() if level in PRESSING else ())}
    return None


def test_cw_15_every_cell_of_the_table_is_as_on_paper():
    for state, step, level, hands in EVERY_CELL:
        paper = declared(state, step, level, hands)
        if paper is None:
            with pytest.raises(NoSuchMove):
                moved(state, step, level, hands, ALL)
        else:
            assert moved(state, step, level, hands, ALL).value == paper[0]
        assert (step in steps_from(state, level, hands)) is (paper is not None)


def test_cw_15_one_row_answers_each_request():
    for move, other in product(TABLE, TABLE):
        if move is not other and move.step is other.step and move.levels & other.levels:
            assert not move.begins & other.begins, move.step
    for state, level, hands in product(CaseState, CaseLevel, (OWNER, SUPERVISOR)):
        steps = steps_from(state, level, hands)
        assert len(steps) == len(set(steps))


def test_cw_15_what_a_move_needs_is_asked_for_and_nothing_else():
    """Without any one need it raises, names that need, and leads nowhere; with just those needs it leads."""
    for state, step, level, hands in EVERY_CELL:
        if (paper := declared(state, step, level, hands)) is None:
            continue
        needs = {CaseNeed(need) for need in paper[1]}
        assert moved(state, step, level, hands, dict.fromkeys(needs, True)).value == paper[0]
        for need in needs:
            with pytest.raises(MoveLacks, match=need.value) as told:
                moved(state, step, level, hands, ALL | {need: False})
            assert told.value.needs == (need,)


# --- walks ------------------------------------------------------------------------------------


MEMBERS, SUPERVISE = "abcde", "cde"


class Walk:
    """A case as an app keeps it, at which anybody asks for anything; `closed` and `opened` count."""

    def __init__(self, seed: int, owner: str) -> None:
        self.dice = Random(seed)
        self.state, self.level = CaseState.REGISTERED, self.dice.choice(list(CaseLevel))
        self.owner = owner
        self.has = {need: self.dice.random() < 0.5 for need in CaseNeed}
        self.closed = self.opened = 0

    def goes_on(self) -> None:
        """Something happens: mostly a request, now and then the level, the owner or what is there changes."""
        match self.dice.randrange(8):
            case 0:
                self.level = self.dice.choice(list(CaseLevel))
            case 1:
                self.owner = self.dice.choice(MEMBERS)
            case 2:
                self.has[self.dice.choice(list(CaseNeed))] = self.dice.random() < 0.7
            case _:
                self.asks(self.dice.choice(list(CaseStep)), self.dice.choice(MEMBERS))

    def asks(self, step: CaseStep, by: str) -> None:
        """One request: it leads where paper says, with all that paper asks for, or changes nothing."""
        hands = hands_on_case(by, owner=self.owner, supervises=by in SUPERVISE)
        paper = declared(self.state, step, self.level, hands)
        there = {need.value for need, is_there in self.has.items() if is_there}
        was, self.state = self.state, self.answered(step, hands)
        if paper is None or not paper[1] <= there:
            assert self.state is was
            return
        assert self.state.value == paper[0]
        if self.state is CaseState.CLOSED:
            assert by != self.owner
            assert by in SUPERVISE
            self.closed += 1
        if was is CaseState.CLOSED:
            assert step is CaseStep.REOPEN
            self.has, self.opened = {}, self.opened + 1

    def answered(self, step: CaseStep, hands: frozenset[CaseHand]) -> CaseState:
        try:
            return moved(self.state, step, self.level, hands, self.has)
        except (NoSuchMove, MoveLacks):
            return self.state


@given(st.integers(0, 10**6), st.sampled_from(MEMBERS))
def test_cw_15_random_walks_meet_only_what_is_declared(seed, owner):
    walk = Walk(seed, owner)
    for _ in range(150):
        walk.goes_on()


def test_cw_15_the_walks_come_to_where_it_matters():
    walks = [Walk(seed, "a") for seed in range(20)]
    for walk, _ in product(walks, range(400)):
        walk.goes_on()
    assert sum(walk.closed for walk in walks) > 10
    assert sum(walk.opened for walk in walks) > 10


# --- acting first -----------------------------------------------------------------------------


def test_cw_16_in_red_whoever_is_there_acts_before_permission_and_assessment():
    for state, hands in product(OPEN, (OWNER, SUPERVISOR)):
        assert moved(state, CaseStep.ACT_FIRST, RED, hands, {}) is CaseState.IN_ACTION
        assert move_of(state, CaseStep.ACT_FIRST, RED, hands).starts == (CaseClock.ASSESSMENT,)


@pytest.mark.parametrize("country", COUNTRIES)
def test_cw_16_whoever_acted_first_has_a_day_to_assess(country):
    found = due(built(country).release, CaseClock.ASSESSMENT, RED, AT, at=AT)
    assert found.at == AT + timedelta(hours=24)


@pytest.mark.parametrize("level", [ORANGE, YELLOW, GREEN])
def test_cw_16_below_red_nobody_skips_what_comes_first(level):
    for state, hands in product(CaseState, (OWNER, SUPERVISOR)):
        with pytest.raises(NoSuchMove):
            moved(state, CaseStep.ACT_FIRST, level, hands, ALL)


def test_cw_16_what_was_skipped_is_made_good_from_where_the_case_is():
    state = moved(CaseState.REGISTERED, CaseStep.ACT_FIRST, RED, OWNER, {})
    for step, hands in (
        (CaseStep.ASSESS, OWNER),
        (CaseStep.APPROVE_PLAN, SUPERVISOR),
        (CaseStep.BEGIN, OWNER),
    ):
        state = moved(state, step, RED, hands, ALL)
    assert state is CaseState.IN_ACTION


def test_cw_22_a_closed_case_is_opened_by_one_step_alone_and_begins_anew():
    """Also the second time: nothing of the episode before leads on."""
    for level, hands in product(CaseLevel, (OWNER, SUPERVISOR)):
        assert steps_from(CaseState.CLOSED, level, hands) == (CaseStep.REOPEN,)
    for _ in range(2):
        opened = moved(CaseState.CLOSED, CaseStep.REOPEN, YELLOW, OWNER, {})
        assert opened is CaseState.REGISTERED
        assert move_of(CaseState.CLOSED, CaseStep.REOPEN, YELLOW, OWNER).starts == NEW_EPISODE
        with pytest.raises(MoveLacks, match="keep"):
            moved(opened, CaseStep.ASSESS, YELLOW, OWNER, {CaseNeed.ASSESSMENT: True})
        with pytest.raises(MoveLacks, match="closing_asked"):
            moved(opened, CaseStep.CLOSE, YELLOW, SUPERVISOR, {})


# --- the worst evenings -----------------------------------------------------------------------


def test_from_every_open_state_at_every_level_somebody_can_lead_the_case_to_its_end():
    """No state is a trap: with all that is needed, an owner and a supervisor come to closed."""
    for state, level in product(OPEN, CaseLevel):
        reached, border = {state}, [state]
        while border:
            at = border.pop()
            for hands in (OWNER, SUPERVISOR):
                for step in steps_from(at, level, hands):
                    to = moved(at, step, level, hands, ALL)
                    if to not in reached and step is not CaseStep.REOPEN:
                        reached.add(to)
                        border.append(to)
        assert {CaseState.CLOSED, CaseState.IN_ACTION, CaseState.REVIEWED} <= reached, (state, level)


def test_a_plan_that_became_pressing_is_not_begun_until_a_supervisor_agrees():
    """Made at yellow by its worker alone; then the level goes up."""
    calm = {CaseNeed.KEEP: True, CaseNeed.ASSESSMENT: True, CaseNeed.PLAN: True}
    planned = moved(CaseState.ASSESSED, CaseStep.PLAN, YELLOW, OWNER, calm)
    assert moved(planned, CaseStep.BEGIN, YELLOW, OWNER, calm) is CaseState.IN_ACTION
    for level, (state, step) in product(
        PRESSING, ((planned, CaseStep.BEGIN), (CaseState.REVIEWED, CaseStep.CONTINUE))
    ):
        with pytest.raises(MoveLacks, match="approval"):
            moved(state, step, level, OWNER, calm)
        assert moved(state, CaseStep.APPROVE_PLAN, level, SUPERVISOR, calm) is planned


def test_help_that_goes_on_is_not_stopped_when_the_level_goes_up():
    """The plan is approved while help goes on, or sent back; the case stays in action."""
    for step in (CaseStep.APPROVE_PLAN, CaseStep.RETURN_PLAN):
        assert moved(CaseState.IN_ACTION, step, RED, SUPERVISOR, ALL) is CaseState.IN_ACTION


def test_a_plan_that_nobody_approves_is_due_and_can_be_sent_back():
    for level in PRESSING:
        assert CaseClock.PLAN in move_of(CaseState.REGISTERED, CaseStep.ASSESS, level, OWNER).starts
        assert CaseStep.RETURN_PLAN in steps_from(CaseState.ASSESSED, level, SUPERVISOR)
        assert CaseStep.PLAN not in steps_from(CaseState.ASSESSED, level, OWNER)


def test_every_clock_is_started_by_something():
    started = {clock for move in TABLE for clock in move.starts}
    assert started | set(NEW_EPISODE) | set(RAISED) == set(CaseClock)
    assert [m.step for m in TABLE if CaseClock.AFTER_CLOSING in m.starts] == [CaseStep.CLOSE]


def test_nobody_has_both_hands_and_no_owner_supervises():
    """Also where the owner is a supervisor, and would supervise herself."""
    for supervises in (True, False):
        assert hands_on_case("a", owner="a", supervises=supervises) == OWNER
        assert hands_on_case("b", owner="a", supervises=supervises) == (SUPERVISOR if supervises else NOBODY)
