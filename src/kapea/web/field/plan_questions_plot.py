"""A plot of trials, as numbers for a drawing: what each would say on average, how far it scatters, and what
is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kapea.core.studies.question_trials import QuestionTrials
from kapea.core.studies.sensitive_simulation import SimulatedQuestion
from kapea.web.field.plan_questions_told import in_hundred, trial_limits, who_guesses
from kapea.web.workshops.edition_plot import EDGE, LINE, WIDE, PlotText, names_in_lines

ROW = 22
"""From the foot of a name to the next one."""


@dataclass(frozen=True, slots=True)
class TrialDot:
    """One line of the trials: the dot, the line around it, and where the mark of the truth begins."""

    names: tuple[PlotText, ...]
    top: float
    y: float
    low: float
    high: float
    at: float


@dataclass(frozen=True, slots=True)
class TrialPlot:
    """All trials on one scale. `truth`: where the true share stands; `ends`: numbers at the foot."""

    high: float
    says: str
    truth: float
    ends: tuple[PlotText, ...]
    dots: tuple[TrialDot, ...]


def trial_plot(trials: QuestionTrials, share: Fraction, words: Mapping[str, str]) -> TrialPlot | None:
    """The lines that gave a share, in their order; None where none did."""
    told = [(who_guesses(t, words), t.said) for t in trials.tried if isinstance(t.said, SimulatedQuestion)]
    if not told:
        return None
    limits = [end for _, said in told for end in trial_limits(said)]
    least, most = min(0.0, float(share), *limits), max(0.1, float(share), *limits)

    def on_scale(at: float) -> float:
        return round(EDGE + (WIDE - 2 * EDGE) * (at - least) / (most - least), 1)

    dots, y = [], float(EDGE)
    for who, said in told:
        names, y = names_in_lines(who, y)
        low, high = trial_limits(said)
        dots.append(TrialDot(names, y, y + 8, on_scale(low), on_scale(high), on_scale(said.mean)))
        y += ROW
    ends = (PlotText(EDGE, y + LINE, in_hundred(least)), PlotText(WIDE - EDGE, y + LINE, in_hundred(most)))
    return TrialPlot(y + LINE + 6, _spoken(told, words), on_scale(float(share)), ends, tuple(dots))


def _spoken(told: list[tuple[str, SimulatedQuestion]], words: Mapping[str, str]) -> str:
    """The plot for whoever does not see it."""
    lines = (f"{who}: {in_hundred(said.mean)}." for who, said in told)
    return f"{words['study-trials-plot']} {' '.join(lines)}"
