"""Lessons, stories and practice as pack data: one more is one file more; mistakes are told where they are."""

from __future__ import annotations

import pytest
from tests.core.checker.small_learning import FILES, LESSON, learning, learning_files
from tests.core.checker.small_pack import HEAD, ON

from kapea.core.checker.check import check
from kapea.core.dialogue.progress import units
from kapea.core.dialogue.world import World
from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import build

ONE, TWO = "journeys/lesson-1.yaml", "journeys/lesson-2.yaml"
PRACTICE, STORY = "journeys/practice-one.yaml", "journeys/story-one.yaml"
MISTAKES = [
    # file, old, new, code, what is said, how it is mended
    (
        ONE,
        "kind: lesson,",
        "kind: lecture,",
        "P03",
        "`kind: lecture` is not known",
        "lesson, story, practice",
    ),
    (ONE, "number: 1,", "", "P02", "`learn` has no `number`", "add a line"),
    (ONE, "number: 1,", "number: 20,", "P03", "`number: 20`", "from 1 to 19"),
    (TWO, "number: 2,", "number: 1,", "P07", "lesson 1 is lesson-1 already", "next free number"),
    (ONE, "minutes: 4,", "minutes: many,", "P03", "`minutes: many`", "from 1 to 10"),
    (ONE, ", picture: person}\nstart", "}\nstart", "P02", "`learn` has no `picture`", "add a line"),
    (ONE, "picture: person}\nstart", "picture: person, band: 9-11}\nstart", "P04", "knows no `band`", ""),
    (ONE, "picture: person}\nstart", "picture: person, after: [no]}\nstart", "P03", "`after: no`", "[2, 3]"),
    (ONE, "  able: You can breathe.\n", "", "K01", "lesson-1 has no text “able”", "under texts:"),
    (ONE, "  wall: Breathe first 1.\n", "", "K01", "lesson-1 has no text “wall”", "under texts:"),
    (STORY, "band: 9-11,", "band: 8-11,", "P03", "`band: 8-11` is not known", "9-11, 12-14, 15-17"),
    (PRACTICE, "reaction: opens,", "reaction: wrong,", "P03", "`reaction: wrong`", "opens, waits, closes"),
    (
        PRACTICE,
        "words_to_keep: true,",
        "words_to_keep: many,",
        "P02",
        "`words_to_keep` is true or false",
        "true",
    ),
    (PRACTICE, "ask: word.learn-choose", "ask: word.learn-chose", "K01", "no text “word.learn-chose”", ""),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "says", "mend"), MISTAKES, ids=[m[4] for m in MISTAKES]
)
def test_a_mistake_is_told_in_its_file_with_its_mend(file, old, new, code, says, mend):
    twin = learning((file, old, new))
    told = [p for p in twin.problems if p.code == code and p.place.file == f"small/{file}"]
    assert any(says in p.says and mend in p.mend for p in told), [str(p) for p in twin.problems]


def test_one_more_lesson_is_one_file_more():
    """It stands in the list, leads on from the one before, and its end is made: nothing else is touched."""
    text = LESSON.replace("$N", "3").strip().replace("$HEAD", HEAD.strip()) + "\n"
    sources = learning_files()
    catalogue = sources["small/locale/km/all.po"].decode()
    for n in (1, 2):
        assert f"lesson-{n}.title" in catalogue
    third = "".join(
        block.replace("lesson-2.", "lesson-3.").replace("Lesson 2", "Lesson 3").replace("first 2", "first 3")
        for block in catalogue.split("\nmsgctxt ")
        if '"lesson-2.' in block.split("\n")[0]
        for block in [f"\nmsgctxt {block}"]
    )
    sources["small/journeys/lesson-3.yaml"] = text.encode()
    sources["small/locale/km/all.po"] = (catalogue + third).encode()
    made = build(sources, "small", {"km": breaker(list)})
    assert made.release is not None, [str(p) for p in made.problems]
    world, nodes = World(made.release), {node.id: node for node in made.release.nodes}
    assert list(units(world, "lesson")) == ["lesson-1", "lesson-2", "lesson-3"]
    assert [choice.say[0].text for choice in nodes["learn.lessons"].choices][-1] == "lesson-3.title"
    assert made.release.nodes[nodes["lesson-2.done"].choices[0].to].id == "lesson-3.band"
    assert nodes["lesson-3.done"].finishes == 3


def test_what_makes_a_lesson_easier_is_offered_first_and_nothing_is_locked():
    twin = learning(
        ("journeys/lesson-2.yaml", "picture: person}\nstart", "picture: person, after: [1]}\nstart")
    )
    assert check(twin, on=ON).ok
    release = twin.release
    assert release is not None
    nodes = {node.id: node for node in release.nodes}
    assert release.nodes[release.journeys["lesson-2"].start].id == "lesson-2.before"
    assert [release.nodes[c.to].id for c in nodes["lesson-2.before"].choices] == [
        "lesson-1.band",
        "lesson-2.band",
    ]
    assert release.nodes[nodes["lesson-1.done"].choices[0].to].id == "lesson-2.band"


def test_each_other_lesson_leads_to_the_one_that_is_always_near():
    twin = learning(
        ("journeys/lesson-2.yaml", "picture: person}\nstart", "picture: person, always: true}\nstart")
    )
    release = twin.release
    assert release is not None
    nodes = {node.id: node for node in release.nodes}
    assert "lesson-2.title" in [choice.say[0].text for choice in nodes["lesson-1.done"].choices]
    assert "lesson-2.title" not in [choice.say[0].text for choice in nodes["lesson-2.done"].choices]
    assert "lesson-2.title" not in [choice.say[0].text for choice in nodes["practice-one.done"].choices]


def test_a_reaction_without_a_drawing_of_its_own_shows_a_face():
    release = learning(
        ("journeys/practice-one.yaml", "reaction: closes\n", "reaction: closes\n    picture: hand\n")
    ).release
    assert release is not None
    pictures = {node.id: node.picture for node in release.nodes}
    assert pictures["practice-one.open-a"] == "face-opens"
    assert pictures["practice-one.open-b"] == "hand"


def test_a_pack_without_a_list_or_a_red_tile_still_builds():
    sources = {
        path: text for path, text in learning_files().items() if not path.endswith("journeys/learn.yaml")
    }
    made = build(sources, "small", {"km": breaker(list)})
    assert made.release is not None
    nodes = {node.id: node for node in made.release.nodes}
    assert "word.learn-all" not in [choice.say[0].text for choice in nodes["lesson-1.done"].choices]
    assert set(FILES) >= {"journeys/learn.yaml"}


def test_on_paper_each_line_stands_beside_the_drawing_of_what_it_is_from():
    sources = learning_files()
    sheet = "id: walls\nnumber: 1\nsize: A5\ntitle: A card\n" + HEAD + "parts:\n"
    parts = "  - {units: lesson, mark: box}\n  - {units: practice}\n"
    sources["small/materials/walls.yaml"] = (sheet + parts).encode()
    release = build(sources, "small", {"km": breaker(list)}).release
    assert release is not None
    lessons, practices = release.materials["walls"].parts
    assert (lessons.texts, lessons.mark) == (("lesson-1.wall", "lesson-2.wall"), "box")
    assert practices.texts == ("practice-one.keep",)
    assert lessons.pictures == ("person", "person")
    wrong = build(
        sources | {"small/materials/walls.yaml": (sheet + "  - {units: story}\n").encode()}, "small"
    )
    assert any(p.code == "P03" and "`units: story` is not known" in p.says for p in wrong.problems)
