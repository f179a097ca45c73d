"""The small pack with a study: a guide for children, a set of cards, and the lists it rests on."""

from __future__ import annotations

from tests.core.checker.small_learning import SHAMES
from tests.core.checker.small_pack import CATALOGUE, HEAD, catalogue_of, files

from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build

STUDY_GUIDE = f"""
id: study-moon
kind: guide
for: children
held: group
bands: [9-11]
minutes: 45
title: A talk with a group
protection-reviewer: null
{HEAD.strip()}
story: [Moon is ten., Moon plays., Somebody writes., Moon goes to a helper., Moon is safe.]
questions:
  - id: likes
    ask: What do children here like?
    purpose: warm-up
    source: original
    risk: low
    own-harm: no
    probes: [more]
  - id: first
    ask: What could Moon do first?
    purpose: practice
    source: ONE
    risk: watch
    own-harm: no
    uses: story
"""
STUDY_CARDS = f"""
id: study-cards
kind: cards
title: Some cards
protection-reviewer: null
left-out: ["💀"]
cards:
  - {{id: c1, sign: "🙂", start: all right}}
  - {{id: c2, sign: "😨", start: afraid, caution: Watch., watched: true}}
{HEAD.strip()}
"""
FILLED_WAYS = ", ".join(f"zy {n}" for n in range(10))
NOT_ASKED_LISTS = f"""not_asked:
  own-harm: ["(hit|hurt) you", {FILLED_WAYS}]
  identifies: ["your name", {FILLED_WAYS}]
"""
ROOM_LISTS = f"""  play: [{FILLED_WAYS}]
  recount: ["happened to (you|them)", {FILLED_WAYS}]
"""


def with_study(guide: str = STUDY_GUIDE, cards: str = STUDY_CARDS) -> dict[str, bytes]:
    """The files of the small pack, with a guide and cards and all that they need."""
    promise, forbids = "  promise: [between us]\n", "forbids: ["
    lists = [("lint/en.yaml", promise, promise + ROOM_LISTS), ("lint/km.yaml", forbids, ROOM_LISTS + forbids)]
    sources = {path: data for path, data in files(*lists).items() if path != f"small/{CATALOGUE}"}
    for language in ("en", "km"):
        sources[f"small/lint/{language}.yaml"] += (SHAMES + NOT_ASKED_LISTS).encode()
    sources |= {
        "small/studies/study-moon.yaml": guide.encode(),
        "small/studies/study-cards.yaml": cards.encode(),
    }
    return {**sources, f"small/{CATALOGUE}": catalogue_of(sources).encode()}


def changed_guide(*changes: tuple[str, str]) -> str:
    """The guide with some words of it changed; each old is there once."""
    guide = STUDY_GUIDE
    for old, new in changes:
        assert guide.count(old) == 1, f"“{old}” stands {guide.count(old)} times in the guide"
        guide = guide.replace(old, new)
    return guide


def study(*changes: tuple[str, str]) -> Built:
    """The small pack with the guide, some words of it changed, built."""
    return build(with_study(changed_guide(*changes)), "small", {"km": breaker(list)})
