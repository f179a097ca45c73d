"""Who calls, out of what the switch says first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.voice.fake_switch import NUMBER, environment

from kapea.channels.voice.agi import NotAsterisk
from kapea.channels.voice.caller import caller_of


def test_a_number_is_the_same_caller_in_every_call():
    one, other = (caller_of(environment(uniqueid=each)) for each in ("1.1", "1.2"))
    assert one.known
    assert one.address == other.address
    assert one.address.endswith(NUMBER)


@pytest.mark.parametrize("hidden", [{"callerid": "unknown"}, {"callingpres": "32"}])
def test_two_who_hide_are_two(hidden):
    one, other = (caller_of(environment(uniqueid=each, **hidden)) for each in ("1.1", "1.2"))
    assert not one.known
    assert one.address != other.address
    assert NUMBER not in one.address


def test_nobody_is_another_by_a_number_like_a_call():
    hidden = caller_of(environment(callerid="unknown", uniqueid="7.7"))
    assert caller_of(environment(callerid="7.7")).address != hidden.address


@pytest.mark.parametrize(
    ("script", "journey"),
    [("help", "help"), ("kapea/help?line=1", "help"), ("", ""), ("kapea/cambodia?line=1", "cambodia")],
)
def test_the_last_part_of_the_address_may_name_a_journey(script, journey):
    assert caller_of(environment(network_script=script)).journey == journey


def test_a_call_without_an_id_is_none():
    with pytest.raises(NotAsterisk):
        caller_of(environment(uniqueid=""))


@given(st.dictionaries(st.sampled_from(list(environment())), st.text(max_size=30)))
def test_any_values_are_read_or_refused(told):
    try:
        caller = caller_of(environment() | told)
    except NotAsterisk:
        return
    assert caller.address
