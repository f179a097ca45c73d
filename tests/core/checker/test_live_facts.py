"""Places walked as one are one to whoever stands there: the same words, people, ways on and findings."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import packs
from tests.core.checker.small_pack import ON, built, released
from tests.core.checker.test_explore import AT, EVENTS
from tests.core.checker.twins import TWINS, WORSE
from tests.core.checker.twins_of_late_facts import MOOD, READ_LATE
from tests.core.checker.twins_of_walks import HELP, Change
from tests.core.directory.make import make_directory, make_phone, make_service
from tests.each import for_each
from tests.packs import world as world_of

from kapea.core.checker import check
from kapea.core.checker import explore as exploring
from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.checker.readers import SELF_HARM, YOUNG, Readers
from kapea.core.checker.report import Report
from kapea.core.dialogue.contacts import contacts_of, helpline, search_for, types_at
from kapea.core.dialogue.events import Event
from kapea.core.dialogue.look import look, worded
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, match
from kapea.core.directory.needs import considered, is_local_asked, takes_age
from kapea.core.pack.conditions import fact_at

PACKS = packs.SOME
EVERY_TWIN = [
    ((), "nothing"),
    *READ_LATE,
    *((tuple(changes), f"{code} {done}") for code, done, changes in (*TWINS, *WORSE)),
]
ONE_OF_EACH = {
    name.split()[0]: (changes, name) for changes, name in EVERY_TWIN[len(READ_LATE) + 1 :]
}.values()
CHANGES = {
    name: changes
    for changes, name in (EVERY_TWIN if packs.EVERY else [((), "nothing"), *READ_LATE, *ONE_OF_EACH])
}
"""By name: whatever is read late, and one fault for each property; `make check-all` takes every fault."""
HOURS = (AT, AT + timedelta(hours=9), AT + timedelta(days=3, hours=2))


@cache
def pair(changes: tuple[Change, ...]) -> tuple[Graph, Graph]:
    """A twin walked place by place, and with places that are alike walked as one."""
    release = released(*changes)
    return explore(World(release), collapsed=False), explore(World(release))


each_twin = for_each("twin", lambda: CHANGES)
"""By its name: `pair(CHANGES[twin])` are its walks."""


def met(world: World, place: Place, language: str) -> list[Any]:
    """All that a person meets at a place, at any hour and after any misses."""
    state = State("x", language, (place,))
    views = [look(world, msgspec.structs.replace(state, misses=m), at=at) for at in HOURS for m in (0, 2)]
    return [*views, *(helpline(world, place[1], language, at=at) for at in HOURS)]


@each_twin
def test_every_place_is_stood_for_by_one_where_the_same_is_met(twin: str):
    every, walked = pair(CHANGES[twin])
    for place in every.places:
        number = walked.number(place)
        assert number is not None, f"{place} is not in what was explored"
        assert met(every.world, place, "km") == met(every.world, walked.places[number], "km")


def of_any_situation(view: View) -> View:
    """What is shown: a view also names the situation, and few show anything of it."""
    return msgspec.structs.replace(view, situation="")


@each_twin
def test_the_view_of_each_place_is_what_is_said_there(twin: str):
    _, walked = pair(CHANGES[twin])
    for at in range(len(walked.places)):
        said = worded(walked.world, walked.state(at))
        assert of_any_situation(walked.views[at]) == of_any_situation(said)


@pytest.mark.parametrize("pack", PACKS)
def test_the_view_of_each_place_of_a_real_pack_is_what_is_said_there(pack: str):
    walked = explored(pack)
    for at in range(len(walked.places)):
        said = worded(walked.world, walked.state(at))
        assert of_any_situation(walked.views[at]) == of_any_situation(said)


def met_by_anyone(graph: Graph, at: int, language: str) -> list[Any]:
    return [
        of_any_situation(each) if isinstance(each, View) else each
        for each in met(graph.world, graph.places[at], language)
    ]


@each_twin
def test_where_the_same_view_stands_the_same_people_are_named(twin: str):
    _, walked = pair(CHANGES[twin])
    first = {at: met_by_anyone(walked, at, "km") for at in walked.seen}
    for at, screen in enumerate(walked.screen_of):
        assert met_by_anyone(walked, at, "km") == first[walked.seen[screen]]


@each_twin
def test_what_each_situation_words_for_itself_is_told_apart(twin: str):
    _, walked = pair(CHANGES[twin])
    for at, view in enumerate(walked.views):
        if any(shown.text.startswith(("S01.", "S02.")) for shown in view.shown):
            assert view.situation == walked.value(at, walked.world.situation)


@pytest.mark.parametrize("pack", PACKS)
def test_whom_a_place_of_a_real_pack_names_its_screen_names(pack: str):
    graph = explored(pack)
    world, language = graph.world, graph.world.release.default_language
    read = (world.who, world.band, world.home, world.power)
    named: dict[tuple[Any, ...], tuple[Match, ...]] = {}

    def people(at: int) -> tuple[Match, ...]:
        node, facts = graph.node(at), graph.facts(at)
        types = types_at(world, node, facts)
        key = (node.id, types, *(facts[fact] for fact in read))
        if types and key not in named:
            search = search_for(world, node.contacts, types, facts, language)
            named[key] = contacts_of(world, search, AT)
        return named[key] if types else ()

    for at in range(len(graph.places)):
        assert people(at) == people(graph.seen[graph.screen(at)]), graph.views[at].node


@pytest.mark.parametrize("pack", PACKS)
def test_what_young_people_read_who_may_want_to_die_is_all_looked_at(pack: str):
    graph = explored(pack)
    world, shown = graph.world, set[str]()
    for at, view in enumerate(graph.views):
        is_dying = graph.value(at, world.danger) == "dying" or graph.value(at, world.situation) in SELF_HARM
        if view.who in YOUNG and is_dying:
            shown |= {each.text for each in view.shown}
    others = world.release.situations.keys() - SELF_HARM
    assert {text for text in shown if text.split(".")[0] not in others} == Readers(graph).young_dying.keys()


@given(st.sampled_from(PACKS), st.data())
def test_where_the_same_view_of_a_real_pack_stands_the_same_people_are_named(pack: str, data: st.DataObject):
    graph = explored(pack)
    at = data.draw(st.integers(0, len(graph.places) - 1))
    first = graph.seen[graph.screen(at)]
    for language in graph.world.release.languages:
        assert met_by_anyone(graph, at, language) == met_by_anyone(graph, first, language)


@each_twin
def test_every_way_on_leads_to_a_place_that_is_stood_for_by_the_same(twin: str):
    every, walked = pair(CHANGES[twin])
    for at, place in enumerate(every.places):
        number = walked.number(place)
        assert number is not None
        assert [key for key, _ in every.ways(at)] == [key for key, _ in walked.ways(number)]
        assert [walked.number(every.places[to]) for to in every.edges[at]] == [*walked.edges[number]]


@each_twin
def test_nothing_is_walked_that_nobody_can_reach(twin: str):
    every, walked = pair(CHANGES[twin])
    assert {walked.number(place) for place in every.places} == set(range(len(walked.places)))


def found(report: Report) -> set[tuple[str, str, str, str]]:
    return {(p.code, str(p.place), p.says, p.severity) for p in report.problems}


@each_twin
def test_no_finding_is_lost_and_none_is_added(twin: str, monkeypatch: pytest.MonkeyPatch):
    changed = built(*CHANGES[twin])
    quick = check(changed, on=ON)
    with monkeypatch.context() as patch:
        patch.setattr(exploring, "Liveness", lambda *_: None)
        slow = check(changed, on=ON)
    assert quick.places < slow.places
    assert found(quick) == found(slow)


@cache
def explored(pack: str) -> Graph:
    return explore(world_of(pack))


@pytest.fixture(autouse=True, scope="module")
def _explored_before_the_clock_runs() -> None:
    for pack in PACKS:
        explored(pack)


@given(st.sampled_from(PACKS), st.lists(EVENTS, max_size=40), st.sampled_from((0, 1)))
def test_every_walk_of_a_real_pack_stays_among_places_where_the_same_is_met(
    pack: str, events: list[Event], spoken: int
):
    graph = explored(pack)
    world, language = graph.world, graph.world.release.languages[spoken]
    state = begin(world, language)
    for event in events:
        turn = step(world, state, event, at=AT)
        state = turn.state if turn.state is not None else begin(world, language)
        number = graph.number(state.place)
        assert number is not None
        assert met(world, state.place, language) == met(world, graph.places[number], language)


def test_an_answer_that_nothing_reads_does_not_multiply_the_places():
    every, walked = pair(MOOD)
    _, before = pair(())
    assert len(walked.places) == len(before.places)
    assert len(every.places) > 2 * len(before.places)


def test_an_answer_is_told_apart_as_long_as_anything_may_read_it():
    read = (
        HELP,
        "show: [end-lead]",
        "show: [{say: end-lead, unless: {mood: bad}}, {say: ok, only: {mood: bad}}]",
    )
    _, walked = pair((*MOOD, read))
    moods = {world_fact(walked, at, "mood") for at in range(len(walked.places))}
    assert moods == {"unsaid", "bad"}, "good is nowhere told from unsaid"


def world_fact(graph: Graph, at: int, name: str) -> str:
    return graph.value(at, fact_at(graph.world.facts, name))


# --- what of a person decides who is named ------------------------------------------

SERVICES = st.builds(
    make_service,
    st.sampled_from("abcdef"),
    types=st.sampled_from((("HELPLINE",), ("HEALTH",), ("SOCIAL", "HEALTH"), ("NGO",))),
    phones=st.sampled_from(((), (make_phone(),), (make_phone("119"),))),
    address=st.sampled_from(("", "a street")),
    local=st.booleans(),
    ages=st.sampled_from((None, (0, 8), (9, 14), (15, 25))),
)
AGES = (None, (9, 11), (12, 14), (15, 17))


@given(
    st.lists(SERVICES, max_size=5, unique_by=lambda s: s.id),
    st.sampled_from((("HELPLINE",), ("HEALTH", "NGO"))),
    st.sampled_from(AGES),
    st.sampled_from(AGES),
)
def test_who_is_named_rests_on_nothing_but_what_the_services_ask(
    services: list[Any], types: tuple[str, ...], one: Any, other: Any
):
    directory = make_directory(*services, fallback=("a",))
    asked = considered(directory, types)
    need = Need(types, "km", age=one)
    if not is_local_asked(directory, types):
        near = msgspec.structs.replace(need, local_is_safe=True)
        assert match(directory, need, at=AT) == match(directory, near, at=AT)
    if all(takes_age(service, one) == takes_age(service, other) for service in asked):
        older = msgspec.structs.replace(need, age=other)
        assert match(directory, need, at=AT) == match(directory, older, at=AT)
