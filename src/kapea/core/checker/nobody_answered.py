"""The views for when nobody answered, counted: for whom, in which danger, and whether any is a wall."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kapea.core.checker.contacts_by_hour import ContactsByHour
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.contacts import has_power
from kapea.core.dialogue.world import World
from kapea.core.directory.next_lines import is_line

HEAD = """## When nobody answered

Every view that a person may meet when nobody answered, walked from the first view: as many as differ in
words, answers or whom they may name. **with power**: of these, where whoever hurts has power here. **looked
at**: each at every hour of a week at which other services are open, in each language, and where fewest are
near. **walls**: those from which no answer leads on to people to call. **not dialled first**: those in which
what comes first has no number to speak to. Both must be 0, and a test holds it.
"""
REPORTED_WEEK = date(2026, 11, 24)
"""A day of the week whose hours the report looks at: the page is the same whenever it is written."""


@dataclass(frozen=True, slots=True)
class NobodyAnswered:
    """The views of one pack: how many by (who, danger, power), how often looked at, what is wrong."""

    screens: Counter[tuple[str, str, bool]]
    looked_at: int
    walls: tuple[str, ...]
    not_dialled: tuple[str, ...]


def nobody_answered(world: World, graph: Graph, *, on: date) -> NobodyAnswered:
    """Counts the views of an explored world; `walls` and `not_dialled` name the nodes of those at fault."""
    people, on_from = ContactsByHour(graph, on), _leading_on(graph)
    seen: dict[tuple[int, str, str, bool], int] = {}
    for at, (node, facts) in enumerate(graph.places):
        contacts = world.release.nodes[node].contacts
        if contacts is not None and contacts.next:
            who, danger = world.value(facts, world.who), world.value(facts, world.danger)
            seen.setdefault((graph.screen(at), who, danger, has_power(world, facts)), at)
    named = [people.at(at) for at in seen.values()]
    bad = [not each or not all(one and is_line(one[0]) for one in each) for each in named]
    return NobodyAnswered(
        Counter(key[1:] for key in seen),
        sum(map(len, named)),
        tuple(sorted({graph.views[at].node for at in seen.values() if at not in on_from})),
        tuple(sorted({graph.views[at].node for at, wrong in zip(seen.values(), bad, strict=True) if wrong})),
    )


def _leading_on(graph: Graph) -> set[int]:
    """Places from which answers lead to a view that names people anew: not once more what comes next."""
    before: dict[int, list[int]] = defaultdict(list)
    line: deque[int] = deque()
    for at in range(len(graph.places)):
        contacts = graph.node(at).contacts
        if contacts is not None and not contacts.next:
            line.append(at)
        for to in graph.answers(at):
            before[to].append(at)
    found = set(line)
    while line:
        for at in before[line.popleft()]:
            if at not in found:
                found.add(at)
                line.append(at)
    return found


# --- the page ----------------------------------------------------------------------


def nobody_answered_page(packs: Iterable[tuple[str, World, NobodyAnswered]]) -> str:
    """The part of the report: a line for each pack and audience, a column for each danger, and the sums."""
    told = list(packs)
    dangers = list(dict.fromkeys(d for _, world, _ in told for d in world.facts[world.danger].values))
    lines = [HEAD, f"| pack | who | {' | '.join(dangers)} | all | with power |"]
    lines.append("|---|---|" + "--:|" * (len(dangers) + 2))
    for name, world, found in told:
        lines += (_row(name, who, dangers, found) for who in world.facts[world.who].values)
    lines += ["", "| pack | screens | with power | looked at | walls | not dialled first |"]
    lines += ["|---|--:|--:|--:|--:|--:|", *_sums(told)]
    return "\n".join(lines) + "\n"


def _row(name: str, who: str, dangers: list[str], found: NobodyAnswered) -> str:
    own = {key: n for key, n in found.screens.items() if key[0] == who}
    each = [sum(n for key, n in own.items() if key[1] == danger) for danger in dangers]
    power = sum(n for key, n in own.items() if key[2])
    said = "not said" if who == "none" else who
    return f"| {name} | {said} | {' | '.join(map(str, each))} | {sum(each)} | {power} |"


def _sums(told: list[tuple[str, World, NobodyAnswered]]) -> Iterator[str]:
    for name, _, found in told:
        screens, power = found.screens.total(), sum(n for key, n in found.screens.items() if key[2])
        wrong = f"{len(found.walls)} | {len(found.not_dialled)}"
        yield f"| {name} | {screens} | {power} | {found.looked_at} | {wrong} |"
    if told:
        sums = [found.screens.total() for _, _, found in told], [found.looked_at for _, _, found in told]
        yield f"| all | {sum(sums[0])} | | {sum(sums[1])} | | |"
