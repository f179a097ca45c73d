"""Every layout that a place of what is kept can have, by a key that the script makes too.

The script decides nothing of a page: it names what stands at a place, and finds here how that is laid out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from kapea.core.dialogue.aside import aside_node
from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.view import Offer, Shown, View
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Line, Node, Say, When
from kapea.core.present.blocks import ViewBlocks, laid_out, line_kind


class Layout(msgspec.Struct, frozen=True):
    """A view that stands for all with the same key, and its blocks, which hold its own lines and offers."""

    view: View
    blocks: ViewBlocks


class Layouts(msgspec.Struct, frozen=True):
    """By key: what is said with whoever is named, and the answers."""

    cards: dict[str, Layout]
    answers: dict[str, Layout]


def layouts(world: World, every: Iterable[Place]) -> Layouts:
    """All layouts of these places, whether or not somebody is named there."""
    cards, answers, help_node = dict[str, Layout](), dict[str, Layout](), world.release.nodes[world.help].id
    for view in different_views(world, every):
        is_help = view.node == help_node
        answers.setdefault(answers_key(view), Layout(view, laid_out(view, is_help=is_help)))
        for named in (False, True):
            laid = laid_out(view, is_help=is_help, names_people=named)
            cards.setdefault(card_key(view, is_help=is_help, names_people=named), Layout(view, laid))
    return Layouts(cards, answers)


# --- keys, the same in the script ----------------------------------------------------------------


def card_key(view: View, *, is_help: bool, names_people: bool) -> str:
    """Kinds of lines, and which have a drawing; whether it is where help leads, a text here says to call,
    somebody is named, something is asked, and a phone is drawn.
    """
    kinds = [shown_kind(shown) + _star(shown.picture) for shown in view.shown if shown.role != "note"]
    flags = f"{is_help:d} {view.told:d} {names_people:d} {view.ask is not None:d} {has_screen(view):d}"
    return " ".join(["card", view.level, flags, *kinds])


def answers_key(view: View) -> str:
    return " ".join(["answers", f"{view.ask is not None:d}", *map(_offer_key, view.offers)])


def shown_kind(shown: Shown) -> str:
    """The kind of block of a line; the first words are told apart, for they may stand large."""
    kind = line_kind(shown.text, shown.role)
    return "first" if (kind, shown.role) == ("say", "first") else kind


def has_screen(view: View) -> bool:
    """Whether a phone with the words of its menu is drawn."""
    return view.screen is not None and bool(view.screen.slots)


def _offer_key(offer: Offer) -> str:
    return offer.key + _star(offer.picture) + ("-" if offer.minor else "") + ("?" if offer.aside else "")


def _star(picture: str) -> str:
    return "*" if picture else ""


# --- each different view once ----------------------------------------------------------------------


def different_views(world: World, every: Iterable[Place]) -> Iterator[View]:
    """Views of places that differ in what their node reads; a tenth of all places, and nothing is missed."""
    read = {at: _facts_read(world, node) for at, node in enumerate(world.release.nodes)}
    known = set[tuple[int, str]]()
    for at, facts in every:
        key = at, "".join([facts[fact] for fact in read[at]])
        if key not in known:
            known.add(key)
            yield worded(world, State(world.release.short_hash, "", ((at, facts),)))


def _facts_read(world: World, node: Node) -> tuple[int, ...]:
    """Positions of the facts that decide what stands at a node: in its conditions, or choosing a voice."""
    lines = [*_lines(world, node), *([node.ask] if node.ask is not None else [])]
    passing = [aside for choice in node.choices if (aside := aside_node(world, choice)) is not None]
    lines += chain.from_iterable(_lines(world, aside) for aside in passing)
    says = [*(line.say for line in lines), *(choice.say for choice in node.choices)]
    shows = chain.from_iterable(each.show for each in (node, *passing))
    whens = [*(show.when for show in shows), *(choice.when for choice in node.choices), *_whens(says)]
    clauses = chain.from_iterable((*when.only, *when.unless) for when in whens)
    always = {at for at in (world.situation, world.who, world.level) if at >= 0}
    return tuple(sorted(always | {clause.at for clause in clauses if not clause.has}))


def _lines(world: World, node: Node) -> Iterator[Line]:
    """Its own, and those that any voice may bring in."""
    yield from (show.line for show in node.show if show.line is not None)
    parts = {show.part for show in node.show} | {choice.part for choice in node.choices}
    for situation in world.release.situations.values():
        for voice in situation.voices.values():
            yield from chain.from_iterable(voice.parts.get(part, ()) for part in parts)


def _whens(says: Iterable[Say]) -> Iterator[When]:
    return (variant.when for say in says for variant in say)
