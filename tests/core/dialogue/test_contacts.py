"""Whom a view names: by its node, by the danger, by a text that says to call; every kind of help first."""

from __future__ import annotations

from kapea.core.dialogue.contacts import MAX_CONTACTS
from kapea.core.dialogue.events import Answer, Move
from kapea.core.dialogue.step import begin, step


def _view(world, at, *answers):
    state, view = begin(world, "en"), None
    for answer in answers:
        event = Move("help") if answer == "help" else Answer(answer)
        taken = step(world, state, event, at=at)
        state, view = taken.state, taken.view
    return view


def _numbers(view):
    return [m.phone.number if m.phone else None for m in view.contacts]


def test_a_step_that_says_to_call_names_whom_on_that_screen(world, at):
    view = _view(world, at, "1", "S05", "1", "2", "no", "no", "no", "no")
    assert view.node == "help.step-2"
    assert _numbers(view) == ["092 311 511", "1280"]


def test_a_step_that_says_nothing_of_calling_names_nobody(world, at):
    view = _view(world, at, "1", "S02", "1", "3", "no", "no", "no")
    assert view.node == "help.step-2"
    assert view.contacts == ()


def test_after_somebody_answered_in_danger_those_of_now_still_lead(world, at):
    view = _view(world, at, "1", "S05", "1", "2", "no", "no", "no", "help", "1", "1", "1")
    assert view.node == "help.step-2"
    assert _numbers(view)[:2] == ["1280", "117"]


def test_nobody_answered_begins_with_others_and_keeps_the_first_behind_them(world, at):
    first = _view(world, at, "help", "1")
    then = _view(world, at, "help", "1", "2")
    lines = [m for m in then.contacts if m.phone is not None]
    assert {"1280", "1288"} <= {m.phone.number for m in lines[:-1]}
    assert lines[-1].phone.number == _numbers(first)[0] == "117"
    assert "just-tried" in lines[-1].reasons


def test_dying_names_every_kind_of_help_and_no_more_than_three(world, at):
    view = _view(world, at, "help", "2")
    assert [m.type for m in view.contacts] == ["HELPLINE", "HEALTH", "AMBULANCE"]
    assert len(view.contacts) == MAX_CONTACTS
