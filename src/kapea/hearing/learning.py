"""From lines to the numbers of a release: what each feature says, how sure is sure, and how well it hears.

Lines are left out by writer, never one by one: a line somebody else wrote is new, one of the same hand is a
cousin. Same lines, same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kapea.core.pack.danger_kinds import ALL_KINDS
from kapea.core.pack.hearing_model import ASK, DANGER, NOTHING, HearingModel, Limits, SignWeights
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
from kapea.hearing.fitting import chances, fitted, fitted_verdict

HEARD = 0.96
"""The share of dangers, on lines of writers left out, to be asked about: it sets the limit of asking."""
OFFERED = 0.97
"""The share of worries that must be offered something: it sets the limit of needing nothing."""
FAMILIAR = 0.45
CLIPPED = 0.9998
"""The share of weights that a byte holds whole; the few above are as large as it can say."""
Listed = Callable[[str], str]


def numbers_from_lines(examples: Sequence[Example], listed: Listed, digest: str) -> HearingModel:
    """The numbers of these lines. `listed`: the danger that the lists find; `digest`: of the lines."""
    outputs, lists = outputs_of(examples), feature_lists(examples)
    target = wanted(examples, outputs)
    found = [listed(example.line.text) for example in examples]
    folds = folds_of(examples)
    sums, familiar = left_out_sums(lists, target, folds)
    signs = np.array([signs_of(outputs, row, kind) for row, kind in zip(sums.tolist(), found, strict=True)])
    lines = list(zip(sums.tolist(), found, familiar, strict=True))
    judged = judge_left_out(examples, outputs, lines, signs, folds)
    verdicts = fit_verdicts(examples, signs)
    limits = limits_of(examples, verdicts, signs, found)
    known = chosen_features(lists)
    weights, constants = fitted(counted(lists, known), target)
    step = float(np.quantile(np.abs(weights), CLIPPED)) / (ZERO - 1)
    levels = np.clip(np.rint(weights / step), 1 - ZERO, ZERO - 1).astype(np.int16) + ZERO
    return HearingModel(
        outputs=outputs,
        keys=np.array([key_of(f) for f in known], dtype="<u4").tobytes(),
        rows=levels.astype(np.uint8).tobytes(),
        step=float(f"{step:.6g}"),
        constants=tuple(float(round(c, 6)) for c in constants),
        verdicts=verdicts,
        limits=limits,
        corpus=digest,
        figures=figures(judged),
    )


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


def judge_left_out(
    examples: Sequence[Example],
    outputs: tuple[str, ...],
    lines: Sequence[tuple[list[float], str, float]],
    signs: Floats,
    folds: Sequence[Sequence[int]],
) -> list[Judged]:
    """What is heard in every line when its writer taught nothing: no weights, verdicts or limits. `lines`:
    what each came to, what the lists find in it, how familiar it is.
    """
    out: list[Judged] = []
    for fold in folds:
        rest = _rest(len(examples), fold)
        others, own = [examples[n] for n in rest], signs[rest]
        verdicts = fit_verdicts(others, own)
        limits = limits_of(others, verdicts, own, [lines[n][1] for n in rest])
        judge = Listener(_bare(outputs, verdicts, limits), lambda _: "")
        for n in fold:
            out.append(Judged(examples[n], judge.judged(*lines[n], None)))
    return out


def _bare(outputs: tuple[str, ...], verdicts: Mapping[str, SignWeights], limits: Limits) -> HearingModel:
    return HearingModel(outputs, b"", b"", 1.0, (), verdicts, limits, "", {})
