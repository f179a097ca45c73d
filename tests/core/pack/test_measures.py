"""What workshops ask before and after: what is read, and what each mistake is told."""

from __future__ import annotations

import jsonschema
import pytest
from tests.core.checker.small_workshop import MEASURES, PLAN, with_plan

from kapea.core.authoring.schemas import schemas
from kapea.core.pack.build import Built, build
from kapea.core.pack.measure_model import ASKED_WHEN, CARDS, MEASURED, TWICE
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("about: first-words", "about: own-story", "P03", "one of knowledge, confidence"),
    ("    about: first-words\n", "", "P02", "no `about`"),
    ("    ask: Do you know your words?\n", "", "P02", "no `ask`"),
    ("answers: sure", "answers: unsure", "P06", "none are called “unsure”"),
    ("    answers: sure\n", "", "P02", "no `answers`"),
    ("better: [smile]", "better: [laugh]", "P03", "“laugh” is not known"),
    ("    better: [smile]\n", "", "P02", "no `better`"),
    ("straight: A little., ", "", "P02", "no `straight`"),
    ("smile: ", "frown: No., smile: ", "P04", "knows no `frown`"),
    ("measures:\n", "measures:\n  # none\nrest:\n", "P04", "knows no `rest`"),
]
SHAPES = [row for row in BROKEN if row[2] != "P06"]


def made(measures: str = MEASURES, plan: str = PLAN) -> Built:
    return build(with_plan(plan, measures=measures), "small")


def underlined(measures: str) -> list[str]:
    item = read_yaml("measures.yaml", measures.encode(), Findings())
    assert item is not None
    return [e.message for e in jsonschema.Draft7Validator(schemas()["measures"]).iter_errors(item.plain())]


def test_an_item_is_read_with_what_each_card_means():
    release = made().release
    assert release is not None
    measure = release.measures["words"]
    assert (measure.about, measure.better) == ("first-words", ("smile",))
    said = {card: release.texts["en"][text] for card, text in measure.by_card.items()}
    assert said == {"smile": "Yes.", "straight": "A little.", "question": "Not sure."}
    assert release.texts["en"][measure.ask] == "Do you know your words?"
    assert release.upkeep["measures"].expires == "2027-11-24"
    assert underlined(MEASURES) == []


@pytest.mark.parametrize(("before", "after", "code", "says"), BROKEN, ids=[row[3] for row in BROKEN])
def test_each_mistake_is_named(before, after, code, says):
    assert MEASURES.count(before) == 1
    found = [p for p in made(MEASURES.replace(before, after)).problems if p.code == code]
    assert any(says in p.says + p.mend for p in found), found


@pytest.mark.parametrize(("before", "after"), [row[:2] for row in SHAPES], ids=[row[3] for row in SHAPES])
def test_an_editor_underlines_it(before, after):
    assert underlined(MEASURES.replace(before, after))


def test_without_the_file_a_plan_has_nothing_to_ask():
    files = {path: data for path, data in with_plan().items() if path != "small/measures.yaml"}
    assert "“words” is not known" in "".join(p.says for p in build(files, "small").problems)


def test_nobody_can_be_asked_what_they_went_through():
    assert set(MEASURED) == {"knowledge", "confidence", "first-words", "practice", "norm", "warning"}
    assert set(TWICE) < set(MEASURED)
    assert (CARDS, ASKED_WHEN) == (("smile", "straight", "question"), ("before", "after"))
