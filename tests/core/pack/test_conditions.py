"""Which wording is whose: a condition holds for exactly those it names, and the first that holds is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.core.pack.conditions import fact_at, holds, pick
from kapea.core.pack.model import ALWAYS, Fact, Mark, When
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import Item, read_yaml

FACTS = (
    Fact("who", ("none", "child", "peer", "caregiver", "community", "professional")),
    Fact("band", ("none", "9-11", "12-14")),
    Fact("home", ("unknown", "safe", "unsafe")),
    Fact("danger", ("none", "hurt", "safe")),
)
HAS = st.frozensets(st.sampled_from(("step.1", "asks.dying", "evidence")))
PEOPLE = st.tuples(*(st.sampled_from(fact.values) for fact in FACTS))
"""Somebody, as the values of all facts in their order."""


def texts() -> Texts:
    return Texts(FACTS, Findings())


def item(text: str) -> Item:
    read = read_yaml("a.yaml", text.encode(), Findings())
    assert read is not None
    return read


def coded(person: tuple[str, ...]) -> str:
    return "".join(fact.code(value) for fact, value in zip(FACTS, person, strict=True))


def condition(only: str = "", unless: str = "") -> When:
    return texts().condition(item(only) if only else None, item(unless) if unless else None)


@given(PEOPLE, HAS)
def test_a_condition_that_says_nothing_holds_for_everyone(person, has):
    assert holds(ALWAYS, coded(person), has)


@given(PEOPLE)
def test_only_holds_for_those_it_names_in_everything_it_names(person):
    when = condition("{who: [child, peer], home: safe}")
    assert holds(when, coded(person), frozenset()) == (person[0] in ("child", "peer") and person[2] == "safe")


@given(PEOPLE)
def test_unless_leaves_out_those_alone_of_whom_all_of_it_is_so(person):
    when = condition("", "{who: child, home: safe}")
    assert holds(when, coded(person), frozenset()) != (person[0] == "child" and person[2] == "safe")


@given(PEOPLE, HAS)
def test_what_a_situation_has_or_asks_is_a_condition_like_a_fact(person, has):
    when = condition("{has: step.1, asks: dying}")
    assert holds(when, coded(person), has) == ({"step.1", "asks.dying"} <= has)


@pytest.mark.parametrize(
    ("selector", "who"),
    [("adult", ("caregiver", "community", "professional")), ("young", ("child", "peer"))],
)
@given(person=PEOPLE)
def test_a_group_is_every_one_of_its_people_and_nobody_else(selector, who, person):
    when = texts().selector(selector, item("a: 1").place)
    assert holds(when, coded(person), frozenset()) == (person[0] in who)


@given(PEOPLE)
def test_the_first_wording_that_holds_is_said_and_any_stands_for_the_rest(person):
    said = texts().say("t", item("child 9-11: one\nhome=safe: two\nany: three\n"))
    wanted = (
        "t/child 9-11" if person[:2] == ("child", "9-11") else "t/home=safe" if person[2] == "safe" else "t"
    )
    assert pick(said, coded(person), frozenset()) == wanted


@given(PEOPLE)
def test_where_no_wording_holds_nothing_is_said_rather_than_something_for_others(person):
    said = texts().say("t", item("child: one\n"))
    assert pick(said, coded(person), frozenset()) == ("t/child" if person[0] == "child" else None)


def test_a_value_of_two_facts_must_say_of_which():
    made = texts()
    made.say("t", item("safe: one\n"))
    assert [(p.code, p.says, p.mend) for p in made.findings.problems] == [
        ("P03", "“safe” is a value of several facts", "write fact=value, e.g. home=safe")
    ]


@given(st.sampled_from(FACTS))
def test_a_code_and_a_value_stand_for_each_other(fact):
    assert [fact.value(fact.code(value)) for value in fact.values] == list(fact.values)
    assert FACTS[fact_at(FACTS, fact.name)] is fact


def test_a_fact_nobody_declared_is_nowhere():
    assert fact_at(FACTS, "weather") == -1


def test_every_form_of_a_text_is_registered_under_its_id_at_its_own_line():
    made = texts()
    made.one(
        "t",
        item("say: Long words.\nshort: Short\nspoken: Said\nlaw: [L]\ntells: home\nmenu: m\npicture: p\n"),
    )
    assert made.english == {"t": "Long words.", "t~short": "Short", "t~spoken": "Said"}
    assert [made.places[id].line for id in ("t~short", "t~spoken")] == [2, 3]
    assert made.marks["t"] == Mark(law=("L",), tells="home", menu=("m",))
    assert made.pictures == {"t": "p"}
    assert made.findings.problems == []
