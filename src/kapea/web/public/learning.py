"""What pages of learning show beside the words: what a child says, and which item of a plan stands here."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.turn import advance
from kapea.core.dialogue.world import World
from kapea.web.public.pages import StepPage

PRACTICE, PLAN = "practice", "plan"
COLONS, QUOTES = ":៖", " «»“”"
BETWEEN = " / "
"""Between the number of an item and how many there are."""


def for_learning(world: World, state: State, page: StepPage) -> StepPage:
    """The page of a step, with what belongs to practice or to a plan; any other as it was."""
    journey = world.release.nodes[state.place[0]].journey
    if journey == PRACTICE:
        return replace(page, said=said_by_child(page.heading))
    return replace(page, item=BETWEEN.join(map(str, item_of_plan(world, state)))) if journey == PLAN else page


def said_by_child(words: str) -> tuple[str, str] | None:
    """What leads to the words of a child, and the words: what stands behind a colon. None without one."""
    at = next((n for n, each in enumerate(words) if each in COLONS), None)
    if at is None:
        return None
    return words[: at + 1], words[at + 1 :].strip(QUOTES)


def item_of_plan(world: World, state: State) -> tuple[int, ...]:
    """Which item of the chosen list stands here, and how many it has; nothing where none does."""
    if not _is_item(world, state.place):
        return ()
    here = sum(1 for _ in takewhile(lambda place: _is_item(world, place), reversed(state.path)))
    place, many = state.place, here
    while _is_item(world, place := _next(world, place)):
        many += 1
    return here, many


def _is_item(world: World, place: Place) -> bool:
    node = world.release.nodes[place[0]]
    return node.journey == PLAN and node.ask is not None and len(node.choices) == 1


def _next(world: World, place: Place) -> Place:
    return advance(world, place, world.release.nodes[place[0]].choices[0])[0]
