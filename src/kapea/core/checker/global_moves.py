"""K04 and K05: from everywhere the five moves are one input away, and a person two (one where it is red)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from kapea.core.checker.context import CheckContext
from kapea.core.checker.graph import Graph
from kapea.core.dialogue.events import MOVES, Event, Media, Move, Said, Silence
from kapea.core.dialogue.look import NOTES
from kapea.core.dialogue.state import State
from kapea.core.dialogue.step import Step, step
from kapea.core.dialogue.text_input import normalised
from kapea.core.pack.parse.word_lists import list_place
from kapea.core.pack.problem import NOBODY, Problem

NONSENSE = "\u2205 \u2205"
"""Words that no label and no reserved word can be."""


def one_input(case: CheckContext) -> Iterator[Problem]:
    """K04. Every place is walked with help. Other moves touch no fact: each node is tried once with each."""
    yield from _journeys(case)
    yield from _reserved(case)
    hour = case.people.hours[0]
    for at in case.seen.reached.values():
        faults, names_nobody = _tried(case.graph, at, hour)
        for says in faults:
            mend = "this is a fault of Kapea, not of the pack: report it"
            yield case.problem("K04", case.node_at(case.graph.views[at].node), says, mend, at=at)
        if names_nobody:
            where, mend = case.node_at(case.graph.views[at].node), "list a HELPLINE in services/"
            yield case.problem("K04", where, "two misses name nobody", mend, at=at, reason=NOBODY)


def _journeys(case: CheckContext) -> Iterator[Problem]:
    if case.world.help < 0:
        yield case.problem("K04", "help", "help now leads nowhere", "write `help: now` in journeys/help.yaml")
    if not case.release.leave_to.startswith("https://"):
        yield case.problem("K04", "", "leaving leads nowhere", 'write leave_to = "https://…" in pack.toml')


def _reserved(case: CheckContext) -> Iterator[Problem]:
    """On a door without buttons a move is a word: each language has one, and it leads to that move only."""
    for language in case.release.languages:
        lint = case.release.lint.get(language)
        for move in MOVES:
            if lint is None or not lint.reserved.get(move):
                mend = f"add {move}: […] under reserved: in lint/{language}.yaml"
                yield case.problem(
                    "K04", list_place("lint", language), f"no {language} word leads to “{move}”", mend
                )
        yield from _twice(case, language)
    yield from _hijacked(case)


def _twice(case: CheckContext, language: str) -> Iterator[Problem]:
    lint = case.release.lint.get(language)
    owner: dict[str, str] = {}
    for move, spellings in (lint.reserved if lint else {}).items():
        for word in spellings:
            if owner.setdefault(word, move) != move:
                says = f"the {language} word “{word}” leads to “{owner[word]}” and to “{move}”"
                mend = f"leave it to one of them in lint/{language}.yaml"
                yield case.problem("K04", list_place("lint", language), says, mend)


def _words_of_moves(case: CheckContext) -> dict[str, str]:
    """Each reserved word of any language that leads to a move, to that move."""
    lists = case.release.lint.values()
    said = ((move, words) for lint in lists for move, words in lint.reserved.items() if move in MOVES)
    return {word: move for move, words in said for word in words}


def _leads_elsewhere(case: CheckContext, text: str, move: str) -> bool:
    """Whether an answer of this label does something else than the move whose word it is."""
    answers = (choice for node in case.release.nodes for choice in node.choices)
    named = [choice for choice in answers if any(wording.text == text for wording in choice.say)]
    return move != "help" or any(choice.to != case.world.help for choice in named)


def _hijacked(case: CheckContext) -> Iterator[Problem]:
    """An answer wins over a move of the same word: one that says “Stop” would hold whoever types *stop*."""
    moves = _words_of_moves(case)
    for text, at in case.seen.labels.items():
        for language, words in case.words(text):
            move = moves.get(normalised(words))
            if move is not None and _leads_elsewhere(case, text, move):
                says = f"{language}: “{words}” is typed to {move}, and this answer takes it"
                yield case.problem("K04", text, says, "say the answer in other words", at=at)


def _tried(graph: Graph, at: int, hour: datetime) -> tuple[list[str], bool]:
    """What goes wrong when the shipped step is given every move and every kind of miss at a place; whether
    two misses there lead to no contact at all.
    """
    here = graph.state(at)
    first = State(here.release, here.language, ((graph.world.start, graph.world.fresh),))
    deeper = State(here.release, here.language, (*first.path, here.place))

    def does(event: Event, state: State = deeper) -> Step:
        return step(graph.world, state, event, at=hour)

    missed = {type(event).__name__.lower(): does(event) for event in (Said(NONSENSE), Silence(), Media())}
    once = missed["said"].state
    names_nobody = once is not None and not does(Silence(), once).view.contacts
    return [*_moved(graph, does, first, deeper), *_missed(missed, deeper)], names_nobody


def _moved(graph: Graph, does: Callable[..., Step], first: State, deeper: State) -> Iterator[str]:
    release, help_at = graph.world.release, graph.world.help
    if help_at >= 0 and does(Move("help")).view.node != release.nodes[help_at].id:
        yield "“help now” does not lead to help"
    if does(Move("back")).state != first or does(Move("repeat")).state != deeper:
        yield "“back” or “repeat” does not lead where it should"
    stopped = does(Move("stop"))
    if stopped.state is not None or stopped.view.kind != "gone":
        yield "“stop” keeps something"
    for language in release.languages:
        if does(Move("language", language)).view.language != language:
            yield f"the language cannot be changed to {language}"


def _missed(missed: Mapping[str, Step], deeper: State) -> Iterator[str]:
    for event, turn in missed.items():
        if turn.state is None or turn.state.path != deeper.path or not _noted(turn):
            yield f"{event} is not answered"
        if not set(MOVES) <= set(turn.view.moves):
            yield "a move is not offered"


def _noted(turn: Step) -> bool:
    return bool(turn.view.shown) and turn.view.shown[0].text in NOTES.values()


def near(case: CheckContext) -> Iterator[Problem]:
    """K05."""
    graph, people = case.graph, case.people
    reached = {screen for screen, at in enumerate(graph.seen) if people.reached(at)}
    here = {at for at, screen in enumerate(graph.screen_of) if screen in reached}
    one = {at for at, to in enumerate(graph.edges) if at in here or not here.isdisjoint(to)}
    told: set[str] = set()
    for at, view in enumerate(graph.views):
        near_ = at in one or (view.level != "red" and not one.isdisjoint(graph.edges[at]))
        if near_ or view.node in told:
            continue
        told.add(view.node)
        far = "one input" if view.level == "red" else "two inputs"
        mend = "name contacts at this node, or at one that it leads to"
        yield case.problem(
            "K05",
            case.node_at(view.node),
            f"no person to call within {far} of here",
            mend,
            at=at,
            reason=NOBODY,
        )
