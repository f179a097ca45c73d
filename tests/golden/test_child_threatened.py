"""A child of 14 who is threatened now, on a phone that others use: what the walk owes, in every country."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from tests.conftest import AT, COUNTRIES, world_of

from kapea.cli import terminal
from kapea.core.dialogue.view import View

ANSWERS = Path(__file__).parent / "answers"
THREATS = ("S02", "S03")
each_threat = pytest.mark.parametrize(("country", "threat"), [(c, t) for c in COUNTRIES for t in THREATS])


@cache
def _views(country: str, threat: str) -> list[View]:
    """The views of the calm walk, in which the helper is called and the end is reached."""
    lines = (ANSWERS / f"{threat}-child-calm.txt").read_text(encoding="utf-8").splitlines()
    said = [line for line in lines if terminal.is_answer(line)]
    return [taken.view for _, taken in terminal.play(world_of(country), "en", said, "help", at=AT)]


def _first_with(views: list[View], text: str) -> int:
    """The place on the way of the first view that shows a text, of whichever wording."""
    return next(n for n, view in enumerate(views) if any(s.text.split("/")[0] == text for s in view.shown))


@each_threat
def test_block_after_is_said_again_once_it_is_on_paper_and_somebody_was_called(country, threat):
    views = _views(country, threat)
    paper, block = _first_with(views, "A3.before"), _first_with(views, "help.block-now")
    called = next(n for n, view in enumerate(views) if view.node == "help.call")
    assert paper < called < block


CALLED_IN_VAIN = ("line-failed", "busy-lead", "rang-lead", "threat-1")


@pytest.mark.parametrize("text", CALLED_IN_VAIN)
def test_khmer_speaks_to_a_child_as_a_child_and_to_a_grown_up_as_one(text):
    km = world_of("cambodia").release.texts["km"]
    said = {who: km[f"help.{text}/{who}"] for who in ("young", "adult")}
    assert "ប្អូន" in said["young"]
    assert "អ្នក" not in said["young"].replace("អ្នកណា", "")
    assert "លោកអ្នក" in said["adult"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_nobody_is_told_that_they_love_whoever_wants_money_from_them(country):
    asked = _views(country, "S02")[_first_with(_views(country, "S02"), "A11.know")]
    said = {s.text for s in asked.shown}
    assert "A11.love/child" not in said
    assert {text.split("/")[0] for text in said} >= {"A11.call", "A11.love", "A11.ask"}
    assert all("situation=S02" in text for text in said if text.startswith(("A11.call", "A11.ask")))


def _contacts_before_question(views: list[View], number: int) -> bool:
    """Whether somebody to call stands after the list of worries, and before so many questions were asked."""
    asked = 0
    for view in views[2:]:
        if any(contact.phone for contact in view.contacts):
            return asked < number
        asked += view.ask is not None
    return False


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_number_a_kind_word_and_tonight_come_within_three_questions(country):
    views = _views(country, "S03")
    assert _contacts_before_question(views, 3)
    held = views[_first_with(views, "help.hold")]
    assert {"help.hold", "help.hold-tonight"} <= {s.text for s in held.shown}
    assert {"go-on", "nobody"} <= {o.text.split("/")[0].rpartition(".")[2] for o in held.offers}


@each_threat
def test_the_way_out_of_a_shared_phone_is_said_before_anything_is_read_on_it(country, threat):
    views = _views(country, threat)
    way_out, first = _first_with(views, "A7.leave"), _first_with(views, f"{threat}.child.first")
    assert way_out < first
    aside = {s.text.split("/")[0] for o in views[first].offers for s in o.aside}
    assert {"A9.history", "A9.recents", "A9.another-phone"} <= aside
