"""The designs of the planner's table, with what the table says of them."""

from __future__ import annotations

from fractions import Fraction

from kapea.core.studies.sensitive_designs import ListQuestion, MixedAnswer

TENTH, FIFTH, FIVE_POINTS = Fraction(1, 10), Fraction(1, 5), Fraction(5, 100)
DIRECT = MixedAnswer.direct()
UNRELATED = MixedAnswer.unrelated(Fraction(7, 10), TENTH)
CROSSWISE = MixedAnswer.crosswise(Fraction(15, 100))
FORCED = MixedAnswer.forced(Fraction(1, 6), Fraction(1, 6))
WARNER = MixedAnswer.warner(Fraction(1, 4))
LIST = ListQuestion(Fraction(848, 1000), Fraction(647, 1000))
TABLE = (
    (DIRECT, 246, 139, 62, 7.3, 10.3),
    (UNRELATED, 443, 283, 111, 9.8, 13.8),
    (CROSSWISE, 646, 539, 162, 11.8, 16.7),
    (MixedAnswer.warner(Fraction(15, 100)), 646, 539, 162, 11.8, 16.7),
    (FORCED, 727, 619, 182, 12.5, 17.7),
    (WARNER, 1399, 1291, 350, 17.4, 24.6),
    (LIST, 4596, 4596, 1150, 31.5, 44.5),
)
"""Each design; needed for ±5 points at .20 and .10, for ±10 at .20; half-widths of 116 and of 58 people."""
DESIGNS = [row[0] for row in TABLE]
HIDDEN = DESIGNS[1:]
