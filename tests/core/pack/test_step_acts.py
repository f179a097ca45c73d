"""A step says what it makes somebody do; whoever may be sent to a person to tell has that part."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import released
from tests.core.checker.small_situations import S01

from kapea.core.pack.model import Release

STEP = """      - act: tell
        do:
          9-11 home=safe: {say: Tell your mother now., tells: home}
          9-11: Tell a grown-up you trust.
          any: Ask one person to sit with you.
"""
DO = "S01.child.step.2.do"


def with_step(step: str) -> Release:
    assert STEP in S01
    return released(("situations/S01.yaml", STEP, step))


def told(release: Release) -> set[str]:
    return {part for part in release.situations["S01"].voices["child"].has if part.startswith("tell.")}


def test_the_acts_of_a_step_are_those_of_each_of_its_wordings():
    marks = with_step(STEP).marks
    assert {marks[f"{DO}{wording}"].act for wording in ("", "/9-11", "/9-11 home=safe")} == {("tell",)}
    assert marks[f"{DO}/9-11 home=safe"].tells == "home"
    assert marks["S01.child.step.1.do"].act == ("stop",)


def test_a_wording_may_have_acts_of_its_own_in_their_order():
    step = STEP.replace("9-11: Tell a grown-up you trust.", "9-11: {say: Wait., act: [wait, call]}")
    marks = with_step(step).marks
    assert marks[f"{DO}/9-11"].act == ("wait", "call")
    assert marks[DO].act == ("tell",)


@pytest.mark.parametrize(
    ("acts", "parts"),
    [
        ({}, {"tell.2"}),
        ({"9-11": "stay"}, {"tell.2"}),  # home was safe: that one tells
        ({"9-11": "stay", "9-11 home=safe": "stay"}, {"tell.2.12-14", "tell.2.none"}),
        ({"any": "stay"}, {"tell.2.9-11"}),
        ({"9-11": "stay", "9-11 home=safe": "stay", "any": "stay"}, set()),
    ],
)
def test_who_may_be_sent_to_a_person_has_that_part(acts, parts):
    said = {
        "9-11 home=safe": "{say: Tell your mother now., tells: home",
        "9-11": "{say: Tell a grown-up you trust.",
        "any": "{say: Ask one person to sit with you.",
    }
    lines = (f"          {who}: {words}, act: {acts.get(who, 'tell')}}}\n" for who, words in said.items())
    assert told(with_step("      - do:\n" + "".join(lines))) == parts


def test_a_step_for_everybody_tells_everybody():
    step = "      - act: [stay, tell]\n        do: Ask one person to sit with you.\n"
    assert told(with_step(step)) == {"tell.2"}
