"""Faults of the engine, put in on purpose: the checker trusts the shipped step no more than the pack."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import check, contacts_by_hour, explore, global_moves, services
from kapea.core.checker.report import Report
from kapea.core.dialogue.events import Event, Media, Move, Said, Silence
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import Step
from kapea.core.dialogue.step import step as shipped
from kapea.core.dialogue.world import World


def checked() -> Report:
    return check(built(), on=ON)


def _broken(kind: str) -> Any:
    """A step in which one thing goes wrong."""

    def step(world: World, state: State, event: Event, *, at: Any) -> Step:
        turn = shipped(world, state, event, at=at)
        match kind, event:
            case "stop keeps", Move("stop"):
                return Step(state, turn.view)
            case "back forgets", Move("back"):
                return Step(state, turn.view)
            case "help is deaf", Move("help"):
                return shipped(world, state, Silence(), at=at)
            case "language sticks", Move("language"):
                return shipped(world, state, Move("repeat"), at=at)
            case "no word on silence", Silence():
                return msgspec.structs.replace(turn, view=msgspec.structs.replace(turn.view, shown=()))
            case "a picture moves on", Media():
                return shipped(world, state, Move("help"), at=at)
            case "nobody after misses", Silence() if state.misses:
                return msgspec.structs.replace(turn, view=msgspec.structs.replace(turn.view, contacts=()))
            case "no moves", Said():
                return msgspec.structs.replace(turn, view=msgspec.structs.replace(turn.view, moves=()))
        return turn

    return step


FAULTS = {
    "stop keeps": "“stop” keeps something",
    "back forgets": "“back” or “repeat” does not lead where it should",
    "help is deaf": "“help now” does not lead to help",
    "language sticks": "the language cannot be changed to en",
    "no word on silence": "silence is not answered",
    "a picture moves on": "media is not answered",
    "nobody after misses": "two misses name nobody",
    "no moves": "a move is not offered",
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_step_that_goes_wrong_is_seen(kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(global_moves, "step", _broken(kind))
    assert FAULTS[kind] in {p.says for p in checked().of("K04")}


def test_contacts_that_are_wrong_at_one_hour_only_are_seen(monkeypatch: pytest.MonkeyPatch):
    hours: list[Any] = []
    later: list[Any] = []
    weigh, fit, name = World.weighed, contacts_by_hour.of_types, contacts_by_hour.contacts_among

    def is_later(one: Any) -> bool:
        return any(one is each for each in later)

    def weighed(world: World, need: Any, at: Any) -> Any:
        hours.append(at)
        found = weigh(world, need, at)
        later.extend([found] if at != hours[0] else [])
        return found

    def of_types(types: Any, among: Any) -> Any:
        found = fit(types, among)
        later.extend([found] if is_later(among) else [])
        return found

    def contacts_among(search: Any, found: Any, wider: Any) -> Any:
        named = name(search, found, wider)
        return named[::-1] if is_later(found) else named

    monkeypatch.setattr(World, "weighed", weighed)
    monkeypatch.setattr(contacts_by_hour, "of_types", of_types)
    monkeypatch.setattr(contacts_by_hour, "contacts_among", contacts_among)
    assert checked().failed() == ("K06", "K23")


def test_not_sure_that_is_not_yes_is_seen():
    twin = built()
    assert twin.release is not None
    nodes = list(twin.release.nodes)
    at = next(i for i, node in enumerate(nodes) if node.id == "help.q-home")
    yes, no, unsure = nodes[at].choices
    calm = msgspec.structs.replace(unsure, sets=no.sets)
    nodes[at] = msgspec.structs.replace(nodes[at], choices=(yes, no, calm))
    twin.release = msgspec.structs.replace(twin.release, nodes=tuple(nodes))
    assert check(twin, on=ON).failed() == ("K02", "K22", "K24")


def test_unknown_hours_that_are_called_open_are_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(services, "opening_now", lambda *_: "open")
    assert "hours of police are unknown, and it is said to be open" in {p.says for p in checked().of("K16")}


def test_a_reason_that_says_open_of_unknown_hours_is_seen(monkeypatch: pytest.MonkeyPatch):
    real = services.match

    def match(*args: Any, **more: Any) -> Any:
        return tuple(msgspec.structs.replace(m, reasons=("open-now",)) for m in real(*args, **more))

    monkeypatch.setattr(services, "match", match)
    assert "a EMERGENCY of unknown hours is said to be open" in {p.says for p in checked().of("K16")}


def test_more_than_can_be_explored_proves_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(explore, "MOST_PLACES", 100)
    report = checked()
    assert report.failed() == ("K03",)
    assert "nothing is proved" in report.summary()
