"""What is explored is all that the shipped step can reach; a fault comes with the way that leads to it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import packs
from tests.core.checker.small_pack import ON, built, released
from tests.core.checker.twins_of_walks import HELP, S01

from kapea.core.checker import check
from kapea.core.checker.contacts_by_hour import ContactsByHour
from kapea.core.checker.explore import explore
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.contacts import contacts_at
from kapea.core.dialogue.events import Answer, Event, Media, Move, Said, Silence, Timeout
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.world import World

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)
KEYS = ("yes", "no", "unsure", "S01", "S02", "1", "2", "3", "4", "99")
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(KEYS).map(Answer),
    st.sampled_from(("help", "back", "repeat", "language", "stop", "restart")).map(Move),
    st.sampled_from(("1", "2", "3", "help", "ឈប់", "done", "", "no words we know")).map(Said),
    st.sampled_from((Silence(), Timeout(), Media("image"))),
)


@cache
def small() -> World:
    return World(released())


@cache
def graph() -> Graph:
    return explore(small())


@pytest.fixture(autouse=True, scope="module")
def _explored_before_the_clock_runs() -> None:
    graph()


@given(st.lists(EVENTS, max_size=60), st.sampled_from(("help", "remind")))
def test_every_walk_stays_in_what_was_explored(events: list[Event], journey: str):
    state = begin(small(), "en", journey)
    for event in events:
        turn = step(small(), state, event, at=AT)
        state = turn.state if turn.state is not None else begin(small(), "en", journey)
        assert graph().number(state.place) is not None


def test_every_edge_is_what_the_shipped_step_does():
    """The small pack is small enough to try them all, with the whole turn and not only its walk."""
    for at, place in enumerate(graph().places):
        for (key, _), to in zip(graph().ways(at), graph().edges[at], strict=True):
            event = Move("help") if key == "help" else Answer(key)
            turn = step(small(), State("x", "en", (place,)), event, at=AT)
            assert turn.state is not None
            assert graph().number(turn.state.place) == to


def test_not_sure_is_yes_everywhere():
    for place in graph().places:
        if small().release.nodes[place[0]].kind == "yesno":
            yes, unsure = (
                step(small(), State("x", "en", (place,)), Answer(key), at=AT) for key in ("yes", "unsure")
            )
            assert (yes.state, yes.effects) == (unsure.state, unsure.effects)


def test_each_place_is_kept_once_with_a_way_to_it():
    for at in range(len(graph().places)):
        way = graph().way(at)
        assert way[0] in graph().starts.values()
        assert all(after in graph().edges[before] for before, after in itertools.pairwise(way))


def test_a_fault_tells_the_shortest_way_to_it():
    report = check(built((S01, "You did nothing wrong.", "You are not stupid.")), on=ON)
    [fault] = report.of("K12")
    assert str(fault).splitlines() == [
        "small/situations/S01.yaml:12 (for.child.first): error K12: en: “stupid” is never said",
        "    mend: say instead: leave it out",
        "    begin at help.first: “I am a machine, not a person.” …",
        "    tap “A child or teen” → help.what: “What is happening?”",
        "    tap “Someone scares me” → help.words: “You are not stupid.” …",
    ]


def test_the_way_may_lead_through_help_now():
    hurt = "{say: now-hurt, set: {level: red, danger: hurt}, to: red}"
    report = check(built((HELP, hurt, "{say: now-hurt, set: {level: red}, to: never}")), on=ON)
    assert "tap [help now] → help.now: “What is the danger?”" in report.of("K06")[0].path


def test_the_summary_says_how_much_was_seen_and_what_it_claims():
    lines = check(built(), on=ON).summary().splitlines()
    assert lines[0].startswith("small: explored 855 states (285 places, misses 0 to 2), ")
    assert lines[1] == "0 errors, 0 warnings, 7 notes."
    assert lines[2].startswith("proved: K01, K02, K03")
    assert lines[3].startswith("proved, given reviewed tags and word lists: K07 (4 tags), K09 (31 km 31 ")
    assert lines[4] == "reported: K15, K33"


def test_the_summary_takes_back_what_is_not_so():
    summary = check(built((S01, "You did nothing wrong.", "You are not stupid.")), on=ON).summary()
    assert "not so: K12 no banned term; no means of self-harm to a child" in summary
    assert "K12" not in summary.split("not so")[0]


@pytest.mark.parametrize("country", ["cambodia", "nepal"])
def test_people_of_whom_matching_reads_the_same_are_named_the_same(country):
    """The checker asks once for all of them: every hundredth view is asked for by itself here."""
    here = packs.world(country)
    graph = explore(here)
    people = ContactsByHour(graph, packs.AT.date())
    views = [at for at, _ in graph.screens() if people.at(at)][::100]
    assert len(views) > 50
    for at in views:
        node, facts = graph.node(at), graph.facts(at)
        first = contacts_at(here, node, facts, here.release.languages[0], at=people.hours[0])
        assert people.at(at)[0] == first
