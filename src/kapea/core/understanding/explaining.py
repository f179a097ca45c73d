"""Why something was heard: which features of the words spoke for it, and which against it."""

from __future__ import annotations

from math import sqrt

import msgspec

from kapea.core.pack.hearing_model import ASK, SITUATION
from kapea.core.understanding.features import KINDS_OF_FEATURE, features
from kapea.core.understanding.listening import Listener

MOST_REASONS = 6


class Reason(msgspec.Struct, frozen=True):
    """One feature. `speaks`: how much it adds, for (above 0) or against (below)."""

    kind: str
    stands: str
    speaks: float


def reasons_to_ask(listener: Listener, words: str) -> tuple[Reason, ...]:
    """What speaks most for asking about danger, or against it, the strongest first."""
    if listener.model is None:
        return ()
    weights = listener.model.verdicts[ASK].weights
    return _reasons(listener, words, weights[: len(listener.model.outputs)])


def reasons_for(listener: Listener, words: str, situation: str) -> tuple[Reason, ...]:
    """What speaks most for a situation, the strongest first."""
    if listener.model is None or SITUATION + situation not in listener.model.outputs:
        return ()
    at = listener.model.outputs.index(SITUATION + situation)
    return _reasons(listener, words, [float(n == at) for n in range(len(listener.model.outputs))])


def _reasons(listener: Listener, words: str, weights: tuple[float, ...] | list[float]) -> tuple[Reason, ...]:
    weighing = listener.weighing
    assert weighing is not None
    known = weighing.known(features(words))
    out = []
    for feature, at in known.items():
        adds = sum(w * r for w, r in zip(weights, weighing.row(at), strict=True)) / sqrt(len(known))
        out.append(Reason(KINDS_OF_FEATURE[feature[0]], feature[1:], round(adds, 3)))
    return tuple(sorted(out, key=lambda each: (-abs(each.speaks), each.kind, each.stands))[:MOST_REASONS])
