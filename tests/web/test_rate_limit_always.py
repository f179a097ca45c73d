"""Whatever address asks, and in whatever order: nobody is refused who had a place, no address is kept."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.web.public.rate_limit import KEY_SECONDS, SHARES, RateLimit

ADDRESS = st.ip_addresses().map(str)
ODD = st.text(max_size=60)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(ADDRESS | ODD, max_size=12), st.integers(1, 5))
def test_no_address_ends_in_an_error(addresses, per_minute):
    limit = RateLimit(Clock())
    assert all(limit.allows(each, per_minute) in (True, False) for each in addresses)


@given(ADDRESS, st.integers(1, 20))
def test_an_address_by_itself_may_begin_as_often_as_is_set_and_not_once_more(address, per_minute):
    limit = RateLimit(Clock())
    assert [limit.allows(address, per_minute) for _ in range(per_minute + 1)] == [True] * per_minute + [False]


@given(ADDRESS, st.integers(1, 20))
def test_a_minute_later_it_may_again_whatever_happened_before(address, per_minute):
    clock = Clock()
    limit = RateLimit(clock)
    for _ in range(per_minute * 3):
        limit.allows(address, per_minute)
    clock.now = 60.0
    assert all(limit.allows(address, per_minute) for _ in range(per_minute))


@given(st.lists(st.floats(0, 5), max_size=30), st.integers(1, 5))
def test_waiting_never_earns_more_than_a_minutes_worth(pauses, per_minute):
    clock, allowed = Clock(), 0
    limit = RateLimit(clock)
    for pause in pauses:
        clock.now += pause
        allowed += limit.allows("203.0.113.7", per_minute)
    assert allowed <= per_minute + per_minute * clock.now / 60 + 1e-6


@given(ADDRESS, st.integers(1, 20), st.floats(60, KEY_SECONDS - 1))
def test_however_long_somebody_waited_a_burst_is_no_more_than_a_minutes_worth(address, per_minute, waited):
    clock = Clock()
    limit = RateLimit(clock)
    limit.allows(address, per_minute)
    clock.now = waited
    assert [limit.allows(address, per_minute) for _ in range(per_minute + 1)] == [True] * per_minute + [False]


@given(ADDRESS)
def test_no_part_of_an_address_is_kept(address):
    limit = RateLimit(Clock())
    limit.allows(address, 5)
    kept = repr(vars(limit)["_buckets"])
    packed = ipaddress.ip_address(address).packed
    assert address not in kept or len(address) < 4
    assert all(packed != name for name in vars(limit)["_buckets"])
    assert len(limit) == len(SHARES)


@given(ADDRESS)
def test_two_processes_know_one_address_by_different_names(address):
    one, other = RateLimit(Clock()), RateLimit(Clock())
    for each in (one, other):
        each.allows(address, 5)
    assert set(vars(one)["_buckets"]).isdisjoint(vars(other)["_buckets"])


@given(ADDRESS)
def test_what_is_forgotten_counts_for_nothing(address):
    limit = RateLimit(Clock())
    assert [limit.allows(address, 1) for _ in range(2)] == [True, False]
    limit.clear()
    assert len(limit) == 0
    assert limit.allows(address, 1)


@pytest.mark.parametrize("address", ["", "unix:", "203.0.113.7:80", "x" * 4000])
def test_addresses_that_do_not_read_share_one_place(address):
    limit = RateLimit(Clock())
    assert limit.allows("nonsense", 1)
    assert not limit.allows(address, 1)
    assert limit.allows("203.0.113.7", 1), "who has a readable address is not held up by them"
