"""What CONTRIBUTING.md says of common changes: the files are there, and touching them is enough."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import msgspec
import pytest
from tests.conftest import AT, world_of
from tests.core.checker.small_pack import ON, built

from kapea import cli
from kapea.cli.main import main
from kapea.cli.terminal import contact_lines
from kapea.content import folder, word_breaks
from kapea.core.authoring import schema_directory
from kapea.core.checker import door_fit
from kapea.core.checker.report import PROPERTIES
from kapea.core.directory import reasons
from kapea.core.directory.match import Need, match
from kapea.core.directory.model import Phone, Service
from kapea.core.doors.limits import DOORS, SMS, characters
from kapea.core.doors.render import contact_said
from kapea.core.pack.build import build
from kapea.core.pack.problem import Place, Problem
from kapea.core.paper.piece import piece
from kapea.core.paper.plan_cards import plan_cards
from kapea.core.present.contact import contact_in_words
from kapea.core.workshops.counted_fields import counted_of_plan
from kapea.web.workshops.run_page import RunPage

checking = importlib.import_module("kapea.core.checker.check")
"""The module; the package gives its function the same name."""
ROOT = Path(__file__).parents[2]
SAID = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGES = (
    "contact field", "language", "door", "property", "printed piece", "journey", "workshop plan", "command",
)  # fmt: skip


def table() -> dict[str, list[str]]:
    """By change, the paths its row names; what stands between < and > is yours to name."""
    rows = re.findall(r"^\| a new ([^|]+?) \|(.*)\|$", SAID, flags=re.M)
    return {change: re.findall(r"`([^`]+)`", rest) for change, rest in rows}


def test_every_common_change_has_its_row():
    assert set(CHANGES) == table().keys()


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_names_a_folder_and_three_files_that_are_there(change):
    room, *files = table()[change]
    assert (ROOT / room).is_dir()
    assert len(files) == 3
    for path in files:
        if "<" in path:
            assert (ROOT / path.partition("<")[0]).parent.is_dir(), path
        else:
            assert (ROOT / path).is_file(), path


# --- each claim, with something that is thrown away after the test -------------------------------


def test_a_contact_field_that_is_a_reason_is_said_by_every_door(cambodia):
    """Read, kept and worded once: the page, the terminal and every message say it by themselves."""
    world, words = world_of("cambodia"), "answers in sign language"
    texts = {**world.release.texts, "en": {**world.release.texts["en"], "word.reason-signs": words}}
    release = msgspec.structs.replace(world.release, texts=texts)
    [found, *_] = match(world.directory, Need(types=("HELPLINE",), language="en"), at=AT)
    found = msgspec.structs.replace(found, reasons=(*found.reasons, "signs"))
    assert words in contact_in_words(release, found, "en").why
    assert words in contact_said(release, found, "en")
    assert words in contact_lines(type(world)(release), "en", found)


def test_a_reason_is_told_by_its_place_among_the_others(monkeypatch):
    assert reasons.told(("free", "signs")) == ("free",)
    monkeypatch.setattr(reasons, "BY_USE", ("signs", *reasons.BY_USE))
    assert reasons.told.__wrapped__(("free", "signs")) == ("signs", "free")


@pytest.mark.parametrize("struct", [Service, Phone])
def test_every_field_of_a_contact_stands_in_the_form_that_editors_have(struct):
    """So that a pack that writes it is not refused: `core/authoring/schema_directory.py`."""
    form = schema_directory.services()["properties"]["services"]["items"]["properties"]
    form = form["phones"]["items"]["properties"] if struct is Phone else form
    made_from_others = {"organization", "openings", "stale"}
    assert set(struct.__struct_fields__) - made_from_others <= form.keys()


def test_a_door_in_the_list_is_held_to_its_limits_at_once(monkeypatch):
    tiny = replace(SMS, name="pager", body=40, size=characters)
    assert "K13" not in checking.check(built(), on=ON).failed()
    monkeypatch.setattr(door_fit, "DOORS", (*DOORS, tiny))
    told = [p for p in checking.check(built(), on=ON).problems if p.code == "K13"]
    assert told
    assert all("pager" in problem.says for problem in told)
    assert not any("spoken" in problem.mend for problem in told), "only a voice says the spoken form"


def test_a_property_in_the_list_is_asked_and_must_say_how_far_it_is_proved(monkeypatch):
    def always(case):
        yield Problem("K99", Place("a.yaml"), "this is always wrong", "nothing mends it", "error", ())

    monkeypatch.setattr(checking, "EVERY", (*checking.EVERY, always))
    assert "K99" in checking.check(built(), on=ON).failed()
    assert "K99" not in PROPERTIES
    assert all(says for _, says in PROPERTIES.values())


PIECE = """id: badge
number: 99
size: A6
title: A badge
picture: paper
sources: [IASC-PKT]
review: {state: draft}
expires: 2027-11-24
parts:
  - {head: Useful numbers, picture: phone-call}
  - {people: now}
"""
JOURNEY = """journey: greeting
start: {say: Good to see you.}
"""


def test_a_printed_piece_is_one_file_of_a_pack():
    pack, files = folder.read_pack_files(ROOT / "packs" / "cambodia")
    made = build({**files, "common/materials/badge.yaml": PIECE.encode()}, pack, word_breaks.breakers())
    assert made.release is not None, made.problems
    assert made.release.materials["badge"].number == 99
    told = piece(made.release, "badge", "en", at=AT)
    assert any(thing.groups for panel in told.panels for thing in panel.things)


def test_a_workshop_plan_is_one_file_of_a_pack():
    """Then it is counted, printed and led; nothing else names it."""
    pack, files = folder.read_pack_files(ROOT / "packs" / "cambodia")
    known = files["common/workshops/workshop-class-b4.yaml"].decode()
    another = known.replace("id: workshop-class-b4", "id: another").replace("number: 34", "number: 99")
    made = build({**files, "common/workshops/another.yaml": another.encode()}, pack, word_breaks.breakers())
    assert made.release is not None, made.problems
    plan = made.release.workshops["another"]
    assert counted_of_plan(plan) == counted_of_plan(made.release.workshops["workshop-class-b4"])
    assert plan_cards(made.release, plan, "en", at=AT).number == 99
    assert RunPage(made.release, plan, "en", {}, str).parts


def commands() -> set[click.Command]:
    """Every command that a module of the cli defines."""
    found: set[click.Command] = set()
    for module in pkgutil.iter_modules(cli.__path__):
        loaded = importlib.import_module(f"kapea.cli.{module.name}")
        found |= {v for v in vars(loaded).values() if isinstance(v, click.Command)}
    return found - {main}


def within(group: click.Group) -> set[click.Command]:
    inner = set(group.commands.values())
    return inner.union(*(within(each) for each in inner if isinstance(each, click.Group)))


def test_every_command_that_is_written_can_be_called():
    assert commands() <= within(main)


def test_the_day_of_a_check_is_given():
    """So that a try gives the same answer tomorrow."""
    assert isinstance(ON, date)
