"""How a question may be asked so that one answer does not tell on the person, and what that costs. Each
design mixes the answer with chance; its formula stands beside who described it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Self


class NotADesign(ValueError):
    """A chance by which nothing could be told, or that is no chance; the message says how to mend it."""


class DesignKind(Enum):
    """How it is asked, as the id of a word."""

    DIRECT = "direct"
    LIST = "list"
    CROSSWISE = "crosswise"
    WARNER = "warner"
    FORCED = "forced_answer"
    UNRELATED = "unrelated_question"


@dataclass(frozen=True, slots=True)
class MixedAnswer:
    """A design of which one share is counted: λ = `floor` + `slope` · π. π: how many the question is true of;
    λ: how many give the counted answer, “yes”, in the crosswise model “same”. Make one by its methods; all
    raise NotADesign.
    """

    kind: DesignKind
    floor: Fraction
    slope: Fraction

    @classmethod
    def direct(cls) -> Self:
        """Nothing is hidden: λ = π."""
        return cls(DesignKind.DIRECT, Fraction(0), Fraction(1))

    @classmethod
    def crosswise(cls, p: Fraction) -> Self:
        """Yu, Tian and Tang (2008): whether the answers to two questions are the same. `p`: of how many the
        other, harmless one is true.
        """
        return cls._turned(DesignKind.CROSSWISE, p)

    @classmethod
    def warner(cls, p: Fraction) -> Self:
        """Warner (1965): chance `p` picks the question, else its opposite is answered."""
        return cls._turned(DesignKind.WARNER, p)

    @classmethod
    def _turned(cls, kind: DesignKind, p: Fraction) -> Self:
        if not 0 < p < 1 or p == Fraction(1, 2):
            raise NotADesign(f"p = {p}: take a chance between 0 and 1 that is not one half")
        return cls(kind, 1 - p, 2 * p - 1)

    @classmethod
    def forced(cls, forced_yes: Fraction, forced_no: Fraction) -> Self:
        """Boruch (1971): a die says “yes” or “no” for some; the rest answer truly."""
        if forced_yes < 0 or forced_no < 0 or (truth := 1 - forced_yes - forced_no) <= 0:
            raise NotADesign(f"forced yes {forced_yes}, forced no {forced_no}: leave some who answer truly")
        return cls(DesignKind.FORCED, forced_yes, truth)

    @classmethod
    def unrelated(cls, p: Fraction, q: Fraction) -> Self:
        """Greenberg and others (1969): chance `p` picks the question, else another that is true of `q`."""
        if not 0 < p <= 1 or not 0 <= q <= 1:
            raise NotADesign(f"p = {p}, q = {q}: p is above 0, and both are at most 1")
        return cls(DesignKind.UNRELATED, (1 - p) * q, p)

    def answered(self, true_share: Fraction) -> Fraction:
        """λ, where the question is true of this share."""
        return self.floor + self.slope * true_share

    def variance(self, true_share: Fraction) -> Fraction:
        """How much one answer varies about what is asked: λ(1 − λ) / slope². Over n it is that of a share."""
        answered = self.answered(true_share)
        return answered * (1 - answered) / self.slope**2


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Miller (1984): how many of some statements are true; half of the people have one statement more, the
    sensitive one. How much the counts vary in each arm, a pilot says. Raises NotADesign.
    """

    treatment_variance: Fraction
    control_variance: Fraction

    def __post_init__(self) -> None:
        if min(self.treatment_variance, self.control_variance) < 0:
            raise NotADesign("a variance is no less than nought: take those of the pilot's two arms")

    @property
    def kind(self) -> DesignKind:
        """How it is asked."""
        return DesignKind.LIST


SensitiveDesign = MixedAnswer | ListQuestion
