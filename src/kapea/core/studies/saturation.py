"""Whether more sessions still bring new codes (Guest, Namey and Chen 2020): how many codes the first sessions
brought, and how small a share of them a run of later sessions added. It says codes, not meaning; and what is
saturated is not complete.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from statistics import median

SHUFFLES = 200


class NotASaturationPlan(ValueError):
    """Sizes by which nothing can be measured; the message says which."""


class NotASessionOrder(ValueError):
    """An order in which a session is missing or comes twice."""


class NoSaturation(Enum):
    """Why there is no curve, as the id of a word."""

    TOO_FEW_SESSIONS = "too_few_sessions"
    NO_CODES_IN_BASE = "no_codes_in_base"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationPlan:
    """Fixed with the protocol, before anybody spoke. `base`: how many first sessions; `run`: how many are
    looked at together; `threshold`: which share of new codes is small enough, from 0 to under 1. Raises
    NotASaturationPlan.
    """

    base: int
    run: int
    threshold: Fraction

    def __post_init__(self) -> None:
        if self.base < 1 or self.run < 1:
            raise NotASaturationPlan(f"base {self.base}, run {self.run}: take one session at least for each")
        if not 0 <= self.threshold < 1:
            raise NotASaturationPlan(f"threshold {self.threshold}: give a share, from 0 to less than 1")


@dataclass(frozen=True, slots=True)
class SaturationRun:
    """Sessions from `first` to `last`, counted from 1: how many new codes they brought, beside the base."""

    first: int
    last: int
    new: int
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationCurve:
    """What each run brought. `base_codes`: distinct codes in the base; `seen`: in all sessions; `reached`:
    the first run at or under the threshold, None where none is; `new_after`: codes that came after it.
    """

    plan: SaturationPlan
    base_codes: int
    seen: int
    runs: tuple[SaturationRun, ...]
    reached: SaturationRun | None
    new_after: int


def saturation_curve(new_codes: Sequence[int], plan: SaturationPlan) -> SaturationCurve | NoSaturation:
    """The curve of one kind of session in one stratum. `new_codes`: how many codes each session was the first
    to bring, in the order of the sessions. Runs overlap: each begins one session later.
    """
    if len(new_codes) < plan.base + plan.run:
        return NoSaturation.TOO_FEW_SESSIONS
    if not (base := sum(new_codes[: plan.base])):
        return NoSaturation.NO_CODES_IN_BASE
    starts = range(plan.base, len(new_codes) - plan.run + 1)
    runs = tuple(_run(new_codes[at : at + plan.run], at, base) for at in starts)
    reached = next((each for each in runs if each.share <= plan.threshold), None)
    return SaturationCurve(
        plan=plan,
        base_codes=base,
        seen=sum(new_codes),
        runs=runs,
        reached=reached,
        new_after=sum(new_codes[reached.last :]) if reached else 0,
    )


def _run(new_codes: Sequence[int], at: int, base: int) -> SaturationRun:
    return SaturationRun(at + 1, at + len(new_codes), sum(new_codes), Fraction(sum(new_codes), base))


def new_codes_by_session(sessions: Sequence[AbstractSet[str]]) -> tuple[int, ...]:
    """How many codes each session was the first to bring. `sessions`: the codes of each, in their order."""
    seen: set[str] = set()
    new = []
    for codes in sessions:
        new.append(len(codes - seen))
        seen |= codes
    return tuple(new)


# --- had they come in another order -------------------------------------------------------------------------

SessionOrder = Callable[[int], Sequence[int]]
"""Gives the numbers from 0 up to the one given in some order; each order as likely as any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShuffledSaturation:
    """What other orders of the same sessions would have said. `median_base`: codes in the base, over the
    orders with any; `median_last`: the last session of the first run at the threshold, over the orders that
    reach it, None where none does; `reached`: how many orders reach it, of `orders`.
    """

    orders: int
    reached: int
    median_base: float
    median_last: float | None


def shuffled_saturation(
    sessions: Sequence[AbstractSet[str]], plan: SaturationPlan, order: SessionOrder, *, orders: int = SHUFFLES
) -> ShuffledSaturation | NoSaturation:
    """The same sessions in other orders, as the order in which people happened to be met says nothing. Raises
    NotASessionOrder.
    """
    if len(sessions) < plan.base + plan.run:
        return NoSaturation.TOO_FEW_SESSIONS
    curves = [_shuffled(sessions, plan, order(len(sessions))) for _ in range(orders)]
    found = [curve for curve in curves if isinstance(curve, SaturationCurve)]
    if not found:
        return NoSaturation.NO_CODES_IN_BASE
    last = [curve.reached.last for curve in found if curve.reached]
    return ShuffledSaturation(
        orders=orders,
        reached=len(last),
        median_base=median(curve.base_codes for curve in found),
        median_last=median(last) if last else None,
    )


def _shuffled(
    sessions: Sequence[AbstractSet[str]], plan: SaturationPlan, order: Sequence[int]
) -> SaturationCurve | NoSaturation:
    if sorted(order) != list(range(len(sessions))):
        raise NotASessionOrder(f"an order names each of {len(sessions)} sessions once, from 0: {order}")
    return saturation_curve(new_codes_by_session([sessions[at] for at in order]), plan)


# --- apart, and fixed before --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionCodes:
    """The codes of one session. `kind`: group or interview; `stratum`: whom it was held with."""

    kind: str
    stratum: str
    codes: frozenset[str]


def saturation_apart(
    sessions: Sequence[SessionCodes], plan: SaturationPlan
) -> Mapping[tuple[str, str], SaturationCurve | NoSaturation]:
    """The curve of each kind in each stratum: what groups bring and what interviews bring does not add up."""
    apart: dict[tuple[str, str], list[frozenset[str]]] = {}
    for each in sessions:
        apart.setdefault((each.kind, each.stratum), []).append(each.codes)
    return {key: saturation_curve(new_codes_by_session(codes), plan) for key, codes in apart.items()}


class PlanDecision(Enum):
    """Whether a plan for saturation may be written, as the id of a word."""

    ALLOWED = "allowed"
    UNCHANGED = "unchanged"
    REFUSED_AFTER_FIRST_SESSION = "refused_after_first_session"


def saturation_plan_change(
    before: SaturationPlan | None, after: SaturationPlan, *, session_gate_was_open: bool
) -> PlanDecision:
    """Whether a plan may be replaced. Once gate G5 was open for one session, a size could be chosen by what
    it shows: no change is allowed from then on, nor a first plan.
    """
    if before == after:
        return PlanDecision.UNCHANGED
    return PlanDecision.REFUSED_AFTER_FIRST_SESSION if session_gate_was_open else PlanDecision.ALLOWED
