"""What is kept on a phone: nobody is called open, hours are told in words, days turn as records do."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import AT, COUNTRIES, world_of

from kapea.core.dialogue.contacts import has_power
from kapea.core.dialogue.world import World
from kapea.core.directory.model import Opening
from kapea.core.offline.contact_lists import asked, contacts_for, needs, places
from kapea.core.offline.graph import offline_graph
from kapea.core.offline.hours_text import clock, hours, runs
from kapea.core.offline.without_clock import closes, noon, timeless, turning_days
from kapea.core.pack.model import Contacts
from kapea.core.pack.parse.walkthroughs import seen_on


@pytest.fixture(params=COUNTRIES)
def country(request) -> World:
    return world_of(request.param)


def test_nobody_is_open_or_closed_now_on_any_day(country):
    still = timeless(country)
    for place in needs(still).values():
        for day in ("2026-11-24", "2026-11-28", "2027-01-01"):
            found = contacts_for(
                still, place, country.release.default_language, at=noon(still.directory, day)
            )
            assert not {"open-now", "closed-now"} & {code for each in found for code in each.reasons}


def test_the_same_people_are_named_as_with_a_clock_at_every_place_that_names_them(country):
    still = timeless(country)
    for wanted, place in needs(still).items():
        kept, clocked = (contacts_for(w, place, "en", at=AT) for w in (still, country))
        assert kept
        assert kept[0].type == clocked[0].type, wanted
        order = country.directory.order
        now = order["now-power" if wanted.outside else "now"]
        wide = {*wanted.types, *(now if wanted.next or wanted.prefer else ())}
        assert all(wide & set(m.service.types) or m.fallback for m in kept)


def test_in_danger_the_right_contact_is_first(country):
    """At every place that names people for a danger, by whichever way one came there."""
    still, met = timeless(country), {}
    for place in places(still):
        node, danger = still.release.nodes[place[0]], still.value(place[1], still.danger)
        if danger != "none" and node.contacts == Contacts("danger"):
            power = "-power" if has_power(still, place[1]) else ""
            met.setdefault((danger + power, asked(still, place)), place)
    for (danger, _), place in met.items():
        assert contacts_for(still, place, "en", at=AT)[0].type == country.directory.order[danger][0]
    kinds = {"hurt", "dying", "meeting", "marriage", "locked"}
    assert {danger.removesuffix("-power") for danger, _ in met} == kinds
    assert {danger for danger, _ in met} > kinds


def test_hours_are_told_in_words(country):
    listed = [s for s in country.directory.services.values() if closes(s)]
    for service in listed:
        said = hours(country.release, service, "en")
        assert any(day in said for day in ("Mon", "Sun", "day and night"))
        assert "not on holidays" in said or not service.closed_on_holidays
    always = next(s for s in country.directory.services.values() if s.hours == "always" and not closes(s))
    assert hours(country.release, always, "en") == ""


def test_a_line_of_hours(world):
    service = next(iter(world.directory.services.values()))
    office = msgspec.structs.replace(
        service,
        hours="listed",
        openings=(Opening((1, 2, 3, 4, 5), 480, 1020), Opening((6,), 510, 720)),
        closed_on_holidays=True,
    )
    assert hours(world.release, office, "en") == "Mon–Fri 8:00–17:00, Sat 8:30–12:00, not on holidays"


@given(st.sets(st.integers(1, 7), min_size=1))
def test_runs_are_the_days_in_their_order(days):
    found = runs(tuple(days))
    assert {day for first, last in found for day in range(first, last + 1)} == days
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))


@given(st.integers(0, 1440))
def test_a_clock_reads_back(minute):
    hour, rest = clock(minute).split(":")
    assert int(hour) * 60 + int(rest) == minute
    assert len(rest) == 2


def test_days_turn_when_a_record_is_old_or_a_test_has_run_out(world):
    directory = world.directory
    id, service = next(iter(directory.services.items()))
    phone = msgspec.structs.replace(service.phones[0], verified_by="Dara", verified_on="2026-11-20")
    tested = msgspec.structs.replace(service, phones=(phone,), expires="2027-02-01")
    services = {**directory.services, id: tested}
    days = turning_days(msgspec.structs.replace(directory, services=services), at=AT)
    assert days[0] == "2026-11-24"
    assert {"2026-12-21", "2027-02-01"} <= set(days)
    assert list(days) == sorted(days)
    assert all(date.fromisoformat(day) for day in days)


def test_the_shape_holds_the_helps_own_words_and_no_text_of_the_directory(world):
    made = offline_graph(world)
    assert all(id in world.release.texts["en"] for id in made.texts)
    assert not [id for id in made.texts if id.startswith(("service.", "area."))]
    assert made.pictures <= world.release.pictures.keys()


def test_a_screen_of_a_menu_keeps_when_its_record_is_old_and_when_it_was_seen(world):
    made, release = offline_graph(world), world.release
    kept = [(release.nodes[at], made.body["nodes"][at]) for at in made.nodes]
    for node, small in kept:
        setting = release.menus[node.screen.setting] if node.screen else None
        assert small.get("x", "") == (setting.upkeep.expires if setting else "")
        assert small.get("d", "") == (seen_on(setting) if setting else "")
    assert {node.screen.setting for node, _ in kept if node.screen} >= {"telegram-groups"}


def test_what_is_kept_has_the_walkthroughs_of_settings_as_a_way_of_their_own(world):
    made = offline_graph(world)
    assert made.body["starts"]["settings"] == world.release.journeys["settings"].start
    assert set(made.nodes) == {at for at, node in enumerate(made.body["nodes"]) if node}
