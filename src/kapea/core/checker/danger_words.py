"""K25: what is typed leads to the question about that very danger, and no list is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kapea.core.checker.context import CheckContext
from kapea.core.checker.word_lists import severity_of_lack
from kapea.core.pack.danger_kinds import KINDS, UNSURE
from kapea.core.pack.model import Choice, Journey, Node
from kapea.core.pack.parse.typed_words import flag_place
from kapea.core.pack.parse.word_lists import list_place
from kapea.core.pack.problem import Place, Problem
from kapea.core.understanding.flags import Ways, left_of
from kapea.core.understanding.spelling import spelled

UNHURT = ("threat",)
"""Kinds after which a yes need not be red: nobody is in danger by the word alone."""
MOST_SPELLINGS = 100
"""Of one way that are looked for; none has as many."""
_GROUP = re.compile(r"\(([^()]*)\)")


def typed_leads_there(case: CheckContext) -> Iterator[Problem]:
    """K25. Nothing is asked of a pack in which nothing typed is looked at."""
    asking = [(id, journey) for id, journey in case.release.journeys.items() if journey.flags]
    for id, journey in asking:
        yield from _each_kind(case, id, journey)
    for language in case.release.languages if asking else ():
        if language not in case.release.flags:
            place = Place(f"{case.release.id}/flags/{language}.yaml")
            says = f"no {language} words are known that may mean danger"
            mend, how = "write the list: how people type it, kind by kind", severity_of_lack(case, language)
            yield case.problem("K25", place, says, mend, severity=how)
    yield from _hidden(case)


def _each_kind(case: CheckContext, id: str, journey: Journey) -> Iterator[Problem]:
    for kind in KINDS:
        target = journey.flags.get(kind, -1)
        if target < 0:
            says = f"typed words may mean “{kind}”, and no question here asks about it"
            mend = f"write `{kind}: <node>` under `flags:`; its yes sets level: red, danger: {kind}"
            yield case.problem("K25", id, says, mend)
        elif says := _asks_for_another(case, kind, case.release.nodes[target]):
            mend = f"lead `{kind}` to a yes or no of its own, whose yes sets level: red, danger: {kind}"
            yield case.problem("K25", flag_place(id, kind), says, mend)
    yield from _no_list_knows(case, id, journey)


def _no_list_knows(case: CheckContext, id: str, journey: Journey) -> Iterator[Problem]:
    """A sentence that no list knows is asked about too: yes leads to where the dangers are told apart."""
    target = journey.flags.get(UNSURE, -1)
    choices = {choice.key: choice for choice in case.release.nodes[target].choices} if target >= 0 else {}
    if "yes" not in choices or choices["yes"].to != journey.help or not choices["no"].back:
        says = "a sentence that no list knows is not asked about"
        mend = f"write `{UNSURE}: <node>` under `flags:`; its yes leads where `help:` leads, its no back"
        yield case.problem("K25", flag_place(id, UNSURE) if target >= 0 else id, says, mend)


def _asks_for_another(case: CheckContext, kind: str, node: Node) -> str:
    """What is wrong with the question about a kind of danger; empty: nothing."""
    yes = next((choice for choice in node.choices if choice.key == "yes"), None)
    if yes is None:
        return f"what may mean “{kind}” leads to {node.id}, which asks nothing with yes and no"
    set_ = _danger_set(case, yes)
    wanted = kind if kind in case.world.facts[case.world.danger].values else ""
    if (wanted and set_ != wanted) or (not set_ and kind not in UNHURT):
        return f"what may mean “{kind}” leads to {node.id}, and yes there is danger “{set_ or 'none'}”"
    if any(choice.key == "no" and not choice.back for choice in node.choices):
        return f"what may mean “{kind}” leads to {node.id}, and no there loses the place where it was typed"
    return ""


def _danger_set(case: CheckContext, yes: Choice) -> str:
    """The danger a yes sets, when it turns red by it."""
    world, put = case.world, dict(yes.sets)
    level, danger = put.get(world.level, ""), put.get(world.danger, "")
    if not danger or level != world.facts[world.level].code("red"):
        return ""
    fact = world.facts[world.danger]
    return next(value for value in fact.values if fact.code(value) == danger)


def _hidden(case: CheckContext) -> Iterator[Problem]:
    """What only looks alike, in any language, may hide no way of writing that there is danger."""
    lists = case.release.flags
    alike = tuple(way for words in lists.values() for way in words.alike)
    looks_alike = Ways(alike)
    mend = "say in `alike` more of the words around it"
    for language, kind, way in _ways(case):
        if looks_alike.stand_in(spelled(next(spellings(way)))):
            left = (left_of(looks_alike, words) for words in islice(spellings(way), MOST_SPELLINGS))
            if not any(map(Ways([way]).stand_in, left)):
                says = f"“{way}” ({kind}) is never found: something in `alike` takes it out"
                yield case.problem("K25", list_place("flags", language), says, mend)


def _ways(case: CheckContext) -> Iterator[tuple[str, str, str]]:
    for language, words in case.release.flags.items():
        yield from ((language, kind, way) for kind, ways in words.kinds.items() for way in ways)


def spellings(way: str) -> Iterator[str]:
    """The shortest words that are written in a way: `want* to (die|sleep)` has “want to die”, and another."""
    if group := _GROUP.search(way):
        for option in group[1].split("|"):
            yield from spellings(f"{way[: group.start()]}{option}{way[group.end() :]}")
    else:
        for option in way.split("|"):
            yield " ".join(option.replace("..", " ").replace("*", "").split())
