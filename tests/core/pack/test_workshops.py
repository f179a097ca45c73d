"""Workshop plans: what is read, and what each mistake is told."""

from __future__ import annotations

import jsonschema
import pytest
from tests.core.checker.small_workshop import BLOCKS, LINES, PLAN, with_plan

from kapea.core.authoring.schemas import schemas
from kapea.core.pack.build import Built, build
from kapea.core.pack.model import RoomQuestion
from kapea.core.pack.parse.workshops import START_LINES
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml
from kapea.core.pack.workshop_model import ASKED_IN_ROOMS, PART_KINDS, PLAN_FOR, ROLES

BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("number: 1", "number: none", "P03", "number: none"),
    ("for: class-b\n", "", "P02", "no `for`"),
    ("for: class-b", "for: children", "P03", "one of caregivers, class-a"),
    ("minutes: 30", "minutes: 300", "P03", "from 1 to 180"),
    ("facilitators: 2", "facilitators: some", "P03", "facilitators: some"),
    ("{least: 4, most: 30}", "{least: 30, most: 4}", "P03", "at least 30 and at most 4"),
    ("group: {least: 4, most: 30}\n", "", "P02", "no `group`"),
    ("led-by: Two people lead it.\n", "", "P02", "no `led-by`"),
    ("call: [HELPLINE]", "call: [HELPLIN]", "P06", "“HELPLIN” is not known"),
    ("call: [HELPLINE]\n", "", "P02", "no `call`"),
    ("call: [HELPLINE]", "call: [HELPLINE]\nprint: [badge]", "P06", "no material is “badge”"),
    ("start: begin\n", "", "P02", "no `start`"),
    ("start: begin", "start: upset", "P06", "the block upset does not say `rules`"),
    ("if-told: {block: told-here, journey: help}\n", "", "P02", "no `if-told`"),
    ("{block: told-here, journey: help}", "{block: told-here}", "P02", "no `journey`"),
    ("journey: help}", "journey: nowhere}", "P06", "no journey is “nowhere”"),
    ("distress: upset\n", "", "P02", "no `distress`"),
    ("distress: upset", "distress: nothing", "P06", "the block nothing does not say `notice`"),
    ("after: [Stay for a while.]\n", "", "P02", "no `after`"),
    ("kind: welcome", "kind: lecture", "P03", "one of welcome, story"),
    ("minutes: 12", "minutes: a while", "P03", "minutes: a while"),
    ("roles: [speaker, listener]", "roles: [speaker, stranger]", "P03", "“stranger” is not known"),
    ("    roles: [speaker, listener]\n", "", "P02", "no `roles`"),
    ("    do: Twos say the words.\n", "", "P02", "no `do`"),
    ("    without-reading: Tell it aloud.\n", "", "P02", "no `without-reading`"),
    ("about: story", "about: own-story", "P03", "one of story, words"),
    ("uses: remind", "uses: nowhere", "P06", "no journey is “nowhere”"),
    ("say: [Kind words help.]", "say: [Kind words help.], pressure: [Now.]", "P04", "knows no `pressure`"),
    ("say: [Kind words help.]", "say: [Kind words help.], roles: [child]", "P04", "knows no `roles`"),
    (", say: [Kind words help.]", "", "P02", "no `say`"),
    ("    when: before\n", "", "P02", "no `when`"),
    ("when: before", "when: later", "P03", "one of before, after"),
    ("    when: before\n    measures: [words]\n", "    when: before\n", "P02", "no `measures`"),
    (
        "when: before\n    measures: [words]",
        "when: before\n    measures: [word]",
        "P06",
        "“word” is not known",
    ),
    (
        "say: [Raise a hand.]",
        "say: [Raise a hand.]\n    ask: [{about: sure, say: Sure?}]",
        "P04",
        "knows no `ask`",
    ),
    ("say: [Kind words help.]", "say: [Kind words help.], measures: [words]", "P04", "knows no `measures`"),
]
SHAPES = [row for row in BROKEN if row[2] in ("P02", "P03", "P04") and row[1] != "{least: 30, most: 4}"]
"""Mistakes of shape: no editor can know what stands in other files, or which number is larger."""


def made(plan: str = PLAN, **more: str) -> Built:
    own = {f"small/workshops/{name}.yaml": text.encode() for name, text in more.items()}
    return build({**with_plan(plan), **own}, "small")


def plain(plan: str) -> object:
    item = read_yaml("workshops/evening.yaml", plan.encode(), Findings())
    assert item is not None
    return item.plain()


def underlined(plan: str) -> list[str]:
    return [e.message for e in jsonschema.Draft7Validator(schemas()["workshop"]).iter_errors(plain(plan))]


def test_a_plan_is_read_part_by_part():
    release = made().release
    assert release is not None
    plan = release.workshops["evening"]
    assert (plan.number, plan.audience, plan.minutes, plan.facilitators) == (1, "class-b", 30, 2)
    assert (plan.least_people, plan.most_people, plan.calls, plan.guide) == (4, 30, ("HELPLINE",), "help")
    assert [part.kind for part in plan.parts] == [
        "welcome", "measure", "story", "practice", "talk", "measure", "calm-end",
    ]  # fmt: skip
    asked, story, practice = plan.parts[1:4]
    assert (asked.when, asked.measures, plan.measured("after")) == ("before", ("words",), ("words",))
    assert story.say == ("evening.3.say.1", "evening.3.say.2")
    assert story.ask == (RoomQuestion("story", "evening.3.ask.1"),)
    assert (practice.roles, practice.pressure) == (("speaker", "listener"), ("evening.4.pressure.1",))
    assert release.texts["en"]["evening.3.ask.1"] == "What could Sok say?"
    assert release.upkeep["evening"].sources == ("ONE",)
    assert plan.is_class


def test_what_is_said_aloud_and_what_lies_on_the_table_is_all_of_it():
    release = made().release
    assert release is not None
    plan = release.workshops["evening"]
    own = {id for id in release.texts["en"] if id.startswith("evening.") and "~" not in id}
    lines = {f"{name}.{line}" for name, each in LINES.items() for line in each}
    assert {*plan.said, *plan.for_facilitators} == own | lines
    assert {f"begin.{line}" for line in START_LINES} <= set(plan.said)


def test_a_group_is_told_what_its_block_says_to_them():
    by_who = BLOCKS["begin"].replace(
        "pass: Some kind words here.", "pass: {child: You may pass., any: Please pass.}"
    )
    read = {}
    for audience in ("class-b", "caregivers"):
        plan = PLAN.replace("for: class-b", f"for: {audience}")
        release = build({**with_plan(plan), "small/blocks/begin.yaml": by_who.encode()}, "small").release
        assert release is not None
        read[audience] = release.workshops["evening"].start[1]
    assert read == {"class-b": "begin.pass/child", "caregivers": "begin.pass"}


def test_a_line_that_is_not_said_to_those_in_the_room_is_missed():
    block = BLOCKS["begin"].replace("pass: Some kind words here.", "pass: {caregiver: You may pass.}")
    twin = build({**with_plan(), "small/blocks/begin.yaml": block.encode()}, "small")
    assert [p.says for p in twin.problems if p.code == "P06"] == [
        "`start`: the block begin does not say `pass` to those in the room"
    ]


@pytest.mark.parametrize(("name", "line"), [(name, line) for name in LINES for line in LINES[name]])
def test_every_line_that_keeps_a_group_safe_must_be_there(name, line):
    block = BLOCKS[name].replace(f"  {line}: Some kind words here.\n", "")
    twin = build({**with_plan(), f"small/blocks/{name}.yaml": block.encode()}, "small")
    assert not twin.ok
    assert any(f"does not say `{line}`" in p.says for p in twin.problems if p.code == "P06")


@pytest.mark.parametrize(("before", "after", "code", "names"), BROKEN, ids=[b[3] for b in BROKEN])
def test_a_fault_is_named_with_its_place_and_mend(before, after, code, names):
    assert PLAN.count(before) == 1
    twin = made(PLAN.replace(before, after))
    found = [p for p in twin.problems if p.code == code and p.place.file == "small/workshops/evening.yaml"]
    assert not twin.ok
    assert any(names in str(p) for p in found), [str(p) for p in twin.problems]


def test_what_the_check_takes_is_not_underlined():
    assert made().ok
    assert underlined(PLAN) == []


@pytest.mark.parametrize(("before", "after", "code", "names"), SHAPES, ids=[row[3] for row in SHAPES])
def test_a_fault_of_shape_is_underlined_while_it_is_written(before, after, code, names):
    assert underlined(PLAN.replace(before, after))


def test_two_cannot_have_one_number_for_addresses_hold_it():
    twin = made(morning=PLAN.replace("id: evening", "id: morning"))
    assert "number 1 is that of" in "".join(p.says for p in twin.problems if p.code == "P07")


def test_a_plan_is_named_as_its_file_and_as_nothing_else():
    twin = build(with_plan(PLAN, "morning"), "small")
    assert "id “evening” in a file named morning" in "".join(p.says for p in twin.problems)
    twin = build(with_plan(PLAN.replace("id: evening", "id: S01"), "S01"), "small")
    assert "“S01” is already the id of" in "".join(p.says for p in twin.problems if p.code == "P07")


def test_the_lists_are_closed_and_nobody_who_harms_is_in_them():
    assert len(PART_KINDS) == 9
    assert set(PLAN_FOR) == {
        "caregivers", "class-a", "class-b", "class-c", "faith-leaders", "local-authorities",
    }  # fmt: skip
    assert set(ROLES) == {
        "speaker", "listener", "friend", "child", "caregiver", "leader", "helper", "watcher",
    }  # fmt: skip
    assert set(ASKED_IN_ROOMS) == {"story", "words", "facts", "sure", "next", "ready"}
