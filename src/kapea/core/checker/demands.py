"""K22: no situation is less urgent, or asks less, than the catalogue says; the body is asked about of nobody
of 9 to 11.

The catalogue is reviewed, and a nearer pack only adds to it. What stands here is the checker's own word.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.readers import SELF_HARM, YOUNG
from kapea.core.checker.situations import where_of
from kapea.core.checker.triage import asks, nodes_after, shows
from kapea.core.pack.model import Demand, Node, Situation
from kapea.core.pack.parse.situations import LEVELS
from kapea.core.pack.problem import Place, Problem

DANGERS = ("danger", "marriage", "meeting", "dying")
"""Questions whose yes is red: whoever is young is asked one of them, whatever they came with."""
BODY, TOO_YOUNG = "recent", "9-11"
CATALOGUE = "catalogue.yaml"


def asked_for(case: CheckContext) -> Iterator[Problem]:
    """K22. What each situation must ask, and how urgent it is at least."""
    demands = case.release.demands
    if not demands:
        says = "there is no catalogue, so nothing says what each situation must ask"
        mend = "write catalogue.yaml, or extend `common`, which has one"
        yield case.problem("K22", Place(f"{case.release.id}/{CATALOGUE}"), says, mend)
        return
    for situation in case.release.situations.values():
        demand = demands.get(situation.id)
        if demand is None:
            says = f"{situation.id} is in no catalogue, so nothing says what it must ask"
            mend = f"add it to {CATALOGUE} of this pack with `level:` and `asks:`"
            yield case.problem("K22", situation.id, says, mend)
        yield from _urgent(case, situation, demand or Demand())
        yield from _asked(case, situation, demand or Demand())


def _urgent(case: CheckContext, situation: Situation, demand: Demand) -> Iterator[Problem]:
    least = max(demand.level, "orange" if situation.id in SELF_HARM else "green", key=LEVELS.index)
    if LEVELS.index(situation.level) < LEVELS.index(least):
        says = f"{situation.id} begins {situation.level}, and {least} is the least"
        yield case.problem("K22", situation.id, says, f"write `level: {least}`")


def _asked(case: CheckContext, situation: Situation, demand: Demand) -> Iterator[Problem]:
    for who, voice in situation.voices.items():
        asked = {part.removeprefix("asks.") for part in voice.has if part.startswith("asks.")}
        lacking = [q for q in _required(situation.id, who, demand) if q not in asked]
        if BODY in asked and who in YOUNG and "band" not in asked:
            lacking.append("band")
        if lacking:
            says = f"{situation.id} for {who} does not ask: {', '.join(lacking)}"
            mend = f"add {', '.join(lacking)} to `asks:`"
            yield case.problem("K22", where_of(case, situation, who), says, mend)
        elif who in YOUNG and not asked & set(DANGERS):
            says = f"{situation.id} for {who} asks about no danger"
            mend = f"add one of {', '.join(DANGERS)} to `asks:`"
            yield case.problem("K22", where_of(case, situation, who), says, mend)


def _required(id: str, who: str, demand: Demand) -> tuple[str, ...]:
    own = ("dying",) if id in SELF_HARM else ()
    return tuple(dict.fromkeys((*demand.asks.get(who, ()), *own)))


def body_of_no_child(case: CheckContext) -> Iterator[Problem]:
    """K22. The question about the body stands aside for 9 to 11, and the age is asked before it."""
    nodes, band = case.release.nodes, case.world.band
    if band < 0 or TOO_YOUNG not in case.world.facts[band].values:
        return
    code = case.world.facts[band].code(TOO_YOUNG)
    first = [n for n, node in enumerate(nodes) if shows(node, "step.1")]
    age = {n for n, node in enumerate(nodes) if asks(node, "band")}
    before_age = nodes_after(case, first, age)
    for n, node in enumerate(nodes):
        if asks(node, BODY) and not _stands_aside(node, band, code):
            says = f"{node.id} asks a child of {TOO_YOUNG} about their body"
            yield case.problem("K22", case.node_at(node.id), says, f"add `unless: {{band: {TOO_YOUNG}}}`")
        if asks(node, BODY) and n in before_age:
            says = f"{node.id} asks about the body before anybody was asked their age"
            yield case.problem("K22", case.node_at(node.id), says, "ask for the age before it")


def _stands_aside(node: Node, band: int, code: str) -> bool:
    """Whether a node is passed by whenever the age is this."""
    no = len(node.when.unless) == 1 and node.when.unless[0].at == band and code in node.when.unless[0].codes
    return no or any(clause.at == band and code not in clause.codes for clause in node.when.only)
