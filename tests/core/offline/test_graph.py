"""What a phone walks by itself is what the server walks: the same answers, ways, words and contacts."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.core.checker.small_pack import released

from kapea.core.dialogue.world import World
from kapea.core.offline.graph import Numbers, OfflineGraph, offline_graph
from kapea.core.offline.same_words import first_with_same_words
from kapea.core.pack.model import ALWAYS, Choice, Clause, Node, Say, When


@pytest.fixture(scope="module")
def world() -> World:
    return World(released())


@pytest.fixture(scope="module")
def graph(world) -> OfflineGraph:
    return offline_graph(world)


@pytest.fixture(scope="module")
def pairs(world, graph) -> list[tuple[Node, dict[str, Any]]]:
    """Each node that is kept, as the release has it and as the phone does."""
    return [(world.release.nodes[at], graph.body["nodes"][at]) for at in graph.nodes]


def when(read: Any) -> When:
    """A condition, read as the script on the phone reads it."""
    return When(*(tuple(map(_clause, part)) for part in read)) if read else ALWAYS


def _clause(read: Any) -> Clause:
    return Clause(has=read) if isinstance(read, str) else Clause(at=read[0], codes=read[1])


def said(graph: OfflineGraph, read: Any) -> list[tuple[When, str]]:
    """The words of a line, read as the script does: a number alone is a text for everybody."""
    if isinstance(read, int):
        return [(ALWAYS, graph.texts[read])]
    return [(when(only), graph.texts[text]) for only, text in read]


def variants(say: Say) -> list[tuple[When, str]]:
    """Of texts that say the same the first stands for all (test_same_words.py)."""
    first = first_with_same_words(released())
    return [(each.when, first[each.text]) for each in say]


def choices(pairs) -> list[tuple[Choice, dict[str, Any]]]:
    return [
        (choice, small)
        for node, kept in pairs
        for choice, small in zip(node.choices, kept.get("k", []), strict=True)
    ]


def test_every_answer_is_there_in_its_order_and_leads_to_the_same_place(pairs):
    for choice, small in choices(pairs):
        assert (small.get("k", ""), small.get("to", -1)) == (choice.key, choice.to)


def test_every_answer_has_the_same_words_for_the_same_people(graph, pairs):
    for choice, small in choices(pairs):
        if choice.say:
            assert said(graph, small["s"]) == variants(choice.say)


def test_every_answer_is_offered_in_the_same_cases(pairs):
    assert all(when(small.get("w")) == choice.when for choice, small in choices(pairs))


def test_every_answer_sets_and_forgets_the_same(pairs):
    for choice, small in choices(pairs):
        assert list(map(tuple, small.get("f", []))) == list(map(tuple, choice.sets))
        assert small.get("keep") == choice.keeps


def test_a_node_is_stood_at_or_passed_by_in_the_same_cases(pairs):
    for node, small in pairs:
        assert when(small.get("w")) == node.when
        assert small.get("o", -1) == node.other


def test_the_same_kinds_of_people_are_named_at_the_same_places(graph, pairs):
    for node, small in pairs:
        wanted = small.get("c")
        assert (wanted is None) == (node.contacts is None)
        if node.contacts is not None:
            named = tuple(graph.types[n] for n in wanted["types"])
            assert (wanted["from"], named, wanted["next"], wanted["prefer"]) == (
                node.contacts.source,
                node.contacts.types,
                node.contacts.next,
                node.contacts.prefer,
            )


def test_in_each_danger_the_same_kinds_of_people_come_first(world, graph):
    read = {name: tuple(graph.types[n] for n in row) for name, row in graph.body["order"].items()}
    assert read == dict(world.directory.order)


def test_no_answer_leads_out_of_what_is_kept(graph, pairs):
    leads = {small.get("to", -1) for _, small in choices(pairs)} | {s.get("o", -1) for _, s in pairs}
    assert leads - {-1} <= set(graph.nodes)
    assert graph.body["help"] in graph.nodes


def test_what_nobody_can_come_to_takes_no_room(world, graph):
    for at in set(range(len(world.release.nodes))) - set(graph.nodes):
        assert graph.body["nodes"][at] == 0


def test_every_question_is_asked_in_the_same_words(graph, pairs):
    for node, small in pairs:
        assert ("a" in small) == (node.ask is not None)
        if node.ask is not None:
            assert said(graph, small["a"][0]) == variants(node.ask.say)


def test_every_situation_has_its_words_and_whom_to_call_for_each_who_is_spoken_to(world, graph):
    voices = graph.body["voices"]
    for id, situation in world.release.situations.items():
        for who, voice in situation.voices.items():
            kept = voices[f"{id} {who}"]
            assert said(graph, kept["t"]) == variants(voice.title)
            assert tuple(graph.types[n] for n in kept["c"]) == voice.call


def test_the_same_pack_gives_the_same_bytes(world, graph):
    assert msgspec.json.encode(offline_graph(world).body) == msgspec.json.encode(graph.body)


def test_each_different_thing_has_one_number_and_is_listed_under_it():
    numbers = Numbers()
    assert [numbers(each) for each in ("a", "b", "a", "c", "b")] == [0, 1, 0, 2, 1]
    assert numbers.listed == ("a", "b", "c")
