"""The small pack with a workshop: a plan, the three blocks that every plan has, and the lists it rests on."""

from __future__ import annotations

from tests.core.checker.small_learning import SHAMES
from tests.core.checker.small_pack import CATALOGUE, HEAD, catalogue_of, files

from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build
from kapea.core.pack.parse.workshops import DISTRESS_LINES, START_LINES, TOLD_LINES

PLAN = f"""
id: evening
number: 1
for: class-b
minutes: 30
group: {{least: 4, most: 30}}
facilitators: 2
title: {{say: An evening together, short: Evening}}
able: You know some kind words.
picture: person
led-by: Two people lead it.
seating: Sit in a circle.
bring: [Water for everybody., A bell.]
call: [HELPLINE]
start: begin
if-told: {{block: told-here, journey: help}}
distress: upset
{HEAD.strip()}
parts:
  - {{kind: welcome, minutes: 4, say: [Good to see you.], pictures: [person]}}
  - kind: measure
    minutes: 1
    when: before
    measures: [words]
    say: [Raise a hand.]
    do: One of you counts.
    without-reading: Nobody reads.
  - kind: story
    minutes: 5
    say: [Sok has a friend., Sok stays calm.]
    ask: [{{about: story, say: What could Sok say?}}]
    without-reading: Tell it aloud.
    uses: remind
  - kind: practice
    minutes: 12
    roles: [speaker, listener]
    say: [Say the words aloud.]
    pressure: [Answer me now.]
    do: Twos say the words.
    without-reading: Say them first.
  - {{kind: talk, minutes: 5, say: [Kind words help.]}}
  - kind: measure
    minutes: 1
    when: after
    measures: [words]
    say: [Raise it again.]
    do: One of you counts again.
    without-reading: Nobody reads it.
  - {{kind: calm-end, minutes: 2, say: [Breathe out slowly.]}}
after: [Stay for a while.]
"""
MEASURES = f"""
answers:
  sure: {{smile: "Yes.", straight: A little., question: Not sure.}}
measures:
  words:
    about: first-words
    ask: Do you know your words?
    answers: sure
    better: [smile]
{HEAD.strip()}
"""
LINES = {"begin": START_LINES, "told-here": TOLD_LINES, "upset": DISTRESS_LINES}
BLOCKS = {
    name: f"id: {name}\ntitle: Words for all\npicture: person\n{HEAD}lines:\n"
    + "".join(f"  {line}: Some kind words here.\n" for line in lines)
    for name, lines in LINES.items()
}
"""The three blocks that every plan has; what they say is for other tests."""
FILLED = ", ".join(f"zx {n}" for n in range(8))
WAYS = f"""  play: ["(play|plays) .. stranger", {FILLED}]
  recount: ["happened to (you|them)", {FILLED}]
"""


def with_plan(plan: str = PLAN, name: str = "evening", measures: str = MEASURES) -> dict[str, bytes]:
    """The files of the small pack, with a plan and all that it needs."""
    promise, forbids = "  promise: [between us]\n", "forbids: ["
    lists = [("lint/en.yaml", promise, promise + WAYS), ("lint/km.yaml", forbids, WAYS + forbids)]
    sources = {path: data for path, data in files(*lists).items() if path != f"small/{CATALOGUE}"}
    for language in ("en", "km"):
        sources[f"small/lint/{language}.yaml"] += SHAMES.encode()
    sources |= {f"small/blocks/{block}.yaml": text.encode() for block, text in BLOCKS.items()}
    sources |= {f"small/workshops/{name}.yaml": plan.encode(), "small/measures.yaml": measures.encode()}
    return {**sources, f"small/{CATALOGUE}": catalogue_of(sources).encode()}


def workshop(*changes: tuple[str, str]) -> Built:
    """The small pack with the plan, some words of it changed, built."""
    plan = PLAN
    for old, new in changes:
        assert plan.count(old) == 1, f"“{old}” stands {plan.count(old)} times in the plan"
        plan = plan.replace(old, new)
    return build(with_plan(plan), "small", {"km": breaker(list)})
