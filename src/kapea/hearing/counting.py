"""Lines as tables of numbers: which features each has, and what should be heard in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import ASK, CALM, DANGER, LANGUAGE, NOTHING, SITUATION, TELLER
from kapea.core.understanding.corpus import TELLERS, Example
from kapea.core.understanding.features import features
from kapea.core.understanding.weighing import key_of

Floats = NDArray[np.float64]
MOST_FEATURES = 110_000
FEWEST_LINES = 2
"""A feature that fewer lines have says nothing of the next."""
MAYBE = 0.5
"""What danger counts for that people of the field would not agree on."""


@dataclass(frozen=True)
class Table:
    """`rows`: a line each, the features it has; `wanted`: what each output should come to."""

    features: tuple[str, ...]
    rows: sparse.csr_matrix
    wanted: Floats


def outputs_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """What is told apart, in order."""
    situations = sorted({id for e in examples for id in e.line.situations})
    return (
        *(SITUATION + id for id in situations),
        *(DANGER + kind for kind in ALL_KINDS),
        *(TELLER + who for who in sorted(set(TELLERS.values()) - {""})),
        *(LANGUAGE + code for code in sorted({e.language for e in examples})),
        ASK,
        CALM,
        NOTHING,
    )


def wanted(examples: Sequence[Example], outputs: Sequence[str]) -> Floats:
    """For each line and output: 1 what is so, -1 what is not."""
    at = {name: n for n, name in enumerate(outputs)}
    out = np.full((len(examples), len(outputs)), -1.0)
    for n, example in enumerate(examples):
        line, who = example.line, TELLERS[example.line.teller]
        for kind in line.maybe:
            out[n, at[DANGER + kind]] = out[n, at[ASK]] = out[n, at[CALM]] = 2 * MAYBE - 1
        named = [SITUATION + id for id in line.situations] or [NOTHING]
        named += [*(DANGER + kind for kind in line.danger), *([ASK] if line.danger else [])]
        named += [CALM] if line.situations and not line.danger and not line.maybe else []
        named += [LANGUAGE + example.language, *([TELLER + who] if who else [])]
        for name in named:
            out[n, at[name]] = 1.0
    return out


def chosen_features(lists: Sequence[Sequence[str]], most: int = MOST_FEATURES) -> tuple[str, ...]:
    """The features that count: those of the most lines. Of two with one key only the first stays."""
    counts = Counter(feature for each in lists for feature in each)
    often = sorted(((-n, f) for f, n in counts.items() if n >= FEWEST_LINES))[:most]
    by_key: dict[int, str] = {}
    for _, feature in often:
        by_key.setdefault(key_of(feature), feature)
    return tuple(by_key[key] for key in sorted(by_key))


def counted(lists: Sequence[Sequence[str]], known: Sequence[str]) -> sparse.csr_matrix:
    """Which lines have which features; what all features of a line count for together is shared evenly."""
    at = {feature: n for n, feature in enumerate(known)}
    starts, columns, shares = [0], list[int](), list[float]()
    for each in lists:
        found = sorted(at[f] for f in each if f in at)
        columns += found
        shares += [1 / np.sqrt(len(found))] * len(found)
        starts.append(len(columns))
    shape = (len(lists), len(known))
    return sparse.csr_matrix((np.array(shares), np.array(columns, dtype=np.int32), np.array(starts)), shape)


def feature_lists(examples: Sequence[Example]) -> list[list[str]]:
    return [features(example.line.text) for example in examples]


def by_writer(examples: Sequence[Example]) -> dict[str, list[int]]:
    """The lines of each writer, by place."""
    out = defaultdict[str, list[int]](list)
    for n, example in enumerate(examples):
        out[example.writer].append(n)
    return dict(sorted(out.items()))
