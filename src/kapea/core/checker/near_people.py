"""K23 and K24: whom to call next when nobody answered; nobody near is safe without being asked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kapea.core.checker.contacts_by_hour import NAMES_NOBODY, ContactRow, Named
from kapea.core.checker.context import CheckContext
from kapea.core.checker.triage import asks, before_power, named_sets, shows
from kapea.core.directory.next_lines import first_line, is_line
from kapea.core.directory.phones import digits
from kapea.core.pack.model import Node
from kapea.core.pack.problem import NOBODY, Problem

MOST_STEPS = 3


def next_can_be_dialled(case: CheckContext) -> Iterator[Problem]:
    """K23. In a view for when nobody answered, the first contact is a line, and not the one just tried."""
    told: set[str] = set()
    seen: set[tuple[int, ContactRow, ContactRow]] = set()
    graph, nodes = case.graph, case.release.nodes
    next_ = {n for n, node in enumerate(nodes) if node.contacts is not None and node.contacts.next}
    is_next = frozenset(at for at, (node, _) in enumerate(graph.places) if node in next_)
    for before, targets in enumerate(graph.edges):
        for after in targets if not is_next.isdisjoint(targets) else ():
            if after not in is_next or graph.node(after).id in told:
                continue
            tried, named = _just_tried(case, before), case.people.row(after)
            if (graph.places[after][0], tried, named) not in seen:
                seen.add((graph.places[after][0], tried, named))
                if says := _wrong_next(tried.named, named.named):
                    told.add(graph.node(after).id)
                    mend = "add a service with a number to the types named here, or to `order: now:`"
                    yield case.problem(
                        "K23",
                        case.node_at(graph.node(after).id),
                        says,
                        mend,
                        way=[*graph.way(before), after],
                        reason=NOBODY,
                    )


def _just_tried(case: CheckContext, before: int) -> ContactRow:
    """Whom a view names to be called first; nobody where it is itself for when nobody answered."""
    came = case.graph.node(before).contacts
    return case.people.row(before) if came is not None and not came.next else NAMES_NOBODY


def _wrong_next(tried: Sequence[Named], named: Sequence[Named]) -> str:
    areas = len(named) // len(tried) if tried else 1  # only these views know where somebody is
    for number, each in enumerate(named):
        if not each or not is_line(each[0]):
            return "nobody answered, and what comes first here cannot be dialled"
        if tried and _is_tried(each, tried[number // areas]):
            return f"nobody answered, and {each[0].service.id}, just tried, comes first again"
    return "" if named else "nobody answered, and nobody else is named"


def _is_tried(now: Named, before: Named) -> bool:
    line = first_line(before)
    here, there = now[0].phone, line.phone if line is not None else None
    return here is not None and there is not None and digits(here.number) == digits(there.number)


# --- who is near --------------------------------------------------------------------


def near_only_if_asked(case: CheckContext) -> Iterator[Problem]:
    """K24. Home is safe by a no to its question alone, after power was asked; who is told may be refused."""
    yield from _home_starts_unsafe(case)
    for node in case.release.nodes:
        for choice in node.choices:
            if named_sets(case, choice).get("home") == "safe" and not (
                choice.key == "no" and asks(node, "home")
            ):
                says = (
                    f"“{choice.key}” of {node.id} says that home is safe, and it is no “no” to that question"
                )
                mend = "let only the no of the node with `only: {asks: home}` set home: safe"
                yield case.problem("K24", case.node_at(node.id), says, mend)
    yield from _power_before_home(case)
    for number in range(1, MOST_STEPS + 1):
        for node in case.release.nodes:
            if shows(node, f"step.{number}") and _is_told(case, number) and not _refuses(case, node, number):
                says = f"step {number} may name somebody to tell, and no answer says: it is that person"
                mend = f"add an answer with `only: {{has: tell.{number}}}` that sets power: someone"
                yield case.problem("K24", case.node_at(node.id), says, mend)


def _home_starts_unsafe(case: CheckContext) -> Iterator[Problem]:
    if case.world.home >= 0 and case.world.facts[case.world.home].values[0] == "safe":
        says, mend = "home is safe before anybody was asked", "let `home:` begin with unknown"
        yield case.problem("K24", "help", says, mend)


def _power_before_home(case: CheckContext) -> Iterator[Problem]:
    """Whoever lives near may be named once home is safe: so power is asked first, of all asked about home."""
    if case.world.power < 0:
        return
    nodes = case.release.nodes
    for n in before_power(case):
        if asks(nodes[n], "home"):
            says, mend = "home is asked, and power was not", "ask about power before home"
            yield case.problem("K24", case.node_at(nodes[n].id), says, mend)
    for situation in case.release.situations.values():
        for who, voice in situation.voices.items():
            if "asks.home" in voice.has and "asks.power" not in voice.has:
                says = (
                    f"{situation.id} for {who} asks about home, and not whether whoever hurts has power here"
                )
                yield case.problem("K24", situation.id, says, "add `power` to `asks:`")


def _is_told(case: CheckContext, number: int) -> bool:
    voices = (v for s in case.release.situations.values() for v in s.voices.values())
    return case.world.power >= 0 and any(f"tell.{number}" in voice.has for voice in voices)


def _refuses(case: CheckContext, node: Node, number: int) -> bool:
    return any(
        named_sets(case, choice).get("power") == "someone"
        and any(clause.has == f"tell.{number}" for clause in choice.when.only)
        for choice in node.choices
    )
