"""K08 and K20: nothing is kept or sent without its own consent; no message without a safe contact."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.watched import SAFE_CONTACT, safe_contact_code
from kapea.core.pack.model import Choice, DeclaredEffect, Node
from kapea.core.pack.parse.facts import fact_place
from kapea.core.pack.problem import Problem

OUTBOUND = ("remind", "send", "refer")
"""What reaches somebody: the person, where others may read it, or whoever helps them next."""


def consented(case: CheckContext) -> Iterator[Problem]:
    """K08."""
    kinds: dict[str, set[str]] = {}
    for node, _, effect in _effects(case):
        kinds.setdefault(effect.consent, set()).add(effect.kind)
        if effect.consent_at < 0:
            mend = "name the fact it rests on: effect: {kind: …, consent: fact=value}"
            yield case.problem("K08", case.node_at(node.id), f"“{effect.kind}” rests on no consent", mend)
        elif (at := _unconsented(case, node, effect)) >= 0:
            mend = f"lead here only through the answer that sets {effect.consent}, or close it with `only`"
            says = f"“{effect.kind}” is offered where {effect.consent} was not given"
            yield case.problem("K08", case.node_at(node.id), says, mend, at=at)
        else:
            yield from _given_unasked(case, effect)
            yield from _asked_alone(case, effect)
    for consent, rests in kinds.items():
        if consent and len(rests) > 1:
            says = f"one consent ({consent}) is used for {', '.join(sorted(rests))}"
            yield case.problem("K08", "", says, "ask for each by itself")


def _effects(case: CheckContext) -> Iterator[tuple[Node, Choice, DeclaredEffect]]:
    for node in case.release.nodes:
        for choice in node.choices:
            if choice.effect is not None:
                yield node, choice, choice.effect


def _unconsented(case: CheckContext, node: Node, effect: DeclaredEffect) -> int:
    """The first place where an effect is offered and its consent was not given; -1 when there is none."""
    return _offered_without(case, node, effect, effect.consent_at, effect.consent_code)


def _offered_without(case: CheckContext, node: Node, effect: DeclaredEffect, fact: int, codes: str) -> int:
    for at, (number, facts) in enumerate(case.graph.places):
        if case.release.nodes[number] is not node or (fact >= 0 and facts[fact] in codes):
            continue
        if any(c.effect is effect for c, _ in case.world.choices(node, facts)):
            return at
    return -1


def _given_unasked(case: CheckContext, effect: DeclaredEffect) -> Iterator[Problem]:
    """A consent is an answer: it is neither there from the start, nor set by coming to a node."""
    fact = case.release.facts[effect.consent_at]
    if fact.code(fact.values[0]) == effect.consent_code:
        says = f"{effect.consent} is so from the start, before anybody was asked"
        mend = f"begin the values of {fact.name} with one that means not asked: [none, …]"
        yield case.problem("K08", fact_place(fact.name), says, mend)
    yield from _set_by_entering(case, "K08", effect.consent, (effect.consent_at, effect.consent_code))


def _set_by_entering(case: CheckContext, code: str, what: str, given: tuple[int, str]) -> Iterator[Problem]:
    for node in case.release.nodes:
        if given in node.enter:
            says = f"{what} is set by coming here, and not by an answer"
            mend = "take it out of `enter:`, and set it by the answer that gives it"
            yield case.problem(code, case.node_at(node.id), says, mend)


def _asked_alone(case: CheckContext, effect: DeclaredEffect) -> Iterator[Problem]:
    """A consent is set by a node that asks for it and for nothing else."""
    for node in case.release.nodes:
        gives = [c for c in node.choices if (effect.consent_at, effect.consent_code) in c.sets]
        others = {at for c in node.choices for at, _ in c.sets} - {effect.consent_at}
        if gives and (others or node.ask is None or any(c.effect is not None for c in node.choices)):
            mend = "ask for it at a node of its own, with `ask`, and set nothing else there"
            yield case.problem(
                "K08", case.node_at(node.id), f"{effect.consent} is asked together with something else", mend
            )


def safe_contact(case: CheckContext) -> Iterator[Problem]:
    """K20."""
    fact, code = safe_contact_code(case.release.facts) or (-1, "")
    yield from _safe_unasked(case, fact, code)
    for node, _, effect in _effects(case):
        at = _offered_without(case, node, effect, fact, code) if effect.kind in OUTBOUND else -1
        if at >= 0:
            mend = f"ask for a safe way to reach the person first, and set {': '.join(SAFE_CONTACT)} there"
            says = f"“{effect.kind}” is offered where no safe contact was agreed"
            yield case.problem("K20", case.node_at(node.id), says, mend, at=at)


def _safe_unasked(case: CheckContext, fact: int, code: str) -> Iterator[Problem]:
    """Nobody is reached safely before they said how."""
    if not any(effect.kind in OUTBOUND for _, _, effect in _effects(case)) or fact < 0:
        return
    what, declared = ": ".join(SAFE_CONTACT), case.release.facts[fact]
    if declared.code(declared.values[0]) == code:
        says = f"{what} is so from the start, before anybody was asked"
        mend = "begin its values with one that means not asked: [none, …]"
        yield case.problem("K20", fact_place(declared.name), says, mend)
    yield from _set_by_entering(case, "K20", what, (fact, code))
