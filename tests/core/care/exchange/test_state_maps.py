"""What others call our states, there and back; what is not certain waits for a person."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.core.care.made_referrals import at_state, facts, lacks_of

from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.state_maps import (
    OSCAR_STATES,
    PRIMERO_STATES,
    STATE_MAPS,
    OutsideSystem,
    PersonDecides,
    step_for_word,
)
from kapea.core.care.referral_codes import DeclineReason, ReferralNeed, ReferralState, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_states import referral_steps
from kapea.core.care.referral_table import RECEIVER
from kapea.core.care.referrals import Receipt

State, Step = ReferralState, ReferralStep
TABLE = """
                 primero      fhir_task    ihe_360x             oscar
draft            -            draft        -                    -
ready            -            draft        -                    -
sent             in_progress  requested    Initiated            Referred
received         in_progress  requested    Initiated            Referred
accepted         accepted     accepted     Accepted             Accepted
declined         rejected     rejected     Declined             Exited
started          accepted     in-progress  InterimCommunicated  Active
done_by_service  done         completed    Finalized            Exited
confirmed        done         completed    Finalized            Exited
not_happened     -            -            -                    -
revoked          revoked      cancelled    Canceled             -
lapsed           revoked      cancelled    Canceled             -
"""
every_map = pytest.mark.parametrize("system", OutsideSystem)


def words_of(state_map) -> set[str]:
    return {*state_map.says.values(), *state_map.also}


def test_each_state_is_called_so():
    systems, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert systems == [system.value for system in OutsideSystem]
    for state, *words in rows:
        said = [STATE_MAPS[system].says.get(State(state), "-") for system in OutsideSystem]
        assert said == words, state
    assert len(rows) == len(State)


@every_map
def test_what_we_say_comes_back_as_nothing_new(system):
    """The round trip: our own word for a state, read again, moves nothing, however often."""
    state_map = STATE_MAPS[system]
    for state, word in state_map.says.items():
        assert state in state_map.means(word)
        assert step_for_word(state_map, word, state, CaseLevel.RED) is None


@every_map
def test_a_word_is_the_step_of_a_receiver_or_waits(system):
    state_map = STATE_MAPS[system]
    for word, state, level in product(words_of(state_map), State, CaseLevel):
        step = step_for_word(state_map, word, state, level)
        if isinstance(step, ReferralStep):
            assert step in referral_steps(state, level, RECEIVER)
            assert step not in (Step.CONFIRM, Step.REVOKE, Step.LAPSE)


@every_map
def test_cw_49_a_word_that_nobody_mapped_waits_for_a_person(system):
    known = words_of(STATE_MAPS[system])
    for word in ("", "Done", "DONE", "pending", "child_ok", "CONFIRMED", "sent ", "on-hold"):
        assert word not in known
        for state in State:
            assert step_for_word(STATE_MAPS[system], word, state, CaseLevel.RED) is PersonDecides.UNKNOWN_WORD


@given(st.text(max_size=12), st.sampled_from(OutsideSystem), st.sampled_from(State))
def test_cw_49_no_word_that_nobody_mapped_moves_anything(word, system, state):
    known = words_of(STATE_MAPS[system])
    if word not in known:
        assert step_for_word(STATE_MAPS[system], word, state, CaseLevel.RED) is PersonDecides.UNKNOWN_WORD


def test_cw_49_exited_is_for_a_person_to_read():
    for state in (State.SENT, State.RECEIVED, State.ACCEPTED, State.STARTED, State.NOT_HAPPENED):
        assert step_for_word(OSCAR_STATES, "Exited", state, CaseLevel.RED) is PersonDecides.AMBIGUOUS


def test_cw_40_no_word_of_theirs_is_the_childs():
    done = step_for_word(PRIMERO_STATES, "done", State.STARTED, CaseLevel.RED)
    assert done is Step.FINISH
    assert step_for_word(PRIMERO_STATES, "done", State.DONE_BY_SERVICE, CaseLevel.RED) is None
    assert step_for_word(PRIMERO_STATES, "done", State.SENT, CaseLevel.RED) is PersonDecides.NOT_THEIRS
    assert (
        step_for_word(PRIMERO_STATES, "done", State.NOT_HAPPENED, CaseLevel.RED) is PersonDecides.NOT_THEIRS
    )


def test_cw_37_they_cannot_revoke_what_we_sent():
    for system, word in (("primero", "revoked"), ("fhir_task", "cancelled"), ("ihe_360x", "Canceled")):
        decided = step_for_word(STATE_MAPS[OutsideSystem(system)], word, State.SENT, CaseLevel.RED)
        assert decided is PersonDecides.NOT_THEIRS
    confirmed = STATE_MAPS[OutsideSystem.IHE_360X]
    assert step_for_word(confirmed, "CancelConfirmed", State.REVOKED, CaseLevel.RED) is None


def test_cw_41_in_progress_there_is_not_received_here():
    assert step_for_word(PRIMERO_STATES, "in_progress", State.SENT, CaseLevel.RED) is None


def test_a_step_from_elsewhere_takes_all_that_the_table_asks_for():
    sent = at_state(State.SENT)
    step = step_for_word(PRIMERO_STATES, "accepted", State.SENT, sent.level)
    assert step is Step.ACCEPT
    assert lacks_of(facts(sent), step, RECEIVER) == {ReferralNeed.NAMED_RECEIVER}
    declined = step_for_word(PRIMERO_STATES, "rejected", State.SENT, sent.level)
    assert lacks_of(facts(sent), declined, RECEIVER) == {ReferralNeed.DECLINE_REASON}


@given(st.lists(st.sampled_from(sorted(words_of(PRIMERO_STATES))), max_size=6))
def test_cw_49_repeats_are_harmless(words):
    """Every word twice: the second time it moves nothing."""
    now = replace(
        at_state(State.SENT),
        receipt=Receipt("member-nurse", AT),
        declined_because=DeclineReason.FULL,
    )
    for word in words:
        for turn in range(2):
            step = step_for_word(PRIMERO_STATES, word, now.state, now.level)
            assert turn == 0 or not isinstance(step, ReferralStep)
            if isinstance(step, ReferralStep):
                now = make_referral_move(facts(now), step, RECEIVER, at=AT).referral
