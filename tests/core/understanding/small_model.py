"""Numbers small enough to reckon by hand."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import msgspec

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import (
    ASK,
    DANGER,
    LANGUAGE,
    NOTHING,
    SITUATION,
    TELLER,
    VECTOR_SIZE,
    HearingModel,
    Limits,
    Meaning,
    SignWeights,
    number_of_signs,
)
from kapea.core.understanding.weighing import ZERO, key_of

OUTPUTS = (
    *(f"{SITUATION}S{n:02}" for n in range(1, 5)),
    *(DANGER + kind for kind in ALL_KINDS),
    f"{TELLER}child",
    f"{LANGUAGE}en",
    f"{LANGUAGE}sw",
    ASK,
    NOTHING,
)
STEP = 0.01


def model(weights: Mapping[str, Mapping[str, int]], limits: Limits | None = None) -> HearingModel:
    """By feature, the levels it adds to outputs. A verdict is the output of its own name, ten times."""
    features = sorted(weights, key=key_of)
    rows = b"".join(bytes(ZERO + weights[f].get(output, 0) for output in OUTPUTS) for f in features)
    return HearingModel(
        outputs=OUTPUTS,
        keys=struct.pack(f"<{len(features)}I", *map(key_of, features)),
        rows=rows,
        step=STEP,
        constants=(0.0,) * len(OUTPUTS),
        verdicts={name: _own(name) for name in (ASK, NOTHING, *(DANGER + kind for kind in ALL_KINDS))},
        limits=limits or Limits(ask=0.6, nothing=0.6, familiar=0.1),
        corpus="",
        figures={},
    )


def with_meaning(words: HearingModel, columns: Mapping[str, Mapping[int, int]]) -> HearingModel:
    """Numbers that weigh a sentence vector, too: by output, the levels of the vector's numbers. A verdict is
    the output of its own name by the vector, ten times.
    """
    rows = bytearray(VECTOR_SIZE * len(OUTPUTS))
    for output, levels in columns.items():
        for at, level in levels.items():
            rows[at * len(OUTPUTS) + OUTPUTS.index(output)] = level % 256
    before = [0.0] * number_of_signs(OUTPUTS)
    verdicts = {name: _by_vector(name, before) for name in words.verdicts}
    meaning = Meaning(bytes(rows), STEP, (0.0,) * len(OUTPUTS), verdicts, words.limits, {})
    return msgspec.structs.replace(words, meaning=meaning)


def _by_vector(name: str, before: Sequence[float]) -> SignWeights:
    return SignWeights((*before, *[10.0 * (output == name) for output in OUTPUTS]), 0.0)


def _own(name: str) -> SignWeights:
    weights: Sequence[float] = [10.0 * (output == name) for output in OUTPUTS]
    return SignWeights((*weights, *[0.0] * (number_of_signs(OUTPUTS) - len(OUTPUTS))), 0.0)
