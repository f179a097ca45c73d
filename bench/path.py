"""A child's way through the Cambodia help journey in Khmer: S02, a threat for money. Answers, not places,
so packs may change.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bench.menu import AT
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.step import begin, look, step
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import decode_release, encode_release

if TYPE_CHECKING:
    from kapea.core.pack.build import Built

LANGUAGE, SITUATION = "km", "S02"
TURNS = 20


COUNTRIES = ("cambodia", "kenya", "nepal", "philippines")


def built(name: str = "cambodia") -> Built:
    """A shipped pack, built anew. What builds is read in only then: a worker that is measured has none."""
    from kapea.content.folder import build_folder, shipped

    return build_folder(shipped() / name)


@cache
def country(name: str) -> Built:
    """A shipped pack, built once."""
    made = built(name)
    assert made.release is not None, "\n".join(str(p) for p in made.problems)
    return made


def cambodia() -> Built:
    """The pack that turns and pages are measured with."""
    return country("cambodia")


@cache
def world() -> World:
    """Cambodia, built once, stored and read back, as a worker has it."""
    release = cambodia().release
    assert release is not None
    return World(decode_release(encode_release(release)))


def printed_numbers() -> list[int]:
    """The numbers of everything that can be printed."""
    from kapea.core.paper.piece import pieces

    return [each.number for each in pieces(world().release)]


def child(world: World, turns: int = TURNS, situation: str = SITUATION) -> tuple[list[str], list[View]]:
    """The answers of a child who says no to every danger and takes the first answer elsewhere, and each
    view met.
    """
    state = begin(world, LANGUAGE)
    keys, views = list[str](), [look(world, state, at=AT)]
    while len(keys) < turns and views[-1].offers:
        keys.append(_answer(views[-1], situation))
        taken = step(world, state, Answer(keys[-1]), at=AT)
        assert taken.state is not None
        state = taken.state
        views.append(taken.view)
    return keys, views


def _answer(view: View, situation: str) -> str:
    offered = [offer.key for offer in view.offers]
    return next((key for key in (situation, "no") if key in offered), offered[0])
