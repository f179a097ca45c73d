"""K22 to K24, on the worst night: somebody is always named, nobody answered is one tap away, each danger has
its own words, and that whoever hurts has power here is asked in time and never forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.readers import OWN_DOING
from kapea.core.checker.triage import asks, before_power
from kapea.core.directory.next_lines import is_line
from kapea.core.pack.model import ALPHABET
from kapea.core.pack.problem import NOBODY, Problem

DANGERS = ("danger", "meeting", "marriage", "dying")
"""Questions whose yes names a danger."""
ON_SOMEONE = ("danger", "meeting", "marriage")
"""Those of them that are about what somebody else does."""


def worst_night(case: CheckContext) -> Iterator[Problem]:
    """K22 and K23, of all that may be seen in danger until somebody answered."""
    unanswered = case.unanswered.ways
    yield from _someone_is_named(case, unanswered)
    yield from _nobody_is_one_tap(case, unanswered)
    yield from _own_words(case, unanswered)


def _someone_is_named(case: CheckContext, unanswered: Collection[int]) -> Iterator[Problem]:
    """K23. Each view names people, and the first can be dialled."""
    told: set[str] = set()
    for at in sorted({case.graph.seen[case.graph.screen(at)] for at in unanswered}):
        named, node = case.people.at(at), case.graph.views[at].node
        if node not in told and not (named and all(each and is_line(each[0]) for each in named)):
            told.add(node)
            says = "it is red, nobody has answered, and nobody is named here who can be dialled first"
            mend = "write `contacts:` that begin with a line, and `next: true` where nobody answered"
            yield case.problem("K23", case.node_at(node), says, mend, at=at, reason=NOBODY)


def _nobody_is_one_tap(case: CheckContext, unanswered: Collection[int]) -> Iterator[Problem]:
    """K22. Where people are named for a danger or a situation, one tap says that nobody answered."""
    told = {case.world.help}  # there it is asked first what the danger is
    for at, _ in case.graph.screens():
        node, number = case.graph.node(at), case.graph.places[at][0]
        wanted = node.contacts
        if wanted is None or wanted.next or number in told:
            continue
        if wanted.source != "situation" and at not in unanswered:
            continue
        if not any(_is_next(case, to) for to in case.graph.answers(at)):
            told.add(number)
            says = "people are named here, and no answer says that nobody answered"
            mend = "write an answer that leads to a view with `next: true`"
            yield case.problem("K22", case.node_at(node.id), says, mend, at=at)


def lines_again(case: CheckContext) -> Iterator[Problem]:
    """K22. Where the night is got through, one answer leads back to the lines as they were at first."""
    morning, told = case.release.journeys["help"].morning, False
    for at, view in case.graph.screens():
        if case.graph.places[at][0] == morning and not told:
            targets = case.graph.answers(at)
            if not any(case.people.at(to) and not _is_next(case, to) for to in targets):
                told = True
                says, mend = (
                    "no answer leads back to the lines",
                    "write one: lines are busy, and then are not",
                )
                yield case.problem("K22", case.node_at(view.node), says, mend, at=at)


def each_danger_now(case: CheckContext) -> Iterator[Problem]:
    """K22. Where Help now leads, each kind of danger there is can be said."""
    node, at = case.release.nodes[case.world.help], case.world.danger
    if case.world.help < 0 or at < 0:
        return
    offered = {code for choice in node.choices for fact, code in choice.sets if fact == at}
    for value in case.world.facts[at].values[1:]:
        if case.world.facts[at].code(value) not in offered:
            says = f"help now leads here, and no answer says danger “{value}”"
            yield case.problem("K22", case.node_at(node.id), says, f"write one that sets danger: {value}")


def _is_next(case: CheckContext, at: int) -> bool:
    contacts = case.graph.node(at).contacts
    return contacts is not None and contacts.next


# --- its own words -----------------------------------------------------------------


def _own_words(case: CheckContext, unanswered: Collection[int]) -> Iterator[Problem]:
    """K22. Where words differ by danger each has words of its own, and none has those of another."""
    for node, said in _said_by_danger(case, unanswered).items():
        common = frozenset.intersection(*map(frozenset, said.values()))
        for danger, texts in said.items() if len(set(map(frozenset, said.values()))) > 1 else ():
            others = {text for other, each in said.items() if other != danger for text in each}
            own, shared = texts - others, texts & others - common
            if shared:
                says = f"{min(shared)} is said for danger “{danger}”, and for some other, not for all"
                yield case.problem("K22", case.node_at(node), says, "write for each danger what is for it")
            elif not own and danger != "none":
                says = f"nothing is said for danger “{danger}” that is for it alone"
                yield case.problem(
                    "K22", case.node_at(node), says, f"show a text `only: {{danger: {danger}}}`"
                )


def _said_by_danger(case: CheckContext, unanswered: Collection[int]) -> dict[str, dict[str, set[str]]]:
    """By node of danger, by danger, what is said there to anybody, whomever it is worded for."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    nodes = {case.graph.places[at][0] for at in unanswered}
    for at, view in case.graph.screens():
        if case.graph.places[at][0] in nodes and case.world.danger >= 0:
            said = found[view.node][case.graph.value(at, case.world.danger)]
            said |= {shown.text.partition("/")[0] for shown in view.shown}
    return found


# --- power -------------------------------------------------------------------------


def power_before_danger(case: CheckContext) -> Iterator[Problem]:
    """K24. Whether whoever hurts has power here is asked before a danger names anybody, and asked at all."""
    if case.world.power < 0:
        return
    nodes = case.release.nodes
    for n in before_power(case):
        if any(asks(nodes[n], question) for question in DANGERS):
            says, mend = "danger is asked about, and power was not", "ask about power before any danger"
            yield case.problem("K24", case.node_at(nodes[n].id), says, mend)
    for situation in case.release.situations.values():
        for who, voice in situation.voices.items():
            asked = [question for question in ON_SOMEONE if f"asks.{question}" in voice.has]
            if asked and "asks.power" not in voice.has and situation.id not in OWN_DOING:
                says = f"{situation.id} for {who} asks “{asked[0]}”, and not if whoever hurts has power here"
                yield case.problem("K24", situation.id, says, "add `power` to `asks:`")


def power_is_kept(case: CheckContext) -> Iterator[Problem]:
    """K24. Whoever said it need not say it again: no way into a danger forgets that somebody has power."""
    world, graph, told = case.world, case.graph, set[str]()
    if world.power < 0 or world.danger < 0 or "someone" not in world.facts[world.power].values:
        return
    someone = world.facts[world.power].code("someone")
    says_so = [facts[world.power] == someone for _, facts in graph.places]
    danger = (at for at, (_, facts) in enumerate(graph.places) if facts[world.danger] != ALPHABET[0])
    forgotten = frozenset(at for at in danger if not says_so[at])
    for before, targets in enumerate(graph.edges):
        if not says_so[before] or forgotten.isdisjoint(targets):
            continue
        for after in targets:
            if after in forgotten and (node := graph.views[before].node) not in told:
                told.add(node)
                says = "an answer here names a danger and forgets that whoever hurts has power here"
                way = [*graph.way(before), after]
                yield case.problem("K24", case.node_at(node), says, "add `power` to its `keep:`", way=way)
