"""Every screen for when nobody answered, of every country, person, danger, hour: another number is first."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from tests.packs import AT, COUNTRIES, world

from kapea.core.checker.contacts_by_hour import differing
from kapea.core.dialogue.contacts import contacts_at, types_at
from kapea.core.directory.next_lines import first_line, is_line
from kapea.core.directory.phones import digits
from kapea.core.directory.reasons import JUST_TRIED
from kapea.core.pack.model import Contacts

WALKED = ("who", "situation", "danger", "power")
"""Facts that decide which kinds of help are asked for."""
PEOPLE = (
    ("none", "unknown"),
    ("9-11", "unknown"),
    ("12-14", "unknown"),
    ("15-17", "unknown"),
    ("none", "safe"),
)
"""Age and home, of which matching reads the rest."""


def cases(country):
    """Each list of kinds once for everybody it may be shown to, at every hour, with a node that has it."""
    here, known = world(country), set()
    hours = differing(here.directory, on=AT.date())
    nodes = [node for node in here.release.nodes if node.contacts is not None and node.contacts.next]
    for node, values in product(nodes, product(*(fact(here, name).values for name in WALKED))):
        facts = put(here, here.fresh, dict(zip(WALKED, values, strict=True)))
        key = (node.contacts.prefer, types_at(here, node, facts), values[0], values[3])
        if key[1] and key not in known:
            known.add(key)
            for band, home in PEOPLE:
                person = put(here, facts, {"band": band, "home": home})
                yield from ((here, node, person, at) for at in hours)


def fact(here, name):
    return next(fact for fact in here.facts if fact.name == name)


def put(here, facts, values):
    for name, value in values.items():
        facts = here.put(facts, here.facts.index(fact(here, name)), fact(here, name).code(value))
    return facts


def tried_before(here, node, facts, at):
    """The number that the view before named first: the same node, for whoever has not tried yet."""
    untried = replace(node, contacts=replace(node.contacts, next=False, prefer=""))
    return first_line(contacts_at(here, untried, facts, here.release.default_language, at=at))


def goes_without_a_signal(node, shown, tried):
    """The only number that another network may carry: that it failed says nothing of whether it will."""
    carried = [m.service.id for m in shown if is_line(m) and "EMERGENCY" in m.service.types]
    return node.contacts.prefer == "emergency" and carried == [tried.service.id]


@pytest.mark.parametrize("country", COUNTRIES)
def test_nobody_answered_leads_with_a_number_that_was_not_just_tried(country):
    seen = 0
    for here, node, facts, at in cases(country):
        shown = contacts_at(here, node, facts, here.release.default_language, at=at)
        tried = tried_before(here, node, facts, at)
        assert shown
        assert is_line(shown[0]), (node.id, shown[0].service.id)
        if node.contacts.prefer == "emergency":
            assert "EMERGENCY" in shown[0].service.types, "without a signal no other call goes out"
        if tried is not None and not goes_without_a_signal(node, shown, tried):
            assert digits(shown[0].phone.number) != digits(tried.phone.number), (node.id, facts)
            assert [m.service.id for m in shown if JUST_TRIED in m.reasons] == [tried.service.id]
        kinds = [is_line(m) for m in shown]
        assert kinds == sorted(kinds, reverse=True)
        assert not any(m.open == "closed" for m in shown[:1])
        seen += 1
    assert seen > 100


@pytest.mark.parametrize("country", COUNTRIES)
def test_without_a_signal_the_number_that_any_network_carries_leads_or_was_just_tried(country):
    led = 0
    for here, node, facts, at in cases(country):
        if node.id == "help.no-signal":
            shown = contacts_at(here, node, facts, here.release.default_language, at=at)
            kinds = [m.service.types for m in shown if m is shown[0] or JUST_TRIED in m.reasons]
            assert any("EMERGENCY" in each for each in kinds), facts
            led += "EMERGENCY" in shown[0].service.types
    assert led


# --- whoever hurts has power here ------------------------------------------------------------


DANGERS = ("none", "hurt", "dying", "meeting", "marriage", "locked")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("danger", DANGERS)
def test_where_whoever_hurts_has_power_nobody_of_the_place_is_named(country, danger):
    """Of each view that names people: the helpline leads where a danger does, and no post is among them."""
    here = world(country)
    facts = here.put(here.fresh, here.danger, here.facts[here.danger].code(danger))
    facts = here.put(facts, here.home, here.facts[here.home].code("safe"))
    facts = here.put(facts, here.power, here.facts[here.power].code("someone"))
    named = 0
    for node in here.release.nodes:
        shown = contacts_at(here, node, facts, here.release.default_language, at=AT)
        assert not any(m.service.local or m.service.local_post for m in shown), node.id
        if node.contacts == Contacts("danger"):
            assert "HELPLINE" in shown[0].service.types, node.id
            named += 1
    assert named


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("danger", ["hurt", "meeting", "locked"])
def test_where_life_is_at_risk_the_emergency_number_stays_second(country, danger):
    listed = world(country).directory.order[f"{danger}-power"]
    assert listed[:2] == ("HELPLINE", "EMERGENCY")


@pytest.mark.parametrize("country", COUNTRIES)
def test_complaints_are_named_only_where_somebody_has_power(country):
    order = world(country).directory.order
    for name, kinds in order.items():
        assert "OVERSIGHT" not in kinds or name.endswith("power")


# --- the ladders ---------------------------------------------------------------------------


LADDERS = [
    ("cambodia", "hurt", ["117", "1288", "1280"]),
    ("cambodia", "marriage", ["1280", "1288", "117"]),
    ("kenya", "hurt", ["999", "116", "0800 722 203"]),
    ("kenya", "marriage", ["116", "1195", "999"]),
    ("kenya", "dying", ["1199", "116"]),
    ("nepal", "hurt", ["100", "1660 014 1516", "1098"]),
    ("nepal", "marriage", ["1098", "1145", "100"]),
    ("philippines", "hurt", ["911", "1383", "163"]),
    ("philippines", "marriage", ["1383", "163", "911"]),
    ("philippines", "dying", ["1800 1888 1553", "1383", "911"]),
]


@pytest.mark.parametrize(("country", "danger", "numbers"), LADDERS)
def test_the_first_lines_of_a_danger_are_those_of_the_ladder(country, danger, numbers):
    here = world(country)
    red = next(node for node in here.release.nodes if node.id == "help.red")
    facts = here.put(here.fresh, here.danger, here.facts[here.danger].code(danger))
    shown = contacts_at(here, red, facts, here.release.default_language, at=AT)
    assert [m.phone.number for m in shown if m.phone is not None] == numbers


@pytest.mark.parametrize(("hour", "first"), [(11, "1166"), (2, "1660 012 1600")])
def test_by_day_the_line_that_is_sure_to_be_open_then_leads_in_nepal(hour, first):
    here = world("nepal")
    red = next(node for node in here.release.nodes if node.id == "help.red")
    facts = here.put(here.fresh, here.danger, here.facts[here.danger].code("dying"))
    at = datetime(2026, 11, 24, hour, tzinfo=ZoneInfo("Asia/Kathmandu"))
    assert contacts_at(here, red, facts, "ne", at=at)[0].phone.number == first
