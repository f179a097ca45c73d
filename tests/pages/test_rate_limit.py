"""Slowing whoever begins without end, without knowing who that is."""

from __future__ import annotations

from tests.pages.conftest import dials, words

from kapea.web.public.rate_limit import KEY_SECONDS, MAX_PLACES, RateLimit, prefix


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_place_may_begin_so_many_a_minute_and_then_again():
    clock = Clock()
    flood = RateLimit(clock)
    assert [flood.allows("10.0.0.1", 3) for _ in range(4)] == [True, True, True, False]
    assert not flood.allows("10.0.0.77", 3), "the same network"
    assert flood.allows("10.0.1.1", 3), "another network"
    clock.now = 20
    assert flood.allows("10.0.0.1", 3)
    assert not flood.allows("10.0.0.1", 3)


def test_an_address_is_known_by_its_network_only():
    assert prefix("203.0.113.7") == prefix("203.0.113.200") != prefix("203.0.114.7")
    assert prefix("2001:db8:1::1") == prefix("2001:db8:1:ffff::2") != prefix("2001:db8:2::1")
    assert prefix("::ffff:203.0.113.7") == prefix("203.0.113.9")
    assert prefix("") == prefix("not an address")


def test_no_address_is_kept_and_the_key_is_forgotten_with_everything():
    clock = Clock()
    flood = RateLimit(clock)
    flood.allows("203.0.113.7", 1)
    assert prefix("203.0.113.7") not in repr(flood.__dict__).encode()
    key = flood._key
    clock.now = KEY_SECONDS
    assert flood.allows("203.0.113.7", 1)
    assert flood._key != key
    assert len(flood) == 1


def test_it_never_grows_beyond_its_bound():
    flood = RateLimit(Clock())
    for n in range(MAX_PLACES + 50):
        flood.allows(f"10.{n >> 8 & 255}.{n & 255}.1", 1)
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
    for address, status in (("203.0.113.1", 303), ("203.0.113.2", 429), ("198.51.100.1", 303)):
        sent = visitor.post(action, fields, headers={"x-forwarded-for": f"9.9.9.9, {address}"})
        assert sent.status_code == status
