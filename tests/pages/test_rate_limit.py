"""Slowing whoever begins without end, without knowing who that is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.pages.conftest import dials, words

from kapea.web.public.rate_limit import KEY_SECONDS, MAX_PLACES, SHARES, RateLimit, network_places


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def begun(flood: RateLimit, addresses: Iterable[str], per_minute: int) -> int:
    """How many of these may begin, one after the other."""
    return sum(flood.allows(address, per_minute) for address in addresses)


def test_an_address_may_begin_so_many_a_minute_and_then_again():
    clock = Clock()
    flood = RateLimit(clock)
    assert [flood.allows("10.0.0.1", 3) for _ in range(4)] == [True, True, True, False]
    assert flood.allows("10.0.0.77", 3), "another phone of the same network"
    clock.now = 20
    assert flood.allows("10.0.0.1", 3)
    assert not flood.allows("10.0.0.1", 3)


@pytest.mark.parametrize("neighbour", ["203.0.113.{}", "2001:db8:1:{}::7"], ids=["v4", "v6"])
def test_one_phone_that_never_stops_refuses_no_neighbour(neighbour):
    clock = Clock()
    flood = RateLimit(clock)
    for second in range(120):
        clock.now = float(second)
        begun(flood, [neighbour.format(1)] * 4, 120)
    assert begun(flood, [neighbour.format(n) for n in range(2, 42)], 120) == 40


@pytest.mark.parametrize(
    ("address", "share"),
    [
        ("203.0.113.{low}", 8),
        ("203.0.{high}.{low}", 32),
        ("2001:db8:1:{n:x}::1", 8),
        ("2001:db8:{n:x}::1", 32),
    ],
)
def test_many_addresses_of_one_network_have_a_bound_together(address, share):
    asked = [address.format(n=n, low=n & 255, high=n >> 8) for n in range(1000)]
    assert begun(RateLimit(Clock()), asked, 2) == 2 * share


def test_one_phone_cannot_change_its_address_inside_its_own_network():
    asked = [f"2001:db8:1:1:{n:x}::{n:x}" for n in range(1, 1000)]
    assert begun(RateLimit(Clock()), asked, 5) == 5


def test_whoever_is_refused_takes_nothing_from_the_neighbours():
    flood = RateLimit(Clock())
    assert begun(flood, ["10.0.0.1"] * 1000, 1) == 1
    assert begun(flood, [f"10.0.0.{n}" for n in range(2, 200)], 1) == SHARES[1] - 1


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("203.0.113.7", "203.0.113.7 ", "203.0.113.8"),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", "2001:db8:1:2::1"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::1", "fe81::1"),
        ("", "not an address", "203.0.113.7"),
    ],
)
def test_an_address_is_known_by_what_belongs_to_one_phone(one, same, other):
    assert network_places(one) == network_places(same)
    assert network_places(one)[0] != network_places(other)[0]


def test_an_old_address_is_never_taken_for_a_new_one():
    assert not set(network_places("32.1.13.184")) & set(network_places("2001:db8::"))


def test_no_address_is_kept_and_the_key_is_forgotten_with_everything():
    clock = Clock()
    flood = RateLimit(clock)
    flood.allows("203.0.113.7", 1)
    kept = [name for name in flood._buckets for place in network_places("203.0.113.7") if place in name]
    assert not kept
    assert "203.0.113" not in repr(flood.__dict__)
    key = flood._key
    clock.now = KEY_SECONDS
    assert flood.allows("203.0.113.7", 1)
    assert flood._key != key
    assert len(flood) == len(SHARES)


def test_it_never_grows_beyond_its_bound():
    flood = RateLimit(Clock())
    for n in range(MAX_PLACES + 50):
        flood.allows(f"{n >> 8}.{n & 255}.0.1", 1)
    assert len(flood) == MAX_PLACES


def test_over_the_limit_the_page_still_names_help(visitor, settings, says):
    settings.KAPEA_NEW_PER_MINUTE = 2
    page = visitor.get("/en/")
    for _ in range(2):
        assert visitor.answer(page, a="1").status_code == 200
    response = visitor.answer(page, a="1")
    assert response.status_code == 429
    assert says("word.slow-down") in words(response)
    assert dials(response)[:2] == ["tel:1280", "tel:117"]


def test_a_conversation_that_has_begun_is_never_slowed(visitor, settings):
    settings.KAPEA_NEW_PER_MINUTE = 1
    page = visitor.walk("en", "1")
    for _ in range(3):
        page = visitor.answer(page, a=next(k for k in ("S02", "1", "no") if k in page.content.decode()))
        assert page.status_code == 200


def test_behind_our_own_proxy_the_visitor_counts_not_the_proxy(visitor, settings):
    settings.KAPEA_NEW_PER_MINUTE, settings.KAPEA_PROXIES = 1, 1
    page = visitor.get("/en/")
    action, fields = visitor.form(page, a="1")
    for address, status in (("203.0.113.1", 303), ("203.0.113.1", 429), ("198.51.100.1", 303)):
        sent = visitor.post(action, fields, headers={"x-forwarded-for": f"9.9.9.9, {address}"})
        assert sent.status_code == status


def test_asking_whether_something_is_left_takes_nothing():
    flood = RateLimit(Clock())
    assert all(flood.has_left("10.0.0.1", 1) for _ in range(5))
    assert flood.allows("10.0.0.1", 1)
    assert not flood.has_left("10.0.0.1", 1)
    assert flood.has_left("10.0.0.2", 1), "a neighbour"
