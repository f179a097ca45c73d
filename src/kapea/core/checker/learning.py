"""K30 and K31: practice conversations and stories shame nobody, and give everybody words to keep.

What a choice led to is said by a screen with a `reaction`; reviewers sign it. After one that closes, other
words can be tried. Words that shame are looked for in all that is said there, in every language.
"""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.pack.model import Choice, Node
from kapea.core.pack.parse.journeys import WORD
from kapea.core.pack.parse.learning_units import DONE, LESSON
from kapea.core.pack.problem import Problem

CLOSES = "closes"
TOPIC = "learn"
HELP = "help"


def reactions_tagged(case: CheckContext) -> Iterator[Problem]:
    """K30: what each choice led to is tagged; after what closes, other words can be tried."""
    for n, scene in enumerate(case.release.nodes):
        if not _is_scene(case, scene):
            continue
        for to in dict.fromkeys(choice.to for choice in scene.choices if _is_own(choice)):
            led = case.release.nodes[to]
            if led.journey == scene.journey and (wrong := _wrong(led, n, scene)) is not None:
                yield case.problem("K30", case.node_at(led.id), *wrong)


def _wrong(led: Node, at: int, scene: Node) -> tuple[str, str] | None:
    """What is wrong with a screen that a choice at a scene led to, and how to mend it; None: nothing."""
    if led.ask is not None or led.words_to_keep:
        return None
    if not led.reaction:
        says = f"{led.id} shows what a choice led to, and nothing says what that is"
        return says, "write `reaction:` opens, waits or closes"
    if led.reaction == CLOSES and at not in {choice.to for choice in led.choices}:
        says = f"{led.id} closes, and no answer leads back to try other words"
        return says, f"add an answer that leads to {scene.id}"
    return None


def shames_nobody(case: CheckContext) -> Iterator[Problem]:
    """K30: no word there shames the one who reads, or a child."""
    units = case.release.units
    told = [text for text in case.english if text.split(".", 1)[0] in units]
    for text, language, phrase in case.searched.hits(lambda lint: lint.shames, told):
        says, mend = f"{language}: this shames somebody: “{phrase}”", "say what is seen, or what helps next"
        yield case.problem("K30", text, says, mend, at=case.seen.place(text))


def words_to_keep(case: CheckContext) -> Iterator[Problem]:
    """K31: each way through a practice or a story comes to words to keep before it ends."""
    for id, unit in case.release.units.items():
        if unit.kind == LESSON:
            continue
        for ended in _ends_without(case, case.release.journeys[id].start):
            says = f"somebody comes from {id} to {ended.id} and met no words to keep"
            mend = "lead there by a node with `words_to_keep: true`"
            yield case.problem("K31", case.node_at(ended.id), says, mend)


def _is_scene(case: CheckContext, node: Node) -> bool:
    """Whether somebody chooses there what to say or do: not how old a child is."""
    in_unit = case.release.journeys[node.journey].unit is not None
    return in_unit and node.ask is not None and node.about == TOPIC


def _is_own(choice: Choice) -> bool:
    """Whether these are words of the scene: the small words that all have only lead on."""
    return not any(variant.text.startswith(WORD) for variant in choice.say)


def _ends_without(case: CheckContext, start: int) -> list[Node]:
    """Nodes where a way ends that met no words to keep: out of the journey, but for help; or nowhere."""
    nodes, journey = case.release.nodes, case.release.nodes[start].journey
    line, known, ends = [start], {start}, list[Node]()
    while line:
        node = nodes[line.pop()]
        if node.words_to_keep or (node.journey != journey and node.journey == HELP):
            continue
        onward = [to for to in (node.other, *(choice.to for choice in node.choices)) if to >= 0]
        if node.journey != journey or not onward or node.id == f"{journey}.{DONE}":
            ends.append(node)
            continue
        line += [to for to in onward if to not in known]
        known |= set(onward)
    return ends
