"""Whoever stands on paper is in the directory, may be shown, and is reached by exactly the number it has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.core.checker.small_pack import released
from tests.core.directory.make import make_service
from tests.packs import COUNTRIES, built

from kapea.core.directory.model import Opening, Phone, Service
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import is_expired, is_shown
from kapea.core.pack.model import Release
from kapea.core.paper.contacts import MOST_NOW, MOST_OF_A_KIND, NOT_PUT_UP, PaperContact, groups

AT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
TODAY = "2026-11-24"
KINDS = ("HELPLINE", "EMERGENCY", "HEALTH", "SOCIAL", "NGO")

phones = st.builds(
    Phone,
    st.sampled_from(("100", "110", "119", "092 311 511", "063 963 409")),
    kind=st.sampled_from(("voice", "sms")),
    free=st.sampled_from(("yes", "no", "unknown")),
)
services = st.builds(
    make_service,
    id=st.sampled_from([f"s{n}" for n in range(6)]),
    types=st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True).map(tuple),
    phones=st.lists(phones, max_size=2).map(tuple),
    address=st.sampled_from(("", "service.hall.address")),
    website=st.sampled_from(("", "https://www.example.org/help")),
    areas=st.sampled_from(((), ("01",), ("02",))),
    hours=st.sampled_from(("always", "unknown", "listed")),
    openings=st.just((Opening((1, 2, 3), 480, 1020),)),
    closed_on_holidays=st.booleans(),
    local=st.booleans(),
    confidence=st.sampled_from(("C2", "C3", "OWN", "S1", "GK", "STALE", "")),
    expires=st.sampled_from(("2099-01-01", TODAY, "2026-11-25", "2020-01-01", "")),
)
wanted = st.one_of(
    st.just(("every",)),
    st.just(("now",)),
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True).map(tuple),
)


@cache
def small() -> Release:
    return released()


def with_services(*each: Service) -> Release:
    """The small pack with only these; the first helps when nobody else does."""
    own = {service.id: service for service in each}
    directory = replace(small().directory, services=own, fallback=tuple(own)[:1])
    return replace(small(), directory=directory)


def printed(release: Release, kinds: tuple[str, ...], at: datetime = AT) -> list[PaperContact]:
    """Everybody who stands on paper; nobody where it may not be printed."""
    try:
        made = groups(release, kinds, "en", at=at)
    except LookupError:
        return []
    return [who for group in made for who in group.people]


@given(st.lists(services, min_size=1, max_size=5), wanted)
def test_no_number_is_printed_that_the_directory_has_not(each, kinds):
    release = with_services(*each)
    for who in printed(release, kinds):
        own = {digits(phone.number) for phone in release.directory.services[who.service].phones}
        assert not who.is_number or digits(who.big) in own
        assert who.is_number == bool(own)


@given(st.lists(services, min_size=1, max_size=5), wanted)
def test_nobody_is_printed_who_may_not_be_shown_is_out_of_date_or_lives_near(each, kinds):
    release = with_services(*each)
    for who in printed(release, kinds):
        service = release.directory.services[who.service]
        assert is_shown(service)
        assert not is_expired(service, TODAY)
        assert not service.local
        assert who.until == service.expires


@given(st.lists(services, min_size=1, max_size=5), wanted, st.integers(0, 20))
def test_what_is_printed_is_the_same_at_every_hour_of_a_day(each, kinds, hour):
    release = with_services(*each)
    morning = datetime(2026, 11, 24, 1, tzinfo=UTC) - timedelta(hours=7)
    assert printed(release, kinds, morning) == printed(release, kinds, morning + timedelta(hours=hour))


@given(st.lists(services, min_size=1, max_size=5), wanted)
def test_a_sheet_names_few_and_none_of_them_twice(each, kinds):
    try:
        made = groups(with_services(*each), kinds, "en", at=AT)
    except LookupError:
        return
    for group in made:
        names = [who.service for who in group.people]
        assert len(names) == len(set(names))
        assert 1 <= len(names) <= (MOST_OF_A_KIND if kinds == ("every",) else MOST_NOW)


@given(st.lists(services, min_size=1, max_size=5))
def test_a_kind_that_nobody_answers_to_is_said_and_never_left_empty(each):
    release = with_services(*each)
    for kind in KINDS:
        if printed(release, (kind,)):
            assert [bool(group.people) for group in groups(release, (kind,), "en", at=AT)] == [True]
        else:
            with pytest.raises(LookupError, match=kind):
                groups(release, (kind,), "en", at=AT)


@given(st.lists(services, min_size=1, max_size=5), st.sampled_from(("km", "en")))
def test_paper_in_each_language_names_the_same_people_in_the_same_order(each, language):
    release = with_services(*each)
    made = groups(release, ("every",), language, at=AT)
    assert [who.service for group in made for who in group.people] == [
        who.service for who in printed(release, ("every",))
    ]


LINE = make_service("line", phones=(Phone("100", free="yes"),), hours="always")


def one(service: Service, kind: str = "HELPLINE") -> PaperContact:
    [who] = printed(with_services(service), (kind,))
    return who


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ({"hours": "always"}, ("day-and-night", "free")),
        ({"hours": "always", "closed_on_holidays": True}, ("some-hours", "free")),
        ({"hours": "listed", "openings": (Opening((1,), 0, 60),)}, ("some-hours", "free")),
        ({"hours": "unknown"}, ("hours-unknown", "free")),
    ],
)
def test_paper_says_of_hours_what_is_so_on_every_day(hours, says, monkeypatch):
    monkeypatch.setattr("kapea.core.paper.contacts.reason_words", lambda _release, code, _language: code)
    assert one(replace(LINE, **hours)).reasons == says


def test_the_whole_country_stands_before_one_town_and_a_number_before_a_place():
    town = replace(LINE, id="a-town", areas=("01",), phones=(Phone("110"),))
    place = replace(LINE, id="b-place", phones=(), address="service.hall.address")
    country = replace(LINE, id="z-country")
    assert [who.service for who in printed(with_services(town, place, country), ("HELPLINE",))] == [
        "z-country",
        "b-place",
        "a-town",
    ]


def test_who_is_reached_through_another_is_printed_with_that_ones_name_and_number():
    behind = replace(LINE, id="behind", types=("NGO",), phones=(), through="line")
    release = with_services(LINE, behind)
    [who] = printed(release, ("NGO",))
    assert "100" in who.place
    assert not who.is_number


def test_where_a_service_serves_some_areas_they_are_named():
    assert one(replace(LINE, areas=("01", "02"))).place == "North, South"
    assert one(LINE).place == ""


def hospital(n: int, weekday: int) -> Service:
    """One of several, each open on another day."""
    hours = {"hours": "listed", "openings": (Opening((weekday,), 0, 24 * 60),)}
    return replace(LINE, id=f"hospital-{n}", types=("HEALTH",), phones=(Phone(f"11{n}"),), **hours)


def test_of_five_hospitals_three_are_printed_the_same_ones_on_every_day():
    release = with_services(LINE, *(hospital(n, n + 1) for n in range(5)))
    for days in range(7):
        made = groups(release, ("every",), "en", at=AT + timedelta(days=days))
        [health] = [group for group in made if any("hospital" in who.service for who in group.people)]
        assert [who.service for who in health.people] == ["hospital-0", "hospital-1", "hospital-2"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_page_of_all_names_nobody_who_only_takes_complaints(country):
    release = built(country).release
    printed_ids = {who.service for who in printed(release, ("every",))}
    for service in release.directory.services.values():
        if set(service.types) <= NOT_PUT_UP:
            assert service.id not in printed_ids
