"""What a study asks, shows and says: what is read, and what each mistake is told."""

from __future__ import annotations

import jsonschema
import pytest
from tests.core.checker.small_study import STUDY_CARDS, STUDY_GUIDE, changed_guide, study, with_study
from tests.packs import built

from kapea.core.authoring.schemas import schemas
from kapea.core.pack.build import build
from kapea.core.pack.model import StudyCard, StudyQuestion
from kapea.core.pack.parse.instrument_lines import NEEDED_LINES
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("kind: guide", "kind: quiz", "P03", "one of guide, cards"),
    ("for: children\n", "", "P02", "no `for`"),
    ("for: children", "for: anyone", "P03", "one of children, caregivers"),
    ("held: group\n", "", "P02", "no `held`"),
    ("bands: [9-11]", "bands: [9-12]", "P03", "“9-12” is not known"),
    ("bands: [9-11]\n", "", "P02", "no `bands`"),
    ("minutes: 45", "minutes: 120", "P03", "from 1 to 90"),
    ("title: A talk with a group\n", "", "P02", "no `title`"),
    ("protection-reviewer: null\n", "", "P02", "no `protection-reviewer`"),
    ("[Moon is ten., ", "[", "P03", "the story has 4 sentences"),
    ("    own-harm: no\n    probes", "    probes", "P02", "no `own-harm`"),
    ("    own-harm: no\n    probes", "    own-harm: perhaps\n    probes", "P03", "write yes or no"),
    ("purpose: warm-up", "purpose: find-out", "P03", "one of warm-up, daily-life"),
    ("risk: watch", "risk: high", "P03", "one of low, watch"),
    ("    source: ONE\n", "", "P02", "no `source`"),
    ("uses: story", "uses: photograph", "P03", "one of , story, cards"),
    ("probes: [more]", "probes: [why]", "P03", "“why” is not known"),
    ("id: likes", "id: first", "P07", "two of study-moon are called “first”"),
    ("    uses: story", "    picture: moon", "P04", "knows no `picture`"),
]  # fmt: skip
SHAPES = [row for row in BROKEN if row[2] in ("P02", "P03", "P04")]


def underlined(text: str) -> list[str]:
    item = read_yaml("studies/x.yaml", text.encode(), Findings())
    assert item is not None
    return [e.message for e in jsonschema.Draft7Validator(schemas()["instrument"]).iter_errors(item.plain())]


def test_a_guide_is_read_question_by_question():
    release = study().release
    assert release is not None
    guide = release.instruments["study-moon"]
    assert (guide.audience, guide.held, guide.bands, guide.minutes) == ("children", "group", ("9-11",), 45)
    assert guide.story == tuple(f"study-moon.story.{n}" for n in range(1, 6))
    text = "study-moon.ask.first"
    assert guide.questions[1] == StudyQuestion("first", text, "practice", "ONE", "watch", False, "story")
    assert release.texts["en"][text] == "What could Moon do first?"
    assert guide.questions[0].probes == ("more",)
    assert release.upkeep["study-moon"].sources == ("ONE",)


def test_cards_are_read_with_what_was_left_out():
    release = study().release
    assert release is not None
    cards = release.instruments["study-cards"]
    assert cards.left_out == ("💀",)
    start, caution = "study-cards.start.c2", "study-cards.caution.c2"
    assert cards.cards[1] == StudyCard("c2", "😨", start, caution, watched=True)
    assert cards.reaches_children


def test_all_of_an_instruments_texts_are_said_somewhere():
    release = built("nepal").release
    assert release is not None
    for id, made in release.instruments.items():
        own = {text for text in release.texts["en"] if text.startswith(f"{id}.") and "~" not in text}
        assert set(made.said) == own, id


@pytest.mark.parametrize(("before", "after", "code", "names"), BROKEN, ids=[row[3] for row in BROKEN])
def test_a_fault_is_named_with_its_place_and_mend(before, after, code, names):
    twin = study((before, after))
    found = [p for p in twin.problems if p.code == code and p.place.file == "small/studies/study-moon.yaml"]
    assert not twin.ok
    assert any(names in str(p) for p in found), [str(p) for p in twin.problems]


@pytest.mark.parametrize(("before", "after", "code", "names"), SHAPES, ids=[row[3] for row in SHAPES])
def test_a_fault_of_shape_is_underlined_while_it_is_written(before, after, code, names):
    assert underlined(changed_guide((before, after)))


def test_what_the_check_takes_is_not_underlined():
    assert study().ok
    assert underlined(STUDY_GUIDE) == underlined(STUDY_CARDS) == []


@pytest.mark.parametrize("kind", NEEDED_LINES)
def test_every_line_of_the_words_and_of_the_sheet_must_be_there(kind):
    sections = NEEDED_LINES[kind]
    lines = "".join(
        f"  {section}:\n" + "".join(f'    "{name}": Some words.\n' for name in names)
        for section, names in sections.items()
    )
    head = STUDY_CARDS.split("left-out")[0].replace("kind: cards", f"kind: {kind}")
    whole = f"{head}lines:\n{lines}"
    assert build(with_study(cards=whole), "small").ok
    assert underlined(whole) == []
    for section, names in sections.items():
        less = whole.replace(f'  {section}:\n    "{names[0]}": Some words.\n', f"  {section}:\n", 1)
        if len(names) > 1:
            assert underlined(less)
    problems = build(with_study(cards=less), "small").problems
    assert [p.says for p in problems] == [f"`{section}` has no `{names[0]}`"]
