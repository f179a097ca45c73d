"""What is said in passing: a small answer that leads to a few words alone, from which the only way is back.

A page shows the words below the answer, and nobody leaves the step they stand at; where there is no room for
that, the answer is given, and the one way on leads back to the step.
"""

from __future__ import annotations

from kapea.core.dialogue.world import World
from kapea.core.pack.model import ALWAYS, Choice, Line, Node


def aside_node(world: World, choice: Choice) -> Node | None:
    """The node whose words are said in passing; None where an answer leads on, changes anything, or is one of
    those to choose from (not `minor`).
    """
    if (
        not choice.minor
        or choice.back
        or choice.sets
        or choice.keeps is not None
        or choice.effect is not None
    ):
        return None
    node = world.release.nodes[choice.to]
    return node if _only_words(node) else None


def aside_lines(world: World, choice: Choice, facts: str) -> list[Line]:
    """The lines that are said in passing, in their order; none where an answer leads on, or they say to
    call, for then somebody is named.
    """
    node = aside_node(world, choice)
    lines = list(world.lines(node, facts)) if node is not None else []
    return [] if any(line.call for line in lines) else lines


def _only_words(node: Node) -> bool:
    """Whether nothing but words stands at a node, and the only answer undoes the step that led there."""
    leads_back = len(node.choices) == 1 and node.choices[0].back
    plain = node.ask is None and node.contacts is None and node.screen is None and node.when == ALWAYS
    return leads_back and plain and not node.enter and not node.enter_level
