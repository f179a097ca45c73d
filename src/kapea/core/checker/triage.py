"""K22: each question of triage does what the table says, in time; from red there is a way on to morning."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.pack.model import Choice, Node
from kapea.core.pack.problem import Problem

YES: Mapping[str, Mapping[str, str]] = {
    "power": {"power": "someone"},
    "danger": {"level": "red", "danger": "hurt"},
    "marriage": {"level": "red", "danger": "marriage"},
    "meeting": {"level": "red", "danger": "meeting"},
    "dying": {"level": "red", "danger": "dying"},
    "home": {"home": "unsafe"},
}
"""What the yes of each question sets. It is the checker's own word, whatever a journey says."""
NO: Mapping[str, Mapping[str, str]] = {"power": {"power": "nobody"}, "home": {"home": "safe"}}
"""What a no may set of the same facts: nothing else."""
DECIDE = ("level", "danger", "power", "home")


def wired(case: CheckContext) -> Iterator[Problem]:
    """K22. Only yes and not sure set the danger of a question; a no sets nothing of the kind."""
    for question, wanted in YES.items():
        asking = [node for node in case.release.nodes if asks(node, question)]
        if not asking and _is_asked(case, question):
            says = f"situations ask “{question}”, and no node of the journey asks it"
            mend = f"write a node with `only: {{asks: {question}}}`, `else:`, yes and no"
            yield case.problem("K22", "help", says, mend)
        for node in asking:
            for choice in node.choices:
                if says := _wrong(case, choice, wanted, NO.get(question, {})):
                    says, mend = f"{node.id} asks “{question}”: {says}", _mend(question)
                    yield case.problem("K22", case.node_at(node.id), says, mend)


def asks(node: Node, question: str) -> bool:
    """Whether a node stands only where a situation asks this."""
    return any(clause.has == f"asks.{question}" for clause in node.when.only)


def _is_asked(case: CheckContext, question: str) -> bool:
    voices = (v for s in case.release.situations.values() for v in s.voices.values())
    return any(f"asks.{question}" in voice.has for voice in voices)


def _wrong(case: CheckContext, choice: Choice, yes: Mapping[str, str], no: Mapping[str, str]) -> str:
    """What is wrong with one answer of a question; empty: nothing."""
    named, wanted = named_sets(case, choice), no if choice.key == "no" else yes
    for fact in DECIDE:
        has, right = named.get(fact), wanted.get(fact)
        may_rise = fact == "level" and right is None and choice.key != "no" and has == "orange"
        if has != right and not may_rise and right in (None, *_values(case, fact)):
            return f"“{choice.key}” sets {fact} to {has or 'nothing'}, not {right or 'nothing'}"
    return ""


def named_sets(case: CheckContext, choice: Choice) -> dict[str, str]:
    """What an answer sets, by the names of facts and values."""
    facts = case.world.facts
    return {facts[at].name: facts[at].value(code) for at, code in choice.sets}


def _values(case: CheckContext, fact: str) -> tuple[str, ...]:
    return next((known.values for known in case.world.facts if known.name == fact), ())


def _mend(question: str) -> str:
    sets = ", ".join(f"{fact}: {value}" for fact, value in YES[question].items())
    none = NO.get(question)
    no = ", ".join(f"{fact}: {value}" for fact, value in none.items()) if none else "none of these"
    return f"yes and not sure set {sets}; no sets {no}"


# --- in time -----------------------------------------------------------------------


def in_time(case: CheckContext) -> Iterator[Problem]:
    """K22. Between the first step and the second every question is asked; only red passes them by."""
    first = [n for n, node in enumerate(case.release.nodes) if shows(node, "step.1")]
    later = [n for n, node in enumerate(case.release.nodes) if shows(node, "step.2")]
    for question in YES:
        asking = {n for n, node in enumerate(case.release.nodes) if asks(node, question)}
        if asking and (past := nodes_after(case, first, asking) & set(later)):
            node = case.release.nodes[min(past)]
            says, mend = f"one comes here, and “{question}” was not asked", f"ask “{question}” before it"
            yield case.problem("K22", case.node_at(node.id), says, mend)


def shows(node: Node, part: str) -> bool:
    return any(show.part == part for show in node.show)


def nodes_after(case: CheckContext, starts: Collection[int], stops: Collection[int]) -> set[int]:
    """Nodes that answers may lead to from some, through none that stops, and by no answer that turns red."""
    nodes, red = case.release.nodes, _red(case)
    found, line = set(starts), deque(starts)
    while line:
        node = nodes[line.popleft()]
        ways = [choice.to for choice in node.choices if not choice.back and red not in choice.sets]
        for to in (*ways, *((node.other,) if node.other >= 0 else ())):
            if to not in found and to not in stops and to != case.world.help:
                found.add(to)
                line.append(to)
    return found


def before_power(case: CheckContext) -> list[int]:
    """Nodes to which a first step leads without a question whether whoever hurts has power here."""
    nodes = case.release.nodes
    first = [n for n, node in enumerate(nodes) if shows(node, "step.1")]
    power = {n for n, node in enumerate(nodes) if asks(node, "power")}
    return sorted(nodes_after(case, first, power))


def _red(case: CheckContext) -> tuple[int, str]:
    level = case.world.level
    return level, case.world.facts[level].code("red") if level >= 0 else ""


# --- to morning ------------------------------------------------------------------


def until_morning(case: CheckContext) -> Iterator[Problem]:
    """K22. From every view of danger answers lead, if nobody answers, to where the night is got through."""
    help_ = case.release.journeys["help"]
    if help_.morning < 0:
        says = "nothing says where a night is got through when nobody answers"
        yield case.problem(
            "K22", "help", says, "write `morning: <node>`, and `answered:` with the nodes after a call"
        )
        return
    yield from _answered_at_once(case)
    ways = case.unanswered.ways
    on = _leading_to(ways, {at for at in ways if case.graph.places[at][0] == help_.morning})
    told: set[str] = set()
    for at in sorted(ways.keys() - on):
        node = case.graph.views[at].node
        if node not in told:
            told.add(node)
            says = "it is red, nobody has answered, and no answer leads on to morning"
            yield case.problem(
                "K22", case.node_at(node), says, "write an answer for when nobody answers", at=at
            )


def _answered_at_once(case: CheckContext) -> Iterator[Problem]:
    """Whatever is named as answered is asked nothing more: no danger may begin there."""
    first = {case.graph.views[at].node: at for at in sorted(case.unanswered.skipped, reverse=True)}
    for node, at in sorted(first.items()):
        says = f"a danger leads to {node} before anybody was called, and `answered:` names it"
        mend = "name under `answered:` only what follows when somebody has answered"
        yield case.problem("K22", case.node_at(node), says, mend, at=at)


def _leading_to(ways: Mapping[int, Iterable[int]], goals: set[int]) -> set[int]:
    before: dict[int, list[int]] = {}
    for at, targets in ways.items():
        for to in targets:
            before.setdefault(to, []).append(at)
    found, line = set(goals), deque(goals)
    while line:
        for at in before.get(line.popleft(), ()):
            if at not in found:
                found.add(at)
                line.append(at)
    return found
