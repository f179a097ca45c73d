"""What a plan comes to, in words and numbers for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kapea.core.studies.design_table import DesignLine, design_table
from kapea.core.studies.question_trials import QuestionTrials, TriedOut
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.sensitive_estimates import NoEstimate
from kapea.core.studies.sensitive_questions import PlannedQuestion, QuestionPlan
from kapea.core.studies.sensitive_simulation import SimulatedQuestion
from kapea.web.field.plan_questions_forms import CHANCES_OF

OF_TRIALS = 1.96
"""Standard deviations on each side that hold about 95 of 100 trials."""


@dataclass(frozen=True, slots=True)
class WayShown:
    """A way of asking in the table of all."""

    name: str
    needed: str
    points: str
    fits: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TrialShown:
    """One line of the trials; `why_not`: where they gave no share."""

    who: str
    mean: str = ""
    spread: str = ""
    held: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PlanTold:
    """The answer, with every reason against it."""

    fits: bool
    verdict: str
    needs: str
    off: str
    reasons: tuple[str, ...]
    table_of: str
    ways: tuple[WayShown, ...]


def told_plan(plan: QuestionPlan, planned: PlannedQuestion, words: Mapping[str, str]) -> PlanTold:
    """A plan in the words of a language."""
    fits = plan.people >= planned.needed
    numbers = {
        "people": with_thousands(plan.people),
        "width": plain_points(plan.half_width),
        "needed": with_thousands(planned.needed),
        "wide": in_hundred(planned.half_width),
    }
    direct = {"needs": with_thousands(planned.needed_direct), "off": in_hundred(planned.half_width_direct)}
    return PlanTold(
        fits=fits,
        verdict=words["study-plan-fits" if fits else "study-plan-fits-not"].format(**numbers),
        needs=words["study-plan-needs"].format(direct=direct["needs"], **numbers),
        off=words["study-plan-off"].format(direct=direct["off"], **numbers),
        reasons=tuple(words[f"study-against-{reason.value}"] for reason in planned.refusals),
        table_of=words["study-plan-table"].format(**numbers),
        ways=tuple(_way(line, words) for line in design_table(plan)),
    )


def _way(line: DesignLine, words: Mapping[str, str]) -> WayShown:
    return WayShown(
        name=words[f"study-design-{line.design.kind.value}"],
        needed=with_thousands(line.needed),
        points=in_hundred(line.half_width),
        fits=line.fits,
        is_chosen=line.is_chosen,
    )


def told_trials(trials: QuestionTrials, words: Mapping[str, str]) -> tuple[TrialShown, ...]:
    """The lines of the table of trials."""
    return tuple(_trial(each, words) for each in trials.tried)


def _trial(each: TriedOut, words: Mapping[str, str]) -> TrialShown:
    who, said = who_guesses(each, words), each.said
    if isinstance(said, NoEstimate):
        return TrialShown(who, why_not=words[f"study-no-share-{said.value}"])
    low, high = trial_limits(said)
    held = words["study-trials-of"].format(held=said.held, trials=said.trials)
    return TrialShown(who, in_hundred(said.mean), f"{in_hundred(low)} – {in_hundred(high)}", held)


def who_guesses(each: TriedOut, words: Mapping[str, str]) -> str:
    """Who answers in some trials."""
    share = plain_points(each.guessing)
    who = words["study-trials-guess"].format(share=share) if each.guessing else words["study-trials-nobody"]
    return words["study-trials-corrected"].format(who=who) if each.corrected else who


def trial_limits(said: SimulatedQuestion) -> tuple[float, float]:
    """Between which shares about 95 of 100 trials fell."""
    return said.mean - OF_TRIALS * said.spread, said.mean + OF_TRIALS * said.spread


def in_hundred(share: float, digits: int = 1) -> str:
    """A share from 0 to 1 as parts of a hundred; nought has no sign."""
    rounded = round(100 * share, digits)
    return f"{rounded or 0.0:.{digits}f}"


def plain_points(share: Fraction) -> str:
    """A typed share as it was typed."""
    return f"{float(100 * share):g}"


def with_thousands(number: int) -> str:
    """A number of people."""
    return f"{number:,}"


def chances_shown(words: Mapping[str, str]) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Each way of asking: its code, its name, and its chances with their labels."""
    said = {
        "crosswise_p": "study-plan-p-other",
        "warner_p": "study-plan-p-picked",
        "forced_yes": "study-plan-p-yes",
        "forced_no": "study-plan-p-no",
        "unrelated_p": "study-plan-p-picked",
        "unrelated_q": "study-plan-p-other",
    }
    return [
        (
            kind.value,
            words[f"study-design-{kind.value}"],
            tuple((name, words[said[name]]) for name in CHANCES_OF.get(kind, ())),
        )
        for kind in DesignKind
    ]
