"""What pages of learning show beside the words: what a child says, and which item of a plan stands here."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.turn import advance
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Node
from kapea.core.pack.parse.learning_units import PRACTICE
from kapea.core.present.blocks import first_sentence
from kapea.web.public.pages import StepPage

PLAN, CHILD = "plan", "child-face"
COLONS, QUOTES = ":៖", " «»“”"
BETWEEN = " / "
"""Between the number of an item and how many there are."""


def for_learning(world: World, state: State, page: StepPage) -> StepPage:
    """The page of a step, with what belongs to learning or to a plan; any other as it was."""
    node = world.release.nodes[state.place[0]]
    journey, unit = node.journey, world.release.journeys[node.journey].unit
    if unit is not None:
        page = replace(page, face=page.picture if node.reaction else CHILD)
        spoken = with_words_of_child(page) if unit.kind == PRACTICE and _child_speaks(node) else page
        return spoken if spoken.said else with_short_heading(spoken)
    return replace(page, item=BETWEEN.join(map(str, item_of_plan(world, state)))) if journey == PLAN else page


def _child_speaks(node: Node) -> bool:
    """Whether what is said after a colon is the child's: elsewhere it is what somebody may say to them."""
    return not node.words_to_keep and (node.ask is not None or bool(node.reaction))


def with_words_of_child(page: StepPage) -> StepPage:
    """The page with the words of the child set apart: out of the heading, or out of the first line below."""
    if said := said_by_child(page.heading):
        return replace(page, said=said)
    first, *others = page.parts or (None,)
    if first is None or first.kind != "say" or (quoted := said_by_child(first.lines[0])) is None:
        return page
    rest = replace(first, lines=first.lines[1:], sounds=first.sounds[1:])
    parts = (*((rest,) if rest.lines else ()), *others)
    return replace(page, quoted=quoted, quoted_sound=first.sounds[0], parts=parts)


def with_short_heading(page: StepPage) -> StepPage:
    """The page with one sentence large, and what follows it smaller: a scene is told in two or three."""
    heading, *rest = first_sentence(page.heading)
    return replace(page, heading=heading, heading_rest=" ".join((*rest, page.heading_rest)).strip())


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
