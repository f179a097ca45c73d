"""K08 and K20: nothing is kept or sent without its own consent; no message without a safe contact."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.watched import SAFE_CONTACT, safe_contact_code
from kapea.core.pack.model import Choice, DeclaredEffect, Node
from kapea.core.pack.problem import Problem

OUTBOUND = ("remind", "send")


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
    for node, _, effect in _effects(case):
        at = _offered_without(case, node, effect, fact, code) if effect.kind in OUTBOUND else -1
        if at >= 0:
            mend = f"ask for a safe way to reach the person first, and set {': '.join(SAFE_CONTACT)} there"
            says = f"“{effect.kind}” is offered where no safe contact was agreed"
            yield case.problem("K20", case.node_at(node.id), says, mend, at=at)
