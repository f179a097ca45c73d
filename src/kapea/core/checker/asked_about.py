"""K07 by what is asked: each node says, of a closed list, what its question is about; reviewers sign it.

“What did that person do?” is asked once, by trained people. A machine that asks makes a child say it again,
and spoils what they say later. No list of words finds every way to ask it; so no kind of question is for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.advice import APP_WORDS, OWN_WORDS
from kapea.core.checker.context import CheckContext
from kapea.core.checker.readers import DIRECTORY, NOBODY_YET, YOUNG
from kapea.core.pack.model import Node
from kapea.core.pack.parse.texts import ABOUT, QUESTIONS
from kapea.core.pack.problem import ASKED_SINCE, Problem

TRIAGE = frozenset(QUESTIONS) - {"band"}
"""What is asked by yes, no and not sure, and by nothing else, of whoever is young."""
SETS = ("situation", "level", "danger", "home", "recent")
"""Facts of a person's worry: no exercise and no question about an app sets them."""
APART = frozenset({"call", "place", "contact", "consent", "app", "learn", "agree"})
"""Questions about something else than the worry."""
ONCE = "urgent"
"""The one question of the red tile."""
OF_ADULTS = "place"
"""Whether whoever hurts is from where an adult works."""
_SAID_BY_ONE = re.compile(r":[^:]*\?$", re.DOTALL)
"""A question that somebody is to say, or is told: what it says stands after a colon."""
MEND = f"write `about:` with what it asks about: one of {', '.join(ABOUT)}; what happened is not asked"


def topic(case: CheckContext, n: int) -> str:
    """What a node asks about; empty where nothing says it. `worry`: which situation."""
    node = case.release.nodes[n]
    asked = (clause.has.removeprefix("asks.") for clause in node.when.only if clause.has.startswith("asks."))
    if node.kind == "each":
        return "worry"
    if any(n in journey.flags.values() for journey in case.release.journeys.values()):
        return "danger"
    return node.about or next(asked, "")


def asked_about(case: CheckContext) -> Iterator[Problem]:
    """K07."""
    for n, node in enumerate(case.release.nodes):
        if node.ask is not None and (wrong := _wrong(case, n, node)):
            says, mend = wrong
            at = case.seen.reached.get(n, -1)
            yield case.problem("K07", case.node_at(node.id), says, mend, at=at, reason=ASKED_SINCE)


def _wrong(case: CheckContext, n: int, node: Node) -> tuple[str, str] | None:
    about = topic(case, n)
    if not about:
        return f"{node.id} asks something, and nothing says what about", MEND
    if about == ONCE and n != case.world.help:
        return f"{node.id} asks which danger it is, and only the red tile does", MEND
    if about in TRIAGE and node.kind != "yesno" and _young_meet(case, node):
        mend = "answers `yes:` and `no:`; whoever helps asks the rest"
        return f"{node.id} has whoever is young choose what is so ({about})", mend
    if about == OF_ADULTS and _young_meet(case, node, YOUNG):
        return f"{node.id} asks whoever is young what only adults are asked ({about})", MEND
    if about in APART and (sets := _sets(case, node)):
        return f"{node.id} is about “{about}”, and its answers set {sets}", MEND
    return None


def _young_meet(case: CheckContext, node: Node, young: tuple[str, ...] = (*YOUNG, NOBODY_YET)) -> bool:
    asked = (variant.text for variant in node.ask.say) if node.ask is not None else ()
    return any(who in young for text in asked for who in case.seen.by.get(text, ()))


def _sets(case: CheckContext, node: Node) -> str:
    names = {case.world.facts[at].name for choice in node.choices for at, _ in choice.sets}
    return ", ".join(sorted(names & set(SETS)))


def asked_in_words(case: CheckContext) -> Iterator[Problem]:
    """K07. What is said to somebody young asks nothing: a question stands at `ask`, with its answers."""
    asks = {v.text for node in case.release.nodes if node.ask is not None for v in node.ask.say}
    for text, readers in case.seen.by.items():
        if text in asks or text in case.seen.labels or not {*readers} & {*YOUNG, NOBODY_YET}:
            continue
        words = case.release.texts["en"].get(text, "").rstrip()
        at = case.seen.place(text)
        is_asked = case.graph.node(at).ask is not None  # it leads over to the question that stands there
        if words.endswith("?") and not _SAID_BY_ONE.search(words) and not is_asked and not _own(text):
            says = f"this asks something, and is no question of the journey: “{words}”"
            mend = "say it without asking; or put it at `ask:` of a node, with `about:`"
            yield case.problem("K07", text, says, mend, at=at, reason=ASKED_SINCE)


def _own(text: str) -> bool:
    """Whether these are a person's own words, an app's, or a name."""
    return OWN_WORDS.search(text) is not None or text.startswith((APP_WORDS, *DIRECTORY))
