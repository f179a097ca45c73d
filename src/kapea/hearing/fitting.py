"""Fits numbers to lines: least squares that keep weights small, and verdicts out of what they come to."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from kapea.core.pack.hearing_model import SignWeights
from kapea.hearing.counting import Floats

PENALTY = 2.0
"""How dear a weight is. More, and rare features say nothing; less, and lines are learnt by heart."""
STEPS = 60
CLOSE = 1e-5
"""The rest, against where it began, at which the steps of a fit end."""
VECTOR_PENALTY = 2.0
"""The same for the numbers of sentence vectors."""
VERDICT_PENALTY = 3.0
VERDICT_STEPS = 25


def rarity(rows: sparse.csr_matrix) -> Floats:
    """How much more a rare feature counts than a frequent one."""
    having = np.asarray((rows > 0).sum(axis=0)).ravel()
    rare: Floats = np.sqrt(np.log(1 + rows.shape[0] / np.maximum(having, 1)))
    return rare


def fitted(rows: sparse.csr_matrix, wanted: Floats) -> tuple[Floats, Floats]:
    """Weights (features x outputs) and what is always added. Solved by conjugate gradients, all outputs at
    once, each with its own steps; the same numbers for the same lines.
    """
    scale = rarity(rows)
    table = (rows @ sparse.diags(scale)).tocsr()
    across = table.T.tocsr()
    constant = wanted.mean(axis=0)
    left = wanted - constant
    out = np.zeros((table.shape[1], left.shape[1]))
    rest = across @ left
    way, size = rest.copy(), (rest**2).sum(axis=0)
    begin = size.copy()
    for _ in range(STEPS):
        there = across @ (table @ way) + PENALTY * way
        pace = size / np.maximum((way * there).sum(axis=0), 1e-30)
        out += pace * way
        rest -= pace * there
        after = (rest**2).sum(axis=0)
        if (after <= CLOSE**2 * begin).all():
            break
        way = rest + (after / np.maximum(size, 1e-30)) * way
        size = after
    return out * scale[:, None], constant


def fitted_vectors(vectors: Floats, wanted: Floats) -> tuple[Floats, Floats]:
    """Weights (numbers of a vector x outputs) and what is always added: least squares, solved at once."""
    middle, constant = vectors.mean(axis=0), wanted.mean(axis=0)
    table = vectors - middle
    bend = table.T @ table + VECTOR_PENALTY * np.eye(table.shape[1])
    weights: Floats = np.linalg.solve(bend, table.T @ (wanted - constant))
    return weights, constant - middle @ weights


def fitted_verdict(
    signs: Floats, holds: Floats, weight: Floats, penalty: float = VERDICT_PENALTY
) -> SignWeights:
    """A logistic verdict, by Newton's steps. `weight`: how much each line counts."""
    table = np.hstack([signs, np.ones((len(signs), 1))])
    keep = np.full(table.shape[1], penalty)
    keep[-1] = 1e-6
    weights = np.zeros(table.shape[1])
    for _ in range(VERDICT_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (weight * (likely - holds)) + keep * weights
        bend = (table * (weight * likely * (1 - likely))[:, None]).T @ table + np.diag(keep)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return SignWeights(tuple(float(round(w, 6)) for w in weights[:-1]), float(round(weights[-1], 6)))


def chances(verdict: SignWeights, signs: Floats) -> Floats:
    total = signs @ np.array(verdict.weights) + verdict.constant
    out: Floats = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
    return out
