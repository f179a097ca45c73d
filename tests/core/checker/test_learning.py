"""K30 and K31: nobody is left shamed by a practice or a story, and every way comes to words to keep."""

from __future__ import annotations

from collections import deque

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.core.checker.small_learning import learning
from tests.core.checker.small_pack import ON
from tests.core.checker.twins_of_learning import LEARNING_TWINS

from kapea.core.checker.check import check
from kapea.core.dialogue.progress import units
from kapea.core.dialogue.turn import advance, begin, way_to_help
from kapea.core.pack.parse.learning_units import LESSON, LIST_NODES


def test_the_small_pack_with_something_to_learn_checks():
    report = check(learning(), on=ON)
    assert [str(p) for p in (*report.errors, *report.warnings)] == []


@pytest.mark.parametrize(
    ("code", "done", "changes", "says"), LEARNING_TWINS, ids=[twin[1] for twin in LEARNING_TWINS]
)
def test_a_twin_fails_with_that_property_only(code, done, changes, says):
    report = check(learning(*changes), on=ON)
    assert report.failed() == (code,), [str(p) for p in report.errors]
    assert all(says in problem.says for problem in report.of(code))


def test_a_list_of_what_shames_must_be_there_only_where_something_can_be_learnt():
    emptied = check(learning(("lint/km.yaml", "shames: [bad mother, ", "shames: [")), on=ON)
    assert emptied.ok
    gone = check(learning(("lint/en.yaml", "shames:", "forbids:")), on=ON)
    assert "the list `shames` has 0 phrases" in gone.of("K30")[0].says


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_practice_and_story_is_walked_by_every_choice(country):
    """From the start of each, by each answer: help now from each node, words to keep on each way, an end."""
    world = world_of(country)
    for id, journey in world.release.journeys.items():
        if journey.unit is None:
            continue
        start = begin(world, "en", id).place
        walked, line, ended = {start}, deque([(start, False)]), 0
        seen = {(start, False)}
        while line:
            place, kept = line.popleft()
            node = world.release.nodes[place[0]]
            kept = kept or node.words_to_keep
            helped, _ = advance(world, place, way_to_help(world))
            assert helped[0] == world.help, node.id
            if node.id == f"{id}.done":
                assert kept or journey.unit.kind == LESSON, f"{id} ends without words to keep"
                ended += 1
                continue
            choices = world.choices(node, place[1])
            assert choices, f"{node.id} is a dead end"
            for choice, _ in choices:
                to, _ = advance(world, place, choice)
                if world.release.nodes[to[0]].journey != id:
                    continue
                walked.add(to)
                if (to, kept) not in seen:
                    seen.add((to, kept))
                    line.append((to, kept))
        own = {n.id for n in world.release.nodes if n.journey == id}
        assert {world.release.nodes[at].id for at, _ in walked} == own, f"{id}: some screen is never met"
        assert ended


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_is_two_answers_away_from_where_they_are_offered(country):
    """At every door: by the lists, and by the way on from the one before."""
    release = world_of(country).release
    nodes = {node.id: node for node in release.nodes}
    for kind, name in LIST_NODES.items():
        found = units(world_of(country), kind)
        lists = [
            node for id, node in nodes.items() if id == f"learn.{name}" or id.startswith(f"learn.{name}-")
        ]
        led = {release.nodes[choice.to].id for node in lists for choice in node.choices}
        assert led >= {unit.start for unit in found.values()}, kind
        for id, unit in found.items():
            assert release.nodes[release.journeys[id].start].id == unit.start
            after = [
                each for each in found.values() if (each.band, each.number) == (unit.band, unit.number + 1)
            ]
            onward = release.nodes[nodes[f"{id}.done"].choices[0].to]
            assert not after or onward.journey == after[0].start.split(".")[0]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_journey_named_by_another_begins_where_it_starts(country):
    """From the help, and from what somebody would like to be shown."""
    release = world_of(country).release
    named = {unit.title: unit.start for unit in release.units.values()}
    ways = [
        (choice.say[0].text, release.nodes[choice.to].id)
        for node in release.nodes
        if node.journey in ("help", "skills")
        for choice in node.choices
        if choice.say and choice.say[0].text in named
    ]
    assert len(ways) >= 6
    assert all(named[title] == to for title, to in ways)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_the_packs_teach_is_whole(country):
    units = [j.unit for j in world_of(country).release.journeys.values() if j.unit is not None]
    numbers = {
        kind: sorted(u.number for u in units if u.kind == kind) for kind in ("lesson", "story", "practice")
    }
    assert numbers == {"lesson": [*range(1, 11)], "story": [*range(1, 16)], "practice": [*range(1, 13)]}
    assert all(3 <= unit.minutes <= 7 for unit in units)
    bands = [unit.band for unit in units if unit.kind == "story"]
    assert {band: bands.count(band) for band in bands} == {"9-11": 5, "12-14": 5, "15-17": 5}
    [last] = [unit for unit in units if unit.kind == "lesson" and unit.number == 9]
    assert last.after == (2, 3, 4)


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_lesson_speaks_to_every_reader_and_every_age(country):
    """Each of six readers and three ages meets words of their own in each lesson."""
    release = world_of(country).release
    for id, journey in release.journeys.items():
        if journey.unit is None or journey.unit.kind != LESSON:
            continue
        mine = {
            text.split("/", 1)[1] for text in release.texts["en"] if text.startswith(f"{id}.") and "/" in text
        }
        assert mine >= {"father", "grandparent", "disability", "away", "co-parents"}, id
        assert mine >= {"9-11", "12-14", "15-17"}, id


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_may_be_sent_once_is_shown_nowhere_and_sent_by_nothing(country):
    """Nudges are written now. Nobody is sent one until there is a safe way that they chose."""
    world = world_of(country)
    nudges = {j.unit.nudge for j in world.release.journeys.values() if j.unit is not None} - {""}
    assert len(nudges) == 10
    said = {v.text for n in world.release.nodes for s in n.show if s.line is not None for v in s.line.say}
    assert not nudges & said
    assert not [
        choice for node in world.release.nodes for choice in node.choices if choice.effect is not None
    ]
    for language in world.release.languages:
        assert all(len(world.release.text(nudge, language)) <= 60 for nudge in nudges)
