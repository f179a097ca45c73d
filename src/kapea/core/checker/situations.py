"""K11: each situation has what it promises each audience; its first step is two taps from the first view."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from kapea.core.checker.context import CheckContext
from kapea.core.checker.readers import YOUNG
from kapea.core.pack.model import Say, Situation, Voice
from kapea.core.pack.problem import Problem

MOST_STEPS = 3
TAPS_TO_FIRST_STEP = 2
PARTS = {
    "first": "write `first:`, at most twelve words of belief",
    "step.1": "write one to three `steps:`",
    "never": "write `never:` with lines of block A5",
    "say": "write `say:`, what to say when they pick up",
    "after": "write `after:`, up to three lines",
}


def situations_complete(case: CheckContext) -> Iterator[Problem]:
    """K11."""
    for situation in case.release.situations.values():
        for who, voice in situation.voices.items():
            for says, mend in (*_missing(who, voice), *_steps(voice), *_bands(case, voice)):
                where = where_of(case, situation, who)
                yield case.problem("K11", where, f"{situation.id} for {who}: {says}", mend)
    yield from _soon(case)
    yield from _few_steps(case)


def where_of(case: CheckContext, situation: Situation, who: str) -> str:
    """The id of a text that stands where this audience begins."""
    base = f"{situation.id}.{who}."
    known = (id for id in (f"{base}title", f"{base}first", f"{base}step.1.do") if id in case.places)
    return next(known, situation.id)


def _missing(who: str, voice: Voice) -> Iterator[tuple[str, str]]:
    has = set(voice.has)
    if not voice.title:
        yield "no title", "write `title:`"
    for part, mend in PARTS.items():
        if not voice.parts.get(part):
            yield f"no `{part.removesuffix('.1')}`", mend
    if not has & {"evidence", "evidence-none"}:
        yield "nothing says what to write down", "write `evidence: A3`, or `evidence: none`"
    if not voice.call:
        yield "nobody to call", "write `call:` with service types"
    if not any(h.startswith("asks.") for h in has):
        yield "no question is asked", "write `asks:`, at least the ones about danger"
    if who in YOUNG and not any(h.startswith("band.") for h in has):
        yield "no age bands", "write `bands: [12-14, 15-17]`, those it is written for"


def _steps(voice: Voice) -> Iterator[tuple[str, str]]:
    steps = [part for part in voice.parts if part.startswith("step.")]
    if len(steps) > MOST_STEPS:
        yield f"{len(steps)} steps", f"at most {MOST_STEPS}"
    for step in steps:
        number = step.removeprefix("step.")
        if not voice.parts.get(f"why.{number}"):
            yield f"step {number} has no `why`", "say in one sentence why it helps"
    if len(voice.parts.get("after", ())) > MOST_STEPS:
        yield "more than three lines `after`", "keep three"


def _bands(case: CheckContext, voice: Voice) -> Iterator[tuple[str, str]]:
    """A wording by age is never reached where the age is not asked."""
    if "asks.band" in voice.has or case.world.band < 0:
        return
    if any(_reads(say, case.world.band) for say in _own(voice)):
        yield "a wording is for an age, and the age is not asked", "add `band` to `asks:`"


def _own(voice: Voice) -> Iterator[Say]:
    """What the situation itself says; blocks are written for everyone."""
    yield voice.title
    for part, lines in voice.parts.items():
        if part not in ("never", "evidence"):
            yield from (line.say for line in lines)


def _reads(say: Say, fact: int) -> bool:
    return any(c.at == fact for v in say for c in (*v.when.only, *v.when.unless))


def _soon(case: CheckContext) -> Iterator[Problem]:
    """The first step of each voice is met after two taps, help now left aside."""
    soonest: dict[tuple[str, str], int] = {}
    start = case.graph.starts.get("help", -1)
    near = takewhile(lambda at: case.graph.taps[at] <= TAPS_TO_FIRST_STEP, range(len(case.graph.places)))
    for at in near:
        view = case.graph.views[at]
        if case.graph.way(at)[0] == start:
            for shown in view.shown:
                if ".step.1.do" in shown.text:
                    soonest.setdefault((view.situation, view.who), at)
    for situation in case.release.situations.values():
        for who in situation.voices:
            late = "asks.reader" in situation.voices[who].has  # one question first: who reads along?
            if (situation.id, who) not in soonest and not late:
                says = f"{situation.id} for {who}: the first step is more than two taps away"
                mend = "who → what happened → first words and first step"
                yield case.problem("K11", where_of(case, situation, who), says, mend)


def _few_steps(case: CheckContext) -> Iterator[Problem]:
    told: set[str] = set()
    for at, view in case.graph.screens():
        steps = sum(1 for s in view.shown if s.role == "do")
        if steps > MOST_STEPS and view.node not in told:
            told.add(view.node)
            says = f"{steps} steps before anything can be chosen"
            yield case.problem(
                "K11", case.node_at(view.node), says, f"at most {MOST_STEPS} on one screen", at=at
            )
