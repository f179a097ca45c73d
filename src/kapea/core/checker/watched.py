"""What properties look at in the facts of a place besides what is shown there: it stays alive for them."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.checker.searched_words import SearchedWords
from kapea.core.pack.conditions import fact_at
from kapea.core.pack.model import Fact

SAFE_CONTACT = ("safe-contact", "yes")
"""The fact, and its value, that says a person made a safe-contact record on this path."""


@dataclass(frozen=True)
class Watched:
    """Texts that say to tell those at home (K10); facts, with the values asked for, at effects (K20)."""

    tells_home: frozenset[str] = frozenset()
    at_effects: tuple[tuple[int, str], ...] = ()


def watched(words: SearchedWords) -> Watched:
    """All that is watched in a release."""
    safe = safe_contact_code(words.release.facts)
    return Watched(frozenset(tells_home(words)), (safe,) if safe is not None else ())


def tells_home(words: SearchedWords) -> dict[str, str]:
    """Texts that say to tell those at home, and how that is known: the author's tag, or a listed phrase."""
    tagged = {id: "tells: home" for id, mark in words.release.marks.items() if mark.tells == "home"}
    hits = words.hits(lambda lint: lint.tells_home, words.english)
    return tagged | {text: f"{language}: “{phrase}”" for text, language, phrase in hits}


def safe_contact_code(facts: tuple[Fact, ...]) -> tuple[int, str] | None:
    """The fact that says a safe contact was agreed, and its code; None where no journey declares it."""
    name, value = SAFE_CONTACT
    at = fact_at(facts, name)
    return (at, facts[at].code(value)) if at >= 0 and value in facts[at].values else None
