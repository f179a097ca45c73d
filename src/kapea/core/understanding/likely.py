"""Which situations typed words are most like, by the letters that stand together in how people say them.

Nothing is learnt from what people type, and nothing of it is kept: words go in, names of situations come out,
the best first. It orders what is offered and decides nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from math import log, sqrt

from kapea.core.understanding.spelling import spelled

TOGETHER = (3, 4)
"""Numbers of letters that are looked at together. Where a word begins and ends counts as a letter."""
COMMON = 1 / 3
"""Letters that more of the situations have say nothing, and are passed over."""
LEAST = 0.035
"""How like one must be at least: between 0, nothing in common, and 1, the same."""
MOST_LETTERS = 240
"""Letters of what was typed that are looked at: more would only be slow."""
Weights = Mapping[str, tuple[tuple[str, float], ...]]


class Likely:
    """Ways people say what happens, by situation, in all languages at once: people mix them."""

    def __init__(self, said: Callable[[], Mapping[str, Iterable[str]]]) -> None:
        """`said` is asked when something is first typed."""
        self._said = said

    def best(self, words: str, among: Collection[str], most: int) -> tuple[str, ...]:
        """At most `most` of the situations `among`, the likeliest first; none where nothing is like it."""
        rarity, weights = self._ready
        found, whole = defaultdict[str, float](float), 0.0
        for letters in _together(spelled(words)[:MOST_LETTERS]):
            whole += rarity.get(letters, rarity[""]) ** 2
            for situation, weight in weights.get(letters, ()):
                found[situation] += weight
        likely = (s for s in found if s in among and found[s] >= LEAST * sqrt(whole))
        return tuple(sorted(likely, key=lambda s: (-found[s], s))[:most])

    @cached_property
    def _ready(self) -> tuple[Mapping[str, float], Weights]:
        """Worked out when something is first typed, in a tenth of a second."""
        said = self._said()
        counted = {s: Counter(g for way in ways for g in _together(spelled(way))) for s, ways in said.items()}
        having = Counter(letters for each in counted.values() for letters in each)
        rarity = {letters: log(1 + len(counted) / n) for letters, n in having.items()}
        weights = _weights(counted, rarity)
        return {**rarity, "": log(1 + len(counted))}, weights


def _weights(counted: Mapping[str, Counter[str]], rarity: Mapping[str, float]) -> Weights:
    """By letters the situations that have them, and how much that counts; of each situation together 1."""
    out = defaultdict[str, list[tuple[str, float]]](list)
    for situation, counts in counted.items():
        weight = {letters: (1 + log(n)) * rarity[letters] for letters, n in counts.items()}
        size = sqrt(sum(w * w for w in weight.values()))
        for letters, w in weight.items():
            out[letters].append((situation, w * rarity[letters] / size))
    most = max(2, COMMON * len(counted))
    return {letters: tuple(each) for letters, each in out.items() if len(each) <= most}


def _together(text: str) -> set[str]:
    """Letters of a text, as `spelled` has it, that stand together."""
    words = f" {text} "
    return {
        words[at : at + n] for n in TOGETHER for at in range(len(words) - n + 1) if words[at : at + n].strip()
    }
