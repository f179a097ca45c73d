"""The flood gate against a model of it: tokens in exact numbers, by place, in the open."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kapea.web.public.rate_limit import KEY_SECONDS, SHARES, RateLimit, network_places

ADDRESSES = (
    "10.0.0.1",
    "10.0.0.2",
    "10.0.1.1",
    "10.1.0.1",
    "2001:db8::1",
    "2001:db8::2",
    "2001:db8:0:1::1",
    "no",
)
PER_MINUTE = 2
events = st.lists(st.tuples(st.sampled_from(ADDRESSES), st.sampled_from((0, 0, 0, 15, 30, 60))), max_size=80)


class Model:
    """What may begin: each place has as many as its share, and they come back evenly over a minute."""

    def __init__(self) -> None:
        self.tokens: dict[bytes, Fraction] = {}
        self.at = self.made = 0

    def passes(self, seconds: int) -> None:
        self.at += seconds
        if self.at - self.made >= KEY_SECONDS:
            self.tokens, self.made = {}, self.at

    def refill(self, seconds: int, sizes: dict[bytes, int]) -> None:
        for place, size in sizes.items():
            if place in self.tokens:
                self.tokens[place] = min(Fraction(size), self.tokens[place] + Fraction(seconds * size, 60))

    def allows(self, address: str) -> bool:
        sizes = dict(zip(network_places(address), (PER_MINUTE * share for share in SHARES), strict=False))
        for place, size in sizes.items():
            self.tokens.setdefault(place, Fraction(size))
        allowed = all(self.tokens[place] >= 1 for place in sizes)
        for place in sizes:
            self.tokens[place] -= allowed
        return allowed


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


SIZES = {
    place: PER_MINUTE * share
    for address in ADDRESSES
    for place, share in zip(network_places(address), SHARES, strict=False)
}


@given(events)
def test_whoever_may_begin_by_the_model_may_begin_and_nobody_else(given_events):
    clock, model = Clock(), Model()
    flood = RateLimit(clock)
    for address, seconds in given_events:
        clock.now += seconds
        model.refill(seconds, SIZES)
        model.passes(seconds)
        assert flood.allows(address, PER_MINUTE) == model.allows(address)


@given(events)
def test_in_no_minute_do_more_begin_than_a_bucket_its_refill_and_one_new_start(given_events):
    """A bucket that was full, and what came back meanwhile; forgetting the key gives one more at most."""
    clock, begun = Clock(), []
    flood = RateLimit(clock)
    for address, seconds in given_events:
        clock.now += seconds
        if flood.allows(address, PER_MINUTE):
            begun += [(clock.now, place) for place in network_places(address)]
    for start, _ in begun:
        counted = Counter(place for when, place in begun if start <= when <= start + 60)
        assert all(counted[place] <= 3 * SIZES[place] for place in counted)


@given(st.lists(st.sampled_from(ADDRESSES), max_size=60))
def test_whoever_waits_a_minute_may_always_begin(addresses):
    clock = Clock()
    flood = RateLimit(clock)
    for address in addresses:
        flood.allows(address, PER_MINUTE)
    for address in ADDRESSES:
        clock.now += 61
        assert flood.allows(address, PER_MINUTE)


@given(st.text(max_size=50))
def test_any_word_is_an_address_or_shares_the_place_of_what_is_none(word):
    named = network_places(word)
    assert named == (b"?",) or len(named) == len(SHARES)


@given(st.ip_addresses())
def test_an_address_is_in_one_network_in_one_around_it(address):
    named = network_places(str(address))
    assert len(set(named)) == 3
    assert named == network_places(f" {address}%eth0 ")
    network = [name.split(b"/", 2)[2] for name in named]
    assert network[0].startswith(network[1])
    assert network[1].startswith(network[2])
