"""K01 to K03: everything leads somewhere, everything is reached, nothing runs on by itself."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.explore import same
from kapea.core.dialogue.turn import MAX_SKIPS
from kapea.core.dialogue.view import View
from kapea.core.pack.model import Node
from kapea.core.pack.problem import NOBODY, Problem, Reason

MOST_LINES, MOST_OFFERS = 8, 12


def reached(case: CheckContext) -> Iterator[Problem]:
    """K01. A target that does not exist is already found when the pack is built."""
    for number, node in enumerate(case.release.nodes):
        if number not in case.seen.reached:
            mend = "lead to it from another node, or remove it"
            yield case.problem("K01", case.node_at(node.id), f"no conversation ever comes to {node.id}", mend)
    spoken = (*case.release.situations, *case.release.journeys)
    for text in case.english:
        if text.split(".", 1)[0] in spoken and text not in case.seen.by and text not in case.listed:
            mend = "remove it, or mend the selector so that somebody meets it"
            says = f"nobody ever meets this wording: {case.quoted(text)}"
            yield case.problem("K01", text, says, mend, severity="warning")


def answered(case: CheckContext) -> Iterator[Problem]:
    """K02."""
    yield from _yes_and_unsure(case)
    told: set[tuple[str, str]] = set()
    for at, view in case.graph.screens():
        for fault, mend, reason in _faults(case, at, view):
            if (view.node, fault) not in told:
                told.add((view.node, fault))
                yield case.problem("K02", case.node_at(view.node), fault, mend, at=at, reason=reason)


def _faults(case: CheckContext, at: int, view: View) -> Iterator[tuple[str, str, Reason]]:
    """What is wrong with a view, how to mend it, and why it is so where that is known."""
    if not view.offers:
        yield "there is nothing to choose here: a dead end", "offer one answer that holds for everyone", ""
    if not view.shown and view.ask is None:
        yield "the screen is empty here", "show a text that holds for everyone who comes here", ""
    if not case.people.after_misses(at):
        yield "two answers that nobody understood lead to no person", "list a HELPLINE in services/", NOBODY
    nameless = len(case.world.open(case.graph.node(at), case.graph.facts(at))) - len(view.offers)
    if nameless:
        yield (
            "an answer has no words for whoever is here",
            "add a wording for `any`, or close the answer to them",
            "",
        )


def _yes_and_unsure(case: CheckContext) -> Iterator[Problem]:
    for node in case.release.nodes:
        by_key = {c.key: c for c in node.choices}
        if node.kind == "yesno" and not same(by_key["yes"], by_key["unsure"]):
            yield case.problem(
                "K02",
                case.node_at(node.id),
                "“not sure” does not do what “yes” does",
                "make the two the same",
            )


def bounded(case: CheckContext) -> Iterator[Problem]:
    """K03."""
    for node in case.release.nodes:
        chain = _aside(case, node)
        if len(chain) >= MAX_SKIPS or len(set(chain)) < len(chain):
            names = " → ".join(chain[:6])
            mend = "let one of these `else` lead to a node that always applies"
            yield case.problem("K03", case.node_at(node.id), f"these may stand aside for ever: {names}", mend)
    told: set[str] = set()
    for at, view in case.graph.screens():
        lines, offers = len(view.shown) + (view.ask is not None), len(view.offers)
        if view.node not in told and (lines > MOST_LINES or (offers > MOST_OFFERS and view.kind != "each")):
            told.add(view.node)
            says = f"too much at once: {lines} lines and {offers} answers"
            mend = f"at most {MOST_LINES} lines and {MOST_OFFERS} answers a screen; split it"
            yield case.problem("K03", case.node_at(view.node), says, mend, at=at)


def _aside(case: CheckContext, node: Node) -> list[str]:
    """The nodes met when each stands aside, from this one until one cannot, or one comes back."""
    chain = [node.id]
    while node.other >= 0 and len(chain) < MAX_SKIPS:
        node = case.release.nodes[node.other]
        chain.append(node.id)
        if node.id in chain[:-1]:
            break
    return chain
