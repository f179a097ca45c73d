"""K32 and K33: whatever is typed leads where somebody can be called, and to no danger that was not asked
about; and the numbers that hear it do so well enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.dialogue.danger_questions import flags_of
from kapea.core.pack.problem import NOBODY, Place, Problem

LIMITS = "heard/limits.yaml"
ALL = "all"
Figures = Mapping[str, Mapping[str, float]]


def typed_leads_to_people(case: CheckContext) -> Iterator[Problem]:
    """K32. Of words anything may be heard: each kind of danger, each situation, or nothing."""
    help_ = case.release.journeys["help"]
    if help_.flags and help_.heard < 0:
        says = "words in which no danger is heard lead nowhere"
        mend = "write `heard: <node>` in the help journey, a node with `each: likely`"
        yield case.problem("K32", help_.id, says, mend)
    yield from _offers_what_is_likely(case, help_.heard)
    told: set[tuple[str, str]] = set()
    for at, to in _typed(case):
        view = case.graph.views[to]
        for fault, mend in _faults(case, at, to):
            if (view.node, fault) not in told:
                told.add((view.node, fault))
                reason = NOBODY if "nobody" in fault else ""
                yield case.problem(
                    "K32", case.node_at(view.node), fault, mend, way=[*case.graph.way(at), to], reason=reason
                )


def _typed(case: CheckContext) -> Iterator[tuple[int, int]]:
    """Each place where words may be typed, with each place where they may lead: one of each view there."""
    graph, told = case.graph, set[tuple[int, int]]()
    for at, edges in enumerate(graph.edges):
        for to in edges[len(graph.ways(at)) :]:
            key = graph.screen(at), graph.screen(to)
            if key not in told:
                told.add(key)
                yield at, to


def _faults(case: CheckContext, at: int, to: int) -> Iterator[tuple[str, str]]:
    """What is wrong with where words lead, and how to mend it."""
    world, people = case.world, case.people
    near = people.reached(to) or any(people.reached(next_) for next_ in case.graph.answers(to))
    if not near and not people.after_misses(to):
        yield "words lead here, and nobody can be called", "name contacts at this node"
    if world.value(case.graph.facts(to), world.danger) != world.facts[world.danger].values[0]:
        yield "words lead to a danger that nobody was asked about", "let the way there keep no danger"
    node = case.graph.places[to][0]
    asked = flags_of(world, case.graph.node(at)).values()
    if case.graph.node(to).id in world.red_nodes and node not in asked and node != world.help:
        yield "words lead to what is said in danger, unasked", "lead to a question of its own first"


def _offers_what_is_likely(case: CheckContext, heard: int) -> Iterator[Problem]:
    """Where words lead, what is likely is offered; and whoever none of it fits comes to the whole list."""
    if heard < 0:
        return
    node = case.release.nodes[heard]
    leads_on = [case.release.nodes[choice.to] for choice in node.choices[1:]]
    if not node.likely or not any(n.kind == "each" and not n.likely for n in leads_on):
        says = f"{node.id} does not offer what is likely, and the whole list where none of it fits"
        mend = "write `each: likely`, and `none: {say: …, to: <the list>}`"
        yield case.problem("K32", case.node_at(node.id), says, mend)


def heard_well_enough(case: CheckContext) -> Iterator[Problem]:
    """K33. Figures are those of lines whose writers taught nothing; a pack says how good they must be."""
    model, wanted = case.release.hearing, case.release.hearing_wanted
    place = Place(f"{case.release.id}/{LIMITS}")
    if model is None:
        if wanted.at_least or wanted.at_most:
            says = "there are limits of hearing, and no numbers to hear with"
            yield case.problem("K33", place, says, "write them: kapea learn")
        return
    for id in (id for id in model.only_when_clear if id not in case.release.situations):
        yield case.problem("K33", place, f"“{id}” is no situation", "mend only_when_clear, and learn anew")
    yield from _too_little(case, model.figures, "")
    if model.meaning is not None:
        yield from _too_little(case, model.meaning.figures, "with sentence vectors, ")


def _too_little(case: CheckContext, figures: Figures, layer: str) -> Iterator[Problem]:
    """Where the figures of one layer are not as a pack demands; `layer` says which, unless it is of words."""
    wanted, groups = case.release.hearing_wanted, [g for g in figures if g in (ALL, *case.release.languages)]
    for name, least in wanted.at_least.items():
        yield from _short(case, figures, groups, name, least, layer, is_least=True)
    for name, most in wanted.at_most.items():
        yield from _short(case, figures, groups, name, most, layer, is_least=False)


def _short(
    case: CheckContext,
    figures: Figures,
    groups: list[str],
    name: str,
    limit: float,
    layer: str,
    *,
    is_least: bool,
) -> Iterator[Problem]:
    place, mend = Place(f"{case.release.id}/{LIMITS}"), "write more lines for it, and learn anew"
    if not any(name in figures.get(group, {}) for group in groups):
        yield case.problem("K33", place, f"there is no figure “{name}”", f"known: {_known(figures)}")
    for group in groups:
        figure = figures.get(group, {}).get(name, limit)
        if (figure < limit) if is_least else (figure > limit):
            bound = "at least" if is_least else "at most"
            says = f"{layer}{group}: {name} is {figure} %, and must be {bound} {limit:g} %"
            yield case.problem("K33", place, says, mend)


def _known(figures: Figures) -> str:
    return ", ".join(figures.get(ALL, {}))
