"""Questions about danger that typed words lead to: which is asked where, and the way there."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.dialogue.likely_tiles import is_long
from kapea.core.dialogue.state import State
from kapea.core.dialogue.world import World
from kapea.core.pack.danger_kinds import ASKED_AS, UNSURE
from kapea.core.pack.model import Choice, Node
from kapea.core.understanding.listening import Heard

FLAG = "flag"
"""The key of the way to a question about danger: no answer on a screen has it."""


def flags_of(world: World, node: Node) -> Mapping[str, int]:
    """The questions about danger where somebody types: the journey's own, else those of the help."""
    return world.release.journeys[node.journey].flags or world.release.journeys["help"].flags


def danger_named(world: World, state: State, heard: Heard, words: str) -> str:
    """The kind of danger that is asked about after typed words; "" for none."""
    if world.value(state.place[1], world.level) == "red":
        return ""
    if heard.kind:
        return ASKED_AS.get(heard.kind, heard.kind)
    is_unknown = not heard.situations and not heard.nothing
    return UNSURE if is_unknown and is_long(words) and not is_danger_the_matter(world, state) else ""


def is_danger_the_matter(world: World, state: State) -> bool:
    """Whether a conversation stands where danger is the matter already: nothing leads away from there."""
    node, facts = state.place
    in_danger = world.value(facts, world.level) == "red"
    return in_danger or node == world.help or node in flags_of(world, world.release.nodes[node]).values()


def way_to_question(world: World, state: State, kind: str) -> Choice | None:
    """The way to the one question about a kind of danger. Said again there, it means yes."""
    node = state.place[0]
    target = flags_of(world, world.release.nodes[node]).get(kind, -1)
    if target < 0:
        return None
    return way_to_flag(world, target) if target != node else world.answers(state.place).get("yes")


def way_to_flag(world: World, target: int) -> Choice:
    """A question about danger, as the choice it is. Of all that is known only who is there is kept, and
    whether whoever hurts has power here: nobody near is named again because of a word.
    """
    return Choice(key=FLAG, say=(), to=target, keeps=kept_by_flags(world))


def kept_by_flags(world: World) -> tuple[int, ...]:
    """The facts that a question about danger keeps."""
    kept = (world.who, world.band, world.situation, world.power)
    return tuple(at for at in kept if at >= 0)
