"""What a condition of a pack means for facts: whether it holds, and which wording is shown."""

from __future__ import annotations

from kapea.core.pack.model import ALWAYS, Clause, Fact, Say, When


def fact_at(facts: tuple[Fact, ...], name: str) -> int:
    """The position of a fact, or -1."""
    return next((i for i, f in enumerate(facts) if f.name == name), -1)


def holds(when: When, facts: str, has: frozenset[str]) -> bool:
    """Whether a condition is so, here: `has` are the parts of the situation for whoever is there."""
    for clause in when.only:
        if not _is(clause, facts, has):
            return False
    return not when.unless or not all(_is(c, facts, has) for c in when.unless)


def _is(clause: Clause, facts: str, has: frozenset[str]) -> bool:
    if clause.has:
        return clause.has in has
    return facts[clause.at] in clause.codes


def pick(say: Say, facts: str, has: frozenset[str]) -> str | None:
    """The text id of the first wording that holds here, or None."""
    for variant in say:
        if variant.when is ALWAYS or holds(variant.when, facts, has):
            return variant.text
    return None
