"""Quantiles that intervals need, in plain Python: of the beta distribution, of Student's t, of the normal."""

from __future__ import annotations

from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300
"""Stands in for a zero that would be divided by."""
_CLOSE = 1e-16
_MOST_TERMS = 100_000


def incomplete_beta(x: float, a: float, b: float) -> float:
    """How likely a beta(a, b) variable is at most x: the regularised incomplete beta function.

    By its continued fraction (DLMF 8.17.22), which converges fast below the mean; above it the other tail is
    worked out.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    scale = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(scale) / a / _continued_fraction(x, a, b)


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Lentz's method: numerators and denominators grow together, so that neither overflows."""
    value, above, below = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        part = _fraction_part(term, x, a, b)
        below = 1 / (1 + part * below or _TINY)
        above = 1 + part / above or _TINY
        value *= above * below
        if abs(above * below - 1) < _CLOSE:
            break
    return value


def _fraction_part(term: int, x: float, a: float, b: float) -> float:
    m = term // 2
    if term % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The x at which `incomplete_beta` is the probability, by halving until no number lies between."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if incomplete_beta(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return high


def t_quantile(confidence: float, freedom: float) -> float:
    """How far from 0 a t variable of so many degrees of freedom stays with this confidence, on both sides."""
    x = beta_quantile(1 - confidence, freedom / 2, 0.5)
    return sqrt(freedom * (1 - x) / x)


def normal_quantile(confidence: float) -> float:
    """How far from 0 a standard normal variable stays with this confidence, on both sides."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
