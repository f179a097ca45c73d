"""Nobody near is taken for safe: a child reads of relatives only where home was answered safe, and wherever a
step names who could be told, it says that it tells, so that “it is that person” stands beside it.
"""

from __future__ import annotations

import re

import pytest
from tests import packs

from kapea.core.checker.explore import explore
from kapea.core.pack.model import Release, Variant

RELATIVES = re.compile(
    r"\b(aunt|uncle|cousin|grandmother|grandfather|sister|brother|relative|mother|father)s?\b", re.I
)
ROLES = re.compile(
    r"\b(teacher|nurse|neighbour|leader|monk|pastor|imam|priest|outreach|coach|helper|guard)s?\b", re.I
)
BEFORE = re.compile(r"\b(tell|ask|say to|together with|do it with) that (grown-up|adult|person)\b", re.I)
OWN_WORDS = (".title", ".say", "~short")
"""What the person says, not what is said to them."""
AS_THE_ONE = "S07.child.step.1.stuck.2.then"
"""It says that a relative or a teacher can be the very one."""


def young(release: Release) -> list[Variant]:
    """Every wording of its own that a situation has for a child or a friend."""
    told = [(s.id, who, s.voices[who]) for s in release.situations.values() for who in s.voices]
    own = {f"{id}.{who}.": voice for id, who, voice in told if who in ("child", "peer")}
    wordings = (
        (base, v)
        for base, voice in own.items()
        for lines in voice.parts.values()
        for line in lines
        for v in line.say
    )
    return [wording for base, wording in wordings if wording.text.startswith(base)]


def home_is_safe(release: Release, wording: Variant) -> bool:
    at = next(at for at, fact in enumerate(release.facts) if fact.name == "home")
    code = release.facts[at].code("safe")
    return any(clause.at == at and clause.codes == code for clause in wording.when.only)


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_a_relative_is_named_only_where_home_is_safe(pack):
    release = packs.built(pack).release
    assert release is not None
    named = [v for v in young(release) if RELATIVES.search(release.text(v.text, "en"))]
    others = [v for v in named if not v.text.endswith(OWN_WORDS) and v.text != AS_THE_ONE]
    assert named, "their own words name relatives"
    assert [v.text for v in others if not home_is_safe(release, v)] == []


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_a_step_that_names_who_could_be_told_says_that_it_tells(pack):
    release = packs.built(pack).release
    assert release is not None
    steps = {v.text for v in young(release) if ".do" in v.text and ROLES.search(release.text(v.text, "en"))}
    assert len(steps) > 15
    marks = {text: release.marks[text].act for text in steps}
    by_phone = {text for text, act in marks.items() if "call" in act or "care" in act}
    assert sorted(text for text in steps - by_phone if "tell" not in marks[text]) == []


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_no_step_sends_back_to_whoever_was_named_before(pack):
    """“It is that person” may just have been answered: what comes then speaks of the one who was chosen."""
    release = packs.built(pack).release
    assert release is not None
    steps = {v.text: release.text(v.text, "en") for v in young(release) if ".do" in v.text}
    assert {text: says for text, says in steps.items() if BEFORE.search(says)} == {}
    assert sum("you chose" in says for says in steps.values()) > 5


def test_wherever_a_step_tells_another_than_that_person_is_one_answer_away():
    release = packs.built("cambodia").release
    assert release is not None
    graph = explore(packs.world("cambodia"))
    nodes = [node.id for node in release.nodes]
    told = {
        (at, shown.text) for at, view in graph.screens() for shown in view.shown if tells(release, shown.text)
    }
    assert len({text for _, text in told}) > 30
    others = {at: {nodes[choice.to] for _, choice in graph.ways(at)} for at, _ in told}
    without = {text for at, text in told if not any(o.startswith("help.other-person") for o in others[at])}
    assert without == set()


def tells(release: Release, text: str) -> bool:
    return text in release.marks and "tell" in release.marks[text].act
