"""K06 and K07: the right contact comes first in the view that turns red; honesty comes before questions."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.asked_about import TRIAGE, topic
from kapea.core.checker.contacts_by_hour import Named
from kapea.core.checker.context import CheckContext
from kapea.core.dialogue.contacts import has_power
from kapea.core.pack.model import ALPHABET, Node
from kapea.core.pack.problem import NOBODY, Problem

CARE = frozenset({"HEALTH", "AMBULANCE"})
FIRST = {
    "hurt": "EMERGENCY",
    "meeting": "EMERGENCY",
    "dying": "HELPLINE",
    "marriage": "HELPLINE",
    "locked": "EMERGENCY",
}
"""The checker's own word on who comes first, whatever contacts.yaml says (dying: never the police alone)."""
CRISIS = "MENTAL"
"""Thinking of dying: a line for heavy feelings is a voice as good as the helpline."""
FIRST_WITH_POWER = "HELPLINE"
"""Whoever hurts has power here: a line outside the place leads; the emergency number stays in the view."""
HONEST = {"help.machine": "I am a machine", "help.not-kept": "what is not kept"}


def first_in_red(case: CheckContext) -> Iterator[Problem]:
    """K06."""
    told: set[tuple[str, str]] = set()
    asked: set[tuple[int, bool]] = set()
    for before, after in _turns_red(case):
        power = has_power(case.world, case.graph.facts(after))
        if (case.graph.screen(after), power) in asked:
            continue
        asked.add((case.graph.screen(after), power))
        danger = case.graph.value(after, case.world.danger)
        wrong = _wrong(case, after, danger, power)
        node = case.graph.views[after].node
        if wrong and (node, danger) not in told:
            told.add((node, danger))
            way = [*case.graph.way(before), after]
            yield case.problem("K06", case.node_at(node), wrong, _mend(danger), way=way, reason=NOBODY)


def _turns_red(case: CheckContext) -> Iterator[tuple[int, int]]:
    """Every answer after which it is red, and was not, or was for another danger.

    Red with no danger any more, once somebody answered, is no new one.
    """
    graph, world = case.graph, case.world
    if world.level < 0 or "red" not in world.facts[world.level].values:
        return
    red, none = world.facts[world.level].code("red"), ALPHABET[0]
    # For which danger it is red: a code, or " " where none can be; "" where it is not red.
    kinds = [
        (f[world.danger] if world.danger >= 0 else " ") * (f[world.level] == red) for _, f in graph.places
    ]
    for before, targets in enumerate(graph.edges):
        was = kinds[before]
        for after in targets:
            if (now := kinds[after]) and now != was and not (was and now == none):
                yield before, after


LEAD = "begin `order: now:` in contacts.yaml with a line or the police"


def still_led(case: CheckContext) -> Iterator[Problem]:
    """K06. Red, and no danger is known any more: where people for the situation are named, a line or the
    police lead. Who is next when nobody answered is for K23.
    """
    told: set[str] = set()
    for at, view in case.graph.screens():
        wanted, danger = case.graph.node(at).contacts, case.graph.value(at, case.world.danger)
        for_situation = wanted is not None and wanted.source == "situation" and not wanted.next
        if view.level != "red" or danger != "none" or not for_situation or view.node in told:
            continue
        answers = case.people.at(at)
        if says := next((s for named in answers if (s := wrongly_named(named, "", False))), ""):
            told.add(view.node)
            yield case.problem("K06", case.node_at(view.node), says, LEAD, at=at, reason=NOBODY)


def _wrong(case: CheckContext, at: int, danger: str, power: bool) -> str:
    """What is wrong with the contacts of a red view, in any language at any hour; empty: nothing."""
    answers = case.people.at(at)
    if not answers:
        return f"it is red here ({danger}), and nobody is named"
    return next((says for named in answers if (says := wrongly_named(named, danger, power))), "")


def wrongly_named(named: Named, danger: str, power: bool) -> str:
    """What is wrong with some people named in a danger (empty: none is known); empty: nothing."""
    wanted = {FIRST[danger]} if danger in FIRST else set(FIRST.values())
    wanted = {FIRST_WITH_POWER} if power else wanted | ({CRISIS} if danger == "dying" else set())
    if not named or named[0].phone is None or named[0].fallback or not wanted & set(named[0].service.types):
        first = named[0].service.id if named else "nobody"
        kind = f"danger “{danger}”" if danger else "red, and no danger is known any more"
        return f"{kind}: {first} comes first, not {' or '.join(sorted(wanted))}"
    if danger == "dying" and not any(CARE & set(m.service.types) for m in named):
        return "thinking of dying: no hospital, doctor or ambulance among the contacts"
    if power and FIRST.get(danger) == "EMERGENCY" and not any("EMERGENCY" in m.service.types for m in named):
        return f"danger “{danger}”, and whoever hurts has power here: the emergency number is not in the view"
    return ""


def _mend(danger: str) -> str:
    if danger in FIRST:
        first = FIRST[danger]
        return (
            f"begin `order: {danger}:` in contacts.yaml with {first}, `{danger}-power:` with HELPLINE, "
            "and write `contacts: danger` here"
        )
    return "let every answer that sets level: red set a danger too, and name contacts here"


def honest_first(case: CheckContext) -> Iterator[Problem]:
    """K07."""
    sensitive = {n for n, node in enumerate(case.release.nodes) if _is_sensitive(case, n, node)}
    for text, what in HONEST.items():
        if way := _way_past(case, text, sensitive):
            node = case.graph.views[way[-1]].node
            mend = f"show `{text.removeprefix('help.')}` on every way to it, best on the first view"
            says = f"this is asked before anyone was told: {what}"
            yield case.problem("K07", case.node_at(node), says, mend, way=way)


def _way_past(case: CheckContext, text: str, nodes: set[int]) -> list[int]:
    """The shortest way to some nodes on which a text is not said, in any of its wordings; empty: none."""
    graph = case.graph
    spoken = {t for t in case.seen.by if t == text or t.startswith(f"{text}/")}
    told = {graph.screen(at) for at, view in graph.screens() if any(s.text in spoken for s in view.shown)}
    return graph.unless(lambda at: graph.screen_of[at] in told, lambda at: graph.places[at][0] in nodes)


def _is_sensitive(case: CheckContext, n: int, node: Node) -> bool:
    """Yes or no, what happened, how old: everything but who somebody is."""
    sets = {at for choice in node.choices for at, _ in choice.sets}
    if node.ask is not None and topic(case, n) in TRIAGE:
        return True
    return node.kind in ("yesno", "each") or (case.world.band >= 0 and case.world.band in sets)
