"""The facts a journey declares: few, each with few values, so that every state of a path can be looked at."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.model import ALPHABET, MAX_ID, Fact
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, Reader


def fact_place(name: str) -> str:
    """The name under which it is kept where a fact is declared first."""
    return f"fact {name}"


def facts_of_journeys(
    journeys: Mapping[str, Item], situations: tuple[str, ...], places: dict[str, Place], findings: Findings
) -> tuple[Fact, ...]:
    """The facts of all journeys, those of `help` first, and in `places` where each is declared first."""
    facts: dict[str, Fact] = {}
    for name in sorted(journeys, key=lambda n: (n != "help", n)):
        declared = journeys[name].value.get("facts") if isinstance(journeys[name].value, dict) else None
        for fact in declared_facts(journeys[name], situations, findings):
            if declared is not None:
                places.setdefault(fact_place(fact.name), declared.value[fact.name].place)
            if facts.setdefault(fact.name, fact) != fact:
                says = f"fact “{fact.name}” differs between journeys"
                findings.add("P03", journeys[name].place, says, "same values")
    return tuple(facts.values())


def declared_facts(item: Item, situations: tuple[str, ...], findings: Findings) -> list[Fact]:
    """The facts a journey declares. `situations` stands for none and the pack's own list."""
    out = []
    for name, declared in Reader(item, findings, "a journey").pairs("facts"):
        rises, values = isinstance(declared.value, dict), ("none", *situations)
        if declared.value != "situations":
            values = _rising(name, declared, findings) if rises else _values(declared)
        if not values:
            mend = "first the one where it starts: `[none, one, another]`"
            findings.add("P02", declared.place, f"fact “{name}” needs a list of values", mend)
            continue
        _check_values(name, values, declared.place, findings)
        out.append(Fact(name, values[: len(ALPHABET)], rises))
    return out


def _rising(name: str, item: Item, findings: Findings) -> tuple[str, ...]:
    reader = Reader(item, findings, f"fact {name}")
    values = reader.get("rises")
    reader.done()
    return _values(values) if values is not None else ()


def _values(item: Item) -> tuple[str, ...]:
    """The words of a list; none where it is no list of words."""
    each = [v.value for v in item.value] if isinstance(item.value, list) else []
    good = all(isinstance(v, str | int) and not isinstance(v, bool) for v in each)
    return tuple(str(v) for v in each) if good else ()


def _check_values(name: str, values: tuple[str, ...], place: Place, findings: Findings) -> None:
    for long in (word for word in (name, *values) if len(word) > MAX_ID):
        says = f"“{long}” is longer than {MAX_ID} characters"
        findings.add("P03", place, says, "choose a shorter one")
    if len(set(values)) < len(values):
        findings.add("P03", place, f"a value of fact “{name}” stands here twice", "keep one of the two")
    if len(values) > len(ALPHABET):
        says = f"fact “{name}” has more than {len(ALPHABET)} values"
        findings.add("P03", place, says, "make two facts of it")
