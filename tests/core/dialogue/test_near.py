"""Where somebody said they are: kept beside the walk, it changes no place, and only puts the near first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from tests.packs import COUNTRIES, world

from kapea.core.checker.contacts_by_hour import differing
from kapea.core.dialogue import world as worlds
from kapea.core.dialogue.contacts import contacts_at
from kapea.core.dialogue.events import Answer, Move, Near
from kapea.core.dialogue.state import cut, dump_state, load_state
from kapea.core.dialogue.step import begin, step
from kapea.core.directory.areas import EXACT, NATIONAL, WITHIN, area_classes
from kapea.core.directory.match import Need, match
from kapea.core.directory.next_lines import is_line

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)


def walked(here, *events):
    state, view = begin(here, "en"), None
    for event in events:
        taken = step(here, state, event, at=AT)
        state, view = taken.state, taken.view
    return state, view


def red(here):
    """Help now, thinking of dying: where no line answers, a hospital near by matters."""
    return walked(here, Move("help"), Answer("2"))[0]


def test_an_area_is_kept_until_another_is_said_and_no_place_is_walked():
    here = world("cambodia")
    state = red(here)
    near = step(here, state, Near("17"), at=AT).state
    assert (near.area, near.path) == ("17", state.path)
    assert step(here, near, Answer("1"), at=AT).state.area == "17"
    assert cut(near, 1).area == "17"
    assert load_state(dump_state(near)) == near
    assert step(here, near, Near(""), at=AT).state == state


def test_an_area_of_no_map_is_not_kept():
    here = world("cambodia")
    assert step(here, red(here), Near("../17"), at=AT).state.area == ""
    assert step(here, red(here), Near("99"), at=AT).state.area == ""


def test_beginning_again_forgets_where_somebody_was():
    here = world("cambodia")
    near = step(here, red(here), Near("17"), at=AT).state
    assert step(here, near, Move("restart"), at=AT).state.area == ""


def test_a_state_without_an_area_reads_as_it_did():
    here = world("cambodia")
    state = red(here)
    assert b'"a"' not in dump_state(state)
    assert load_state(dump_state(state)).area == ""


def test_who_is_near_is_named_and_who_is_not_is_left_out():
    """A father in Siem Reap at night: the children's hospital there has a number, by day and night."""
    here = world("cambodia")
    node = next(n for n in here.release.nodes if n.contacts and n.contacts.next)
    dying = replace(node, contacts=replace(node.contacts, source="types", types=("HELPLINE", "HEALTH")))
    there, elsewhere, anywhere = (
        contacts_at(here, dying, here.fresh, "en", at=AT, area=area) for area in ("17", "11", "")
    )
    assert there[0].service.id == "angkor-hospital"
    assert "near" in there[0].reasons
    assert "angkor-hospital" not in [m.service.id for m in elsewhere]
    assert next(m for m in anywhere if m.service.id == "angkor-hospital").reasons[0] == "some-places"


@pytest.mark.parametrize("country", COUNTRIES)
def test_wherever_somebody_is_nobody_answered_leads_with_a_line_that_serves_them(country):
    here = world(country)
    hours = differing(here.directory, on=AT.date())
    areas = area_classes(here.directory.areas, here.directory.services.values())
    nodes = [n for n in here.release.nodes if n.contacts is not None and n.contacts.next]
    assert len(areas) > 1
    for node in nodes:
        for danger in here.facts[here.danger].values:
            facts = here.put(here.fresh, here.danger, here.facts[here.danger].code(danger))
            for at in hours:
                for area in areas:
                    shown = contacts_at(here, node, facts, "en", at=at, area=area)
                    assert not shown or is_line(shown[0]), (node.id, danger, area)
                    assert all(m.far in (EXACT, WITHIN, NATIONAL) for m in shown)


def test_of_many_services_fewer_kinds_of_people_are_kept_and_the_answers_are_the_same(monkeypatch):
    """Memory stays the same for twenty services and for twenty thousand."""
    monkeypatch.setattr(worlds, "SERVICES_KEPT", 10)
    here = worlds.World(world("cambodia").release)
    needs = [Need(("HEALTH",), "km", area, who) for area in here.directory.areas for who in ("", "child")]
    kept = set()
    for need in needs:
        assert here.match(need, AT) == match(here.directory, need, at=AT)
        kept |= {len(here._ranked), len(here._weighed)}
    assert len(needs) > max(kept) == worlds.FEWEST_WEIGHED
