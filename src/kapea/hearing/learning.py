"""From lines to the numbers of a release: what each feature says, how sure is sure, and how well it hears.

Lines are left out by writer, never one by one: a line somebody else wrote is new, one of the same hand is a
cousin. Same lines, same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import ASK, DANGER, NOTHING, HearingModel, Limits, Meaning, SignWeights
from kapea.core.understanding.corpus import Example
from kapea.core.understanding.listening import Listener, share_met, signs_of
from kapea.core.understanding.weighing import ZERO, key_of
from kapea.hearing.counting import (
    Floats,
    by_writer,
    chosen_features,
    counted,
    feature_lists,
    outputs_of,
    wanted,
)
from kapea.hearing.figures import Judged, figures
from kapea.hearing.fitting import chances, fitted, fitted_vectors, fitted_verdict

HEARD = 0.96
"""The share of dangers, on lines of writers left out, to be asked about: it sets the limit of asking."""
OFFERED = 0.97
"""The share of worries that must be offered something: it sets the limit of needing nothing."""
FAMILIAR = 0.45
CLIPPED = 0.9998
"""The share of weights that a byte holds whole; the few above are as large as it can say."""
Listed = Callable[[str], str]


@dataclass(frozen=True)
class LeftOut:
    """What each line comes to by numbers that were learnt without its writer.

    `found`: the danger that the lists find in it; `familiar`: the share of its words that others wrote, too;
    `signs`: what verdicts weigh, a line each.
    """

    examples: Sequence[Example]
    outputs: tuple[str, ...]
    target: Floats
    folds: Sequence[Sequence[int]]
    found: Sequence[str]
    sums: Floats
    familiar: Sequence[float]
    signs: Floats
    only_when_clear: tuple[str, ...] = ()


def numbers_from_lines(
    examples: Sequence[Example],
    listed: Listed,
    digest: str,
    vectors: Floats | None = None,
    only_when_clear: tuple[str, ...] = (),
) -> HearingModel:
    """The numbers of these lines. `listed`: the danger that the lists find; `digest`: of the lines;
    `vectors`: a sentence vector a line, if the second layer is to be learnt, too; `only_when_clear`: as in
    `HearingModel`.
    """
    lists = feature_lists(examples)
    left_out = replace(_left_out(examples, lists, listed), only_when_clear=only_when_clear)
    verdicts = fit_verdicts(examples, left_out.signs)
    known = chosen_features(lists)
    weights, constants = fitted(counted(lists, known), left_out.target)
    step, levels = in_steps(weights)
    return HearingModel(
        outputs=left_out.outputs,
        keys=np.array([key_of(f) for f in known], dtype="<u4").tobytes(),
        rows=(levels + ZERO).astype(np.uint8).tobytes(),
        step=step,
        constants=rounded(constants),
        verdicts=verdicts,
        limits=limits_of(examples, verdicts, left_out.signs, left_out.found),
        corpus=digest,
        figures=figures(judge_left_out(left_out)),
        meaning=learnt_meaning(left_out, vectors) if vectors is not None else None,
        only_when_clear=only_when_clear,
    )


def learnt_meaning(left_out: LeftOut, vectors: Floats) -> Meaning:
    """What sentence vectors add: their own weights, and verdicts on what both layers come to."""
    sums = np.zeros_like(left_out.sums)
    for fold in left_out.folds:
        rest = _rest(len(vectors), fold)
        weights, constants = fitted_vectors(vectors[rest], left_out.target[rest])
        sums[list(fold)] = vectors[list(fold)] @ weights + constants
    signs = np.hstack([left_out.signs, sums])
    verdicts = fit_verdicts(left_out.examples, signs)
    weights, constants = fitted_vectors(vectors, left_out.target)
    step, levels = in_steps(weights)
    return Meaning(
        rows=levels.astype(np.int8).tobytes(),
        step=step,
        constants=rounded(constants),
        verdicts=verdicts,
        limits=limits_of(left_out.examples, verdicts, signs, left_out.found),
        figures=figures(judge_left_out(replace(left_out, signs=signs), sums)),
    )


def _left_out(examples: Sequence[Example], lists: Sequence[Sequence[str]], listed: Listed) -> LeftOut:
    outputs, folds = outputs_of(examples), folds_of(examples)
    target = wanted(examples, outputs)
    found = [listed(example.line.text) for example in examples]
    sums, familiar = left_out_sums(lists, target, folds)
    signs = np.array([signs_of(outputs, row, kind) for row, kind in zip(sums.tolist(), found, strict=True)])
    return LeftOut(examples, outputs, target, folds, found, sums, familiar, signs)


def in_steps(weights: Floats) -> tuple[float, NDArray[np.int16]]:
    """Weights as whole steps, each of which fits a byte with its sign; and how large a step is."""
    step = float(np.quantile(np.abs(weights), CLIPPED)) / (ZERO - 1)
    levels = np.clip(np.rint(weights / step), 1 - ZERO, ZERO - 1).astype(np.int16)
    return float(f"{step:.6g}"), levels


def rounded(constants: Floats) -> tuple[float, ...]:
    return tuple(float(round(c, 6)) for c in constants)


def folds_of(examples: Sequence[Example]) -> list[list[int]]:
    """Lines left out together: of each language those of one writer."""
    seen: dict[str, int] = {}
    folds: list[list[int]] = []
    for lines in by_writer(examples).values():
        language = examples[lines[0]].language
        place = seen[language] = seen.get(language, -1) + 1
        while len(folds) <= place:
            folds.append([])
        folds[place] += lines
    return folds


def left_out_sums(
    lists: Sequence[Sequence[str]], target: Floats, folds: Sequence[Sequence[int]]
) -> tuple[Floats, list[float]]:
    """What each line comes to by numbers that were learnt without its writer, and how familiar it is."""
    out, familiar = np.zeros_like(target), [0.0] * len(lists)
    for fold in folds:
        rest = _rest(len(lists), fold)
        known = chosen_features([lists[n] for n in rest])
        weights, constants = fitted(counted([lists[n] for n in rest], known), target[rest])
        out[list(fold)] = counted([lists[n] for n in fold], known) @ weights + constants
        met = set(known)
        for n in fold:
            familiar[n] = share_met(lists[n], met)
    return out, familiar


def _rest(size: int, fold: Sequence[int]) -> list[int]:
    left = set(fold)
    return [n for n in range(size) if n not in left]


def fit_verdicts(examples: Sequence[Example], signs: Floats) -> dict[str, SignWeights]:
    """Whether to ask, of which kind, and whether words need nothing."""
    lines = [example.line for example in examples]
    sure = np.array([0.0 if line.maybe and not line.danger else 1.0 for line in lines])
    out = {ASK: fitted_verdict(signs, np.array([float(bool(line.danger)) for line in lines]), sure)}
    for kind in ALL_KINDS:
        holds = np.array([float(kind in line.danger) for line in lines])
        clear = np.array([0.0 if kind in line.maybe else 1.0 for line in lines])
        out[DANGER + kind] = fitted_verdict(signs, holds, clear)
    nothing = np.array([float(not line.situations) for line in lines])
    out[NOTHING] = fitted_verdict(signs, nothing, np.ones(len(lines)))
    return out


def limits_of(
    examples: Sequence[Example], verdicts: Mapping[str, SignWeights], signs: Floats, found: Sequence[str]
) -> Limits:
    """Where to ask, and where to leave alone. What the lists know is asked about whatever the numbers say."""
    asked, nothing = chances(verdicts[ASK], signs), chances(verdicts[NOTHING], signs)
    danger = [2.0 if found[n] else asked[n] for n, e in enumerate(examples) if e.line.danger]
    worry = [nothing[n] for n, e in enumerate(examples) if e.line.situations]
    return Limits(
        ask=_rounded(np.quantile(danger, 1 - HEARD)),
        nothing=_rounded(np.quantile(worry, OFFERED)),
        familiar=FAMILIAR,
    )


def _rounded(limit: float) -> float:
    return float(round(float(limit), 4))


def judge_left_out(left_out: LeftOut, by_vector: Floats | None = None) -> list[Judged]:
    """What is heard in every line when its writer taught nothing: no weights, verdicts or limits.
    `by_vector`: what each line comes to by its sentence vector; the signs are then those of both layers.
    """
    examples, found, signs = left_out.examples, left_out.found, left_out.signs
    out: list[Judged] = []
    for fold in left_out.folds:
        rest = _rest(len(examples), fold)
        others, own = [examples[n] for n in rest], signs[rest]
        verdicts = fit_verdicts(others, own)
        limits = limits_of(others, verdicts, own, [found[n] for n in rest])
        judge = Listener(_bare(left_out, verdicts, limits), lambda _: "")
        for n in fold:
            vector = by_vector[n].tolist() if by_vector is not None else None
            heard = judge.judged(left_out.sums[n].tolist(), found[n], left_out.familiar[n], None, vector)
            out.append(Judged(examples[n], heard))
    return out


def _bare(left_out: LeftOut, verdicts: Mapping[str, SignWeights], limits: Limits) -> HearingModel:
    """Verdicts and limits alone, which hold with a sentence vector and without."""
    both = Meaning(b"", 1.0, (), verdicts, limits, {})
    clear = left_out.only_when_clear
    return HearingModel(
        left_out.outputs, b"", b"", 1.0, (), verdicts, limits, "", {}, meaning=both, only_when_clear=clear
    )
